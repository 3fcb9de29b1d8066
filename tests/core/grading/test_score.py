"""The arithmetic from facts to levels and scores."""

import pytest

from bot.core.bank.rubric import Criterion, Point, Way, WrongClaim
from bot.core.grading.grade import Found, Rating
from bot.core.grading.score import READ, Scale, height, rate, total

WAYS = (Way(all_of=(("a",),)),)
POINT = Point(says="a point", ways=WAYS)


def a_criterion(name: str, weight: float) -> Criterion:
    return Criterion(id=name, asks=name, weight=weight, levels=("no", "half", "yes"), points=(POINT, POINT))


CRITERIA = [a_criterion("one", 1), a_criterion("two", 2), a_criterion("three", 1)]
SPEED = Criterion(
    id="speed",
    asks="compares the speeds",
    weight=1,
    levels=("no", "roughly", "with a figure", "with a reason"),
    level_at=(1, 2, 4),
    points=(POINT, POINT, Point(says="worth two", ways=WAYS, worth=2), POINT),
    wrong=(WrongClaim(says="it is slower", ways=WAYS, cap=1),),
)


def marks(*levels: int | None) -> list[Rating]:
    return [Rating(c.id, level, c.top) for c, level in zip(CRITERIA, levels, strict=True)]


def facts(*numbers: int, partly: bool = False, echo: bool = False) -> list[Found]:
    return [Found(n, SPEED.points[n - 1].says, partly=partly, echo=echo) for n in numbers]


def test_levels_count_by_their_weight_and_saturate() -> None:
    assert total(CRITERIA, marks(2, 1, 0), 1.0) == pytest.approx(0.5)
    assert total(CRITERIA, marks(2, 1, 0), 0.5) == pytest.approx(0.5)
    assert total(CRITERIA, marks(2, 1, 0), 0.5, scale=Scale(True, 0.0, 1.0)) == 1.0


def test_only_the_best_criteria_count_where_a_question_asks_for_some() -> None:
    assert total(CRITERIA, marks(2, 0, 2), 1.0, best=2) == 1.0
    assert total(CRITERIA, marks(2, 0, 0), 1.0, best=2) == pytest.approx(1 / 2)


def test_a_higher_level_never_takes_from_the_sum_where_only_the_best_count() -> None:
    assert total(CRITERIA, marks(2, 1, 1), 1.0, best=2) == pytest.approx(0.75)
    assert total(CRITERIA, marks(2, 2, 1), 1.0, best=2) == pytest.approx(1.0)
    heavy = [a_criterion("one", 1), a_criterion("two", 1), a_criterion("three", 3)]
    low, high = ([Rating(c.id, n, c.top) for c, n in zip(heavy, (2, 1, last), strict=True)] for last in (0, 1))
    assert (total(heavy, low, 1.0, best=2) or 0) <= (total(heavy, high, 1.0, best=2) or 0)


def test_what_nobody_could_tell_leaves_the_sum() -> None:
    assert total(CRITERIA, marks(2, None, 2), 1.0) == 1.0
    assert total(CRITERIA, marks(None, None, None), 1.0) is None


@pytest.mark.parametrize(
    ("points", "level"), [(0, 0), (0.5, 0.5), (1, 1), (1.5, 1.5), (2, 2), (3, 2.5), (4, 3), (5, 3)]
)
def test_points_reach_a_level_in_a_straight_line(points: float, level: float) -> None:
    assert height(SPEED, points) == pytest.approx(level)


@pytest.mark.parametrize(
    ("found", "level", "exact"),
    [
        (facts(1), 1, 1.0),
        (facts(1, 2, 4), 2, 2.5),
        (facts(1, 2, 3), 3, 3.0),
        (facts(3, partly=True), 1, 1.0),
        (facts(3, echo=True), 1, 1.0),
        (facts(3, partly=True, echo=True), 0, 0.5),
        (facts(), 0, 0.0),
    ],
)
def test_facts_earn_their_level(found: list[Found], level: int, exact: float) -> None:
    assert rate(SPEED, found, scale=Scale(True, 0.0, 1.0)).height == level
    assert rate(SPEED, found, scale=READ).height == pytest.approx(exact)
    assert rate(SPEED, found, scale=READ).level == level


def test_a_false_claim_caps_the_level_and_costs_a_quarter_of_the_score() -> None:
    false = rate(SPEED, facts(1, 2, 3), [Found(1, "it is slower")], scale=READ)

    assert (false.level, false.height, false.wrong) == (1, 1.0, ("it is slower",))
    assert total([SPEED], [false], 1.0) == pytest.approx(0.25)


def test_a_reader_takes_the_cap_alone_and_gives_full_marks_at_the_whole() -> None:
    false = rate(SPEED, facts(1, 2, 3), [Found(1, "it is slower")], scale=READ)

    assert total([SPEED], [false], 0.5, scale=READ) == pytest.approx(1 / 3)
    assert total([SPEED], [rate(SPEED, facts(1, 2, 4), scale=READ)], 0.5, scale=READ) == pytest.approx(2.5 / 3)


def test_what_was_not_found_stays_open() -> None:
    assert rate(SPEED, facts(3)).open == ("a point", "a point", "a point")
    assert rate(SPEED, facts(3)).made == ("worth two",)
