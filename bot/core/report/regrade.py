"""What re-marking would change, question by question and for each screening."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.core.grading.grade import Grade, Rating
from bot.core.report.summary import Summary, summarise
from bot.core.screening.session import Session

SAME = 5e-4
"""Scores this near are equal: they differ in the last decimal that anyone is shown."""


@dataclass(frozen=True)
class MovedMark:
    """One answer whose mark would change. `criteria`: (id, level before, level after) of those that move."""

    position: int
    item: str
    before: Grade | None
    after: Grade
    criteria: tuple[tuple[str, int | None, int | None], ...]


@dataclass(frozen=True)
class Regraded:
    """One screening under other marks; `moved` is empty where nothing would change."""

    session: Session
    before: Summary
    after: Summary
    moved: tuple[MovedMark, ...]

    @property
    def band_moves(self) -> bool:
        """Return whether another band would be shown."""
        return _tier(self.before) != _tier(self.after)

    @property
    def suggestion_moves(self) -> bool:
        """Return whether something else would be suggested."""
        return _verdict(self.before) != _verdict(self.after)


def compare(session: Session, grades: Mapping[int, Grade]) -> Regraded:
    """Return what the session would come to with other marks, by position; people's overrides stay in force."""
    changed = session
    moved: list[MovedMark] = []
    for asked in session.administrations:
        after = grades.get(asked.position)
        if after is None:
            continue
        before = asked.grades[-1] if asked.grades else None
        steps = _steps(before.ratings if before else (), after.ratings)
        if steps or _differ(before, after):
            moved.append(MovedMark(asked.position, asked.item.id, before, after, steps))
            changed = changed.with_administration(replace(asked, grades=(*asked.grades, after)))
    return Regraded(session, summarise(session), summarise(changed), tuple(moved))


def _differ(before: Grade | None, after: Grade) -> bool:
    if before is None or before.score is None or after.score is None:
        return before is None or before.score is not after.score
    return abs(before.score - after.score) > SAME


def _steps(before: tuple[Rating, ...], after: tuple[Rating, ...]) -> tuple[tuple[str, int | None, int | None], ...]:
    """Return the criteria that both know and whose level differs."""
    old = {r.criterion: r.level for r in before}
    return tuple(
        (r.criterion, old[r.criterion], r.level) for r in after if r.criterion in old and old[r.criterion] != r.level
    )


def _tier(summed: Summary) -> str | None:
    return summed.band.tier.value if summed.band else None


def _verdict(summed: Summary) -> str | None:
    return summed.recommendation.verdict.value if summed.recommendation else None
