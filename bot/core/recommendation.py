"""What the numbers suggest to the person who decides; nothing here decides, and nothing rejects."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.core.ability import Standing, estimate
from bot.core.posterior import Observation
from bot.core.role import Costs, Role

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
    HANGS_ON_ONE_GRADE = "hangs_on_one_grade"
    """One step more on an ambiguous answer would change the suggestion."""


@dataclass(frozen=True)
class Recommendation:
    """A suggestion; `probability` is the chance that ability is at or above the role's bar."""

    verdict: Verdict
    probability: float
    reasons: tuple[Reason, ...]


def recommend(
    role: Role,
    standing: Standing,
    observations: Sequence[Observation],
    *,
    ambiguous: Sequence[Observation] = (),
    unresolved: int = 0,
) -> Recommendation:
    """Return what the graded answers suggest.

    standing: `estimate(observations, role)`.
    ambiguous: those of `observations` whose grade could as well be a step higher.
    unresolved: how many answers are ungraded or wait for a person.

    Only the suggestion that hurts is withheld for doubt: "not now" becomes "a person" where answers are
    too few, unresolved, or hang on one ambiguous grade. Flags are no input: they move no suggestion.
    """
    p = standing.p_bar
    reading = read(p, role.costs)
    if reading is not Reason.BELOW_BAR:
        verdict = Verdict.ADVANCE if reading is Reason.ABOVE_BAR else Verdict.PERSON
        return Recommendation(verdict, p, (reading,))
    doubts = {
        Reason.TOO_FEW_ANSWERS: len(observations) < role.limits.min_items,
        Reason.UNRESOLVED: unresolved > 0,
        Reason.HANGS_ON_ONE_GRADE: any(_lifts(role, observations, a) for a in ambiguous),
    }
    kept = tuple(doubt for doubt, holds in doubts.items() if holds)
    return Recommendation(Verdict.PERSON if kept else Verdict.NOT_NOW, p, (reading, *kept))


def read(p_bar: float, costs: Costs) -> Reason:
    """Return on which side of the bar the least costly suggestion takes the candidate to be.

    A suggestion is made where the risk of error costs no more than a person's look: with an error at 1 and
    a look at 0.2, from 0.8 up and from 0.2 down.
    """
    sure = max(0.5, 1 - costs.review / costs.error)
    if p_bar >= sure:
        return Reason.ABOVE_BAR
    return Reason.BELOW_BAR if p_bar <= 1 - sure else Reason.NEAR_BAR


def _lifts(role: Role, observations: Sequence[Observation], doubtful: Observation) -> bool:
    """Return whether one step more on the doubtful answer would take the candidate out of "below the bar"."""
    raised = [replace(o, score=min(1.0, o.score + STEP)) if o == doubtful else o for o in observations]
    return read(estimate(raised, role).p_bar, role.costs) is not Reason.BELOW_BAR
