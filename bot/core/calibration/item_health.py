"""Item health: how often an item was met, skipped, marked again; its scores and times."""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import correlation, fmean, median

from bot.core.bank.item import Tier
from bot.core.screening.session import Administration, Session

FEWEST = 20
"""Answers below which nothing but counts is said of an item."""
SURE = 0.02
"""A mean score nearer to 0 or 1 than this says "too hard" or "too easy", and not by how much."""
PLACES = {Tier.FUNDAMENTALS: -1.0, Tier.INTERMEDIATE: 0.0, Tier.ADVANCED: 1.0}
"""What an item's label says about its difficulty, in logits."""


@dataclass(frozen=True)
class Health:
    """One item's figures. Those that may be None are so with fewer than `FEWEST` answers, or where nothing varies.

    met: candidates who were asked; answered: those who handed something in. score: the mean, in [0, 1].
    seen: difficulty in logits, from the scores and the abilities of those who answered; declared: by the tier.
    discrimination: correlation of the item's scores with those of the same people's other answers, in [-1, 1].
    minutes: the median from question to answer. marked_again, overridden: answers whose marks changed hands.
    """

    item: str
    met: int
    answered: int
    skipped: int
    declared: float
    score: float | None
    seen: float | None
    discrimination: float | None
    minutes: float | None
    marked_again: int
    overridden: int


def health(sessions: Sequence[tuple[Session, float]], fewest: int = FEWEST) -> list[Health]:
    """Return the figures of each item that somebody met, in order of id; each session with its ability, in logits."""
    met: dict[str, list[tuple[Administration, float, float | None]]] = defaultdict(list)
    for session, theta in sessions:
        for asked in session.administrations:
            met[asked.item.id].append((asked, theta, _others(session, asked)))
    return [_of(item, met[item], fewest) for item in sorted(met)]


def _of(item: str, rows: Sequence[tuple[Administration, float, float | None]], fewest: int) -> Health:
    closed = [row for row in rows if not row[0].is_open]
    scored = [(s, theta, others) for a, theta, others in closed if not a.skipped and (s := _score(a)) is not None]
    enough = len(scored) >= fewest
    mean = fmean(s for s, _, _ in scored) if enough else None
    times = [(a.answered_at - a.asked_at).total_seconds() / 60 for a, _, _ in closed if a.answered_at and not a.skipped]
    return Health(
        item=item,
        met=len(rows),
        answered=sum(not a.skipped for a, _, _ in closed),
        skipped=sum(a.skipped for a, _, _ in closed),
        declared=PLACES[rows[-1][0].item.tier],
        score=mean,
        seen=None if mean is None else _difficulty(mean, fmean(theta for _, theta, _ in scored)),
        discrimination=_correlation([(s, others) for s, _, others in scored]) if enough else None,
        minutes=median(times) if len(times) >= fewest else None,
        marked_again=sum(len(a.grades) > 1 for a, _, _ in rows),
        overridden=sum(bool(a.overrides) for a, _, _ in rows),
    )


def _difficulty(mean: float, ability: float) -> float:
    """Return where people of this ability would score one half, by the logistic curve."""
    held = min(max(mean, SURE), 1 - SURE)
    return ability - math.log(held / (1 - held))


def _correlation(pairs: Sequence[tuple[float, float | None]]) -> float | None:
    known = [(score, others) for score, others in pairs if others is not None]
    if len(known) < 2 or len({s for s, _ in known}) < 2 or len({o for _, o in known}) < 2:
        return None
    return correlation([s for s, _ in known], [o for _, o in known])


def _others(session: Session, asked: Administration) -> float | None:
    """Return the mean score of the session's other answers; None when there are none."""
    scores = [s for a in session.administrations if a.position != asked.position and (s := _score(a)) is not None]
    return fmean(scores) if scores else None


def _score(asked: Administration) -> float | None:
    return asked.grade.score if asked.grade else None
