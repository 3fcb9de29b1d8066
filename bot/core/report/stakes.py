"""What hangs on one answer: the scores at which it would change what the screening suggests.

A second reading is worth its price near such a score, and nowhere else.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from bot.core.adaptive.estimation.ability import estimate
from bot.core.adaptive.estimation.posterior import Observation
from bot.core.adaptive.recommendation import Reason, read
from bot.core.grading.grade import Source
from bot.core.screening.session import Session

GRID = tuple(n / 8 for n in range(9))
HALVINGS = 3
"""Of the distance between two scores of the grid, until a boundary is told to 0.02."""

Side = Callable[[float], Reason]


def boundaries(session: Session, position: int) -> tuple[float, ...]:
    """Return the scores in [0, 1], rising, at which the answer at a position takes its candidate over a boundary.

    All other marks are taken as they are; a boundary is where the reading of them all turns from "below the bar" to
    "near" or from there to "above". () where no mark on this answer would change that, or it does not count.
    """
    asked = session.administrations[position - 1]
    if all(asked.position != counted.position for counted in session.counted):
        return ()
    others = [o for a in session.counted if a.position != position and (o := a.observation) is not None]
    mine = Observation(asked.item.id, asked.item.domain, asked.item.tier, 0.0, Source.LLM.value)

    def side(score: float) -> Reason:
        given = [*others, replace(mine, score=score)]
        return read(estimate(given, session.role, session.tables).p_bar, session.role.costs)

    sides = [(score, side(score)) for score in GRID]
    return tuple(
        _between(low, high, below, side) for (low, below), (high, above) in pairwise(sides) if below is not above
    )


def _between(low: float, high: float, below: Reason, side: Side) -> float:
    """Return about where the side turns between two scores."""
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if side(middle) is below else (low, middle)
    return (low + high) / 2
