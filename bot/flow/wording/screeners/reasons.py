"""Why this question, why it ended, why this reading: one plain sentence each, from the numbers that decided."""

from collections.abc import Sequence

from bot.core.adaptive.recommendation import Reason
from bot.core.adaptive.selection.next_item import Because, Kind
from bot.core.adaptive.stopping import StopReason
from bot.core.report.summary import Summary
from bot.core.screening.session import TAKEN_BACK, Why

FULLY, WELL, PARTLY = 0.9, 0.6, 0.25
"""Scores from which an answer is said to be full, mostly there, and partly there."""

ENDED = {
    StopReason.PRECISE: "The picture was precise enough.",
    StopReason.DECIDED: "One more question would hardly have changed the picture.",
    StopReason.CURTAILED: "A person should look, and the questions left could hardly have changed that.",
    StopReason.MAX_ITEMS: "The role's number of questions was reached.",
    StopReason.MINUTES: "The role's time was used up.",
    StopReason.BANK_EXHAUSTED: "No fitting question was left in the bank.",
    "declined": "The candidate chose not to start.",
    "withdrawn": "The candidate ended the screening.",
    TAKEN_BACK: "The invitation was taken back.",
    "expired": "The screening ran out after a long silence.",
}

PERSON_BECAUSE = {
    Reason.ABOVE_BAR: "The ability most likely lies above the role's bar.",
    Reason.BELOW_BAR: "The ability most likely lies below the role's bar.",
    Reason.NEAR_BAR: "The ability lies too near the role's bar to tell.",
    Reason.TOO_FEW_ANSWERS: "There are too few answers to lean on.",
    Reason.UNRESOLVED: "Some answers still need a person's mark.",
    Reason.RULES_ALONE: "Only the rules have marked it: no model has read the answers and no person has looked.",
    Reason.HANGS_ON_ONE_GRADE: "One doubtful mark would change the picture.",
    Reason.FAST_AND_GOOD: "{} came much faster and {} better than this person's other answers. That can have good "
    "reasons: ask about it before you lean on it.",
    Reason.MISFIT: "The marks hardly fit together: strong where it is hard, weak where it is easy, or the reverse.",
}


def picked(why: Why) -> str:
    """Return why an item was asked: "Answered the intermediate one fully, so an advanced one next"."""
    return f"{_followed(why)}{_told(why)}"


def _told(why: Why) -> str:
    """Return what the answer was expected to tell, in plain words, and how many would have told as much."""
    if why.gain is None:
        return ""
    equals = len(why.among) - 1
    beside = "" if equals < 1 else f"; {equals} other{'s' if equals > 1 else ''} would have told about as much"
    return f" It was expected to settle {100 * why.gain:.0f} % of what was open{beside}."


def _followed(why: Why) -> str:
    because = why.because
    if because.kind is Kind.FIRST:
        return "The first question: an intermediate one, as for everybody, where the bank has one."
    if because.kind is Kind.PILOT:
        return "Drawn by lot, to try the question out: its mark does not count."
    before = _answered(because.previous_score).format(_tier(because))
    match because.kind:
        case Kind.STEP_UP:
            return f"{before}, so a harder one next."
        case Kind.STEP_DOWN:
            return f"{before}, so an easier one next."
        case Kind.COVERS_DOMAIN:
            return f"{before}; the same tier next, in a domain not asked about yet."
        case Kind.DEEPER:
            return f"{before}; this one goes deeper into the same thing."
        case Kind.SAME_TIER:
            return f"{before}; another of the same tier tells most."
        case _:
            return f"{before}; nothing that would have followed from it was left, so this one."


def ended(summed: Summary) -> str:
    """Return why the screening ended, or that it goes on."""
    return ENDED.get(summed.ended_because or "", "The screening is not over.")


NOT_IN_CHANNEL = frozenset({Reason.FAST_AND_GOOD, Reason.MISFIT})
"""Remarks on how answers came about: for who reads the details, never for all of a channel."""


def person_because(reason: Reason, summed: Summary) -> str:
    """Return what a recommendation rests on."""
    return PERSON_BECAUSE[reason].format(named(summed.faster_and_better), were(summed.faster_and_better))


def named(positions: Sequence[int]) -> str:
    """Return questions by their numbers: "Question 3", "Questions 3, 5 and 6"."""
    *first, last = (str(position) for position in positions or (0,))
    return f"Questions {', '.join(first)} and {last}" if first else f"Question {last}"


def were(things: Sequence[object]) -> str:
    """Return "was" for one thing, "were" for several."""
    return "was" if len(things) == 1 else "were"


def _answered(score: float | None) -> str:
    if score is None:
        return "The answer to the {} one is not marked yet"
    if score >= FULLY:
        return "Answered the {} one fully"
    if score >= WELL:
        return "Answered the {} one well"
    return "Answered the {} one in part" if score >= PARTLY else "Hardly answered the {} one"


def _tier(because: Because) -> str:
    return because.previous_tier.value if because.previous_tier else "last"
