import pytest

from bot.core.bank.rubric import Criterion, Point, Way
from bot.core.grading.grade import Rating, total

POINT = Point(says="a point", ways=(Way(all_of=(("a",),)),))


def a_criterion(name: str, weight: float) -> Criterion:
    return Criterion(id=name, asks=name, weight=weight, levels=("no", "half", "yes"), points=(POINT, POINT))


CRITERIA = [a_criterion("one", 1), a_criterion("two", 2), a_criterion("three", 1)]


def marks(*levels: int | None) -> list[Rating]:
    return [Rating(c.id, level, c.top) for c, level in zip(CRITERIA, levels, strict=True)]


def test_levels_count_by_their_weight_and_saturate() -> None:
    assert total(CRITERIA, marks(2, 1, 0), 1.0) == pytest.approx(0.5)
    assert total(CRITERIA, marks(2, 1, 0), 0.5) == 1.0


def test_only_the_best_criteria_count_where_a_question_asks_for_some() -> None:
    assert total(CRITERIA, marks(2, 0, 2), 1.0, best=2) == 1.0
    assert total(CRITERIA, marks(2, 0, 0), 1.0, best=2) == pytest.approx(1 / 3)


def test_what_nobody_could_tell_leaves_the_sum() -> None:
    assert total(CRITERIA, marks(2, None, 2), 1.0) == 1.0
    assert total(CRITERIA, marks(None, None, None), 1.0) is None
