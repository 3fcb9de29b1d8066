"""Past screenings as data to learn from: which count, and which items drift."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.core.adaptive.estimation.likelihoods import LEVELS, Array, Tables
from bot.core.adaptive.estimation.posterior import posterior
from bot.core.adaptive.selection.next_item import expected_minutes
from bot.core.calibration.items import Sitting, Twice, without_each
from bot.core.screening.session import Session, State
from bot.core.screening.suggestion import unusual

FEWEST_EACH = 8
"""Answers that each half of an item's history needs before the halves are compared."""
CLEAR_Z = 2.3
"""Standard errors from which a change is told: on both counts, once in ten thousand items by chance."""


@dataclass(frozen=True)
class Drift:
    """An item that people have lately answered better, and faster, than those before them of the same ability.

    rise: of the score against what was expected, in [-1, 1]. time: what answers take now over what they took.
    """

    item: str
    answers: int
    rise: float
    time: float


def counts(session: Session) -> bool:
    """Return whether a screening is one to learn from: it came to its end, and in a usual way."""
    return session.state is State.CLOSED and not unusual(session).reasons


def sitting_of(session: Session) -> Sitting:
    """Return what a screening gives to learn from, also by what was tried out.

    Skipped questions count as level 0, as the candidate was told.
    """
    twice = []
    for asked in session.administrations:
        grade = asked.grade
        if asked.overrides and grade is not None and grade.score is not None:
            first = asked.grades[-1]
            if first.score is not None:
                twice.append(Twice((first.source.value, first.is_ambiguous), first.score, grade.score))
    minutes = {a.item.id: a.minutes for a in session.administrations if a.minutes is not None}
    seen = tuple(o for a in session.administrations if (o := a.observation) is not None)
    return Sitting(session.role, seen, minutes, tuple(twice))


def drifting_items(sessions: Sequence[Session], tables: Tables) -> tuple[Drift, ...]:
    """Return the items that may have leaked: scores rise and times fall from the older half to the newer.

    sessions: oldest first. A hint for a person to look at, such as a question that stands on a web page by now.
    """
    seen: defaultdict[str, list[tuple[float, float]]] = defaultdict(list)
    steps = np.arange(LEVELS) / (LEVELS - 1)
    for session in sessions:
        given = posterior(session.observations, session.role, tables)
        minutes = {a.item.id: (a.minutes, expected_minutes(a.item, tables)) for a in session.administrations}
        for one, ability in without_each(given, session.observations, tables):
            taken, planned = minutes.get(one.item_id, (None, 1.0))
            if taken is None or taken <= 0:
                continue
            expected = float(ability @ tables.recorded(one, one.grader, one.ambiguous) @ steps)
            seen[one.item_id].append((one.score - expected, float(np.log(taken / planned))))
    found = (_drift(item, np.array(pairs)) for item, pairs in sorted(seen.items()) if len(pairs) >= 2 * FEWEST_EACH)
    return tuple(drift for drift in found if drift is not None)


def _drift(item: str, pairs: Array) -> Drift | None:
    half = len(pairs) // 2
    old, new = pairs[:half], pairs[half:]
    change = new.mean(axis=0) - old.mean(axis=0)
    error = np.sqrt(old.var(axis=0, ddof=1) / len(old) + new.var(axis=0, ddof=1) / len(new)) + 1e-9
    rise, time = change / error
    if rise < CLEAR_Z or time > -CLEAR_Z:
        return None
    return Drift(item, len(pairs), round(float(change[0]), 3), round(float(np.exp(change[1])), 3))
