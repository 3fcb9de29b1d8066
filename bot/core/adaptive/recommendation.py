"""The recommendation to the person who decides: advance, a person looks, not now; it decides nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.core.adaptive.estimation.ability import Standing, estimate
from bot.core.adaptive.estimation.likelihoods import LABELS, Tables
from bot.core.adaptive.estimation.posterior import Observation
from bot.core.bank.role import Costs, Role, surely

STEP = 0.25
"""One step of a rubric's scale from 0 to 1."""


class Verdict(StrEnum):
    """A suggestion: talk to them, let a person look first, or not this time."""

    ADVANCE = "advance"
    PERSON = "person"
    NOT_NOW = "not_now"


class Reason(StrEnum):
    """What a suggestion rests on; after the first, what kept it from being "not now"."""

    ABOVE_BAR = "above_bar"
    BELOW_BAR = "below_bar"
    NEAR_BAR = "near_bar"
    TOO_FEW_ANSWERS = "too_few_answers"
    UNRESOLVED = "unresolved"
    """An answer is ungraded, or its grade waits for a person."""
    RULES_ALONE = "rules_alone"
    """No model has read and no person has looked, or what they have read does not say it by itself."""
    HANGS_ON_ONE_GRADE = "hangs_on_one_grade"
    """One step more on an ambiguous answer would change the suggestion."""
    FAST_AND_GOOD = "fast_and_good"
    """Some answers were better and came faster than the candidate's others (see `aberrance`)."""
    MISFIT = "misfit"
    """The marks hardly fit together."""


RULES = "keyword"
"""The grader that does not read: its marks alone never say "not now"."""
READERS = frozenset({"llm", "person"})


@dataclass(frozen=True)
class Recommendation:
    """A suggestion; `probability` is the chance that ability is at or above the role's bar."""

    verdict: Verdict
    probability: float
    reasons: tuple[Reason, ...]

    @property
    def clear(self) -> bool:
        """Return whether the numbers are clear either way, though "not now" may wait for somebody who reads."""
        return self.verdict is not Verdict.PERSON or self.reasons == (Reason.BELOW_BAR, Reason.RULES_ALONE)


def recommend(
    role: Role,
    standing: Standing,
    observations: Sequence[Observation],
    *,
    unresolved: int = 0,
    unusual: tuple[Reason, ...] = (),
    tables: Tables = LABELS,
) -> Recommendation:
    """Return what the graded answers suggest.

    standing: `estimate(observations, role, tables)`.
    unresolved: how many answers are ungraded or wait for a person.
    unusual: why a person should look at how the answers came about, before anyone leans on them.

    The suggestion that hurts is withheld for doubt: "not now" becomes "a person" where answers are too few,
    unresolved, marked by rules alone, or hang on one ambiguous grade. What is unusual goes to a person either
    way. Flags are no input, and nothing here moves a score.
    """
    p = standing.p_bar
    reading = read(p, role.costs)
    if reading is not Reason.BELOW_BAR:
        sure = reading is Reason.ABOVE_BAR and not unusual
        return Recommendation(Verdict.ADVANCE if sure else Verdict.PERSON, p, (reading, *unusual))
    doubts = {
        Reason.TOO_FEW_ANSWERS: len(observations) < role.limits.min_items,
        Reason.UNRESOLVED: unresolved > 0,
        Reason.RULES_ALONE: not _read_says_so(role, observations, tables),
        Reason.HANGS_ON_ONE_GRADE: any(_lifts(role, observations, o, tables) for o in observations if o.ambiguous),
    }
    kept = (*(doubt for doubt, holds in doubts.items() if holds), *unusual)
    return Recommendation(Verdict.PERSON if kept else Verdict.NOT_NOW, p, (reading, *kept))


def read(p_bar: float, costs: Costs) -> Reason:
    """Return on which side of the bar the least costly suggestion takes the candidate to be.

    A suggestion is made where the risk of error costs no more than a person's look: with an error at 1 and
    a look at 0.2, from 0.8 up and from 0.2 down.
    """
    sure = surely(costs)
    if p_bar >= sure:
        return Reason.ABOVE_BAR
    return Reason.BELOW_BAR if p_bar <= 1 - sure else Reason.NEAR_BAR


def _read_says_so(role: Role, observations: Sequence[Observation], tables: Tables) -> bool:
    """Return whether a model or a person has read answers, and what was not left to the rules lies below the bar."""
    if not any(o.looked or o.grader in READERS for o in observations):
        return False
    own = [o for o in observations if o.looked or o.grader != RULES]
    if len(own) == len(observations):
        return True
    return read(estimate(own, role, tables).p_bar, role.costs) is Reason.BELOW_BAR


def _lifts(role: Role, observations: Sequence[Observation], doubtful: Observation, tables: Tables) -> bool:
    """Return whether one step more on the doubtful answer would take the candidate out of "below the bar"."""
    raised = [replace(o, score=min(1.0, o.score + STEP)) if o == doubtful else o for o in observations]
    return read(estimate(raised, role, tables).p_bar, role.costs) is not Reason.BELOW_BAR
