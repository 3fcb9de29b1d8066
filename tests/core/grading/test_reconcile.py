"""Two graders, one grade: what counts, and when a person is asked for."""

from dataclasses import replace
from datetime import date

import pytest

from bot.core.bank.grader_curve import Curve
from bot.core.bank.rubric import Colour
from bot.core.grading.grade import ORDERS, Evidence, Flag, Found, Grade, Rating, Source
from bot.core.grading.keywords.grader import RULES_ONLY
from bot.core.grading.reconcile import OTHERS_AGREE, reconcile, wants_second

GREEN = Flag("figures", Colour.GREEN, "Gives figures", Evidence("900", 0, 3))
RED = Flag("reversed", Colour.RED, "Reversed", Evidence("PCIe", 0, 4))


def marks(score: float | None, *levels: int | None, source: Source = Source.LLM, **fields: object) -> Grade:
    ratings = tuple(Rating(f"c{n}", level, 2) for n, level in enumerate(levels))
    return replace(Grade(score, ratings, (), source), **fields)  # type: ignore[arg-type] # by name


def rules(score: float | None, *levels: int, **fields: object) -> Grade:
    return marks(score, *levels, source=Source.KEYWORD, notes=(RULES_ONLY,), **fields)


def test_agreement_needs_nobody() -> None:
    grade = reconcile(rules(0.7, 1, 2), [marks(0.75, 1, 2)])

    assert (grade.score, grade.raw_score, grade.reasons, grade.source) == (0.75, 0.75, (), Source.LLM)


@pytest.mark.parametrize(("theirs", "ours", "score"), [(1.0, 0.2, 0.6), (0.1, 0.8, 0.45)])
def test_far_apart_neither_is_trusted_beyond_half_way(theirs: float, ours: float, score: float) -> None:
    grade = reconcile(rules(ours, 1), [marks(theirs, 1)])

    assert grade.score == pytest.approx(score)
    assert grade.needs_person


def test_rules_that_could_not_read_do_not_vote() -> None:
    blind = rules(0.1, 0, blind=("most words are unknown",), reasons=("most words are unknown",))
    false = replace(blind, ratings=(replace(blind.ratings[0], mistakes=(Found(1, "PCIe is faster"),)),))

    for seen in (blind, false):
        grade = reconcile(seen, [marks(0.9, 2)])
        assert (grade.score, grade.reasons) == (0.9, ())
        assert grade.notes == ("only the model has read it: most words are unknown",)


def test_where_the_rules_gave_no_mark_the_models_stands_and_a_person_looks() -> None:
    grade = reconcile(rules(None, blind=("it is German",), reasons=("it is German",)), [marks(0.9, 2)])

    assert (grade.score, grade.reasons) == (0.9, ("it is German",))


def test_an_answer_that_speaks_to_the_grader_is_marked_by_the_rules() -> None:
    for by_rules, by_model in (
        (rules(0.1, 0, reasons=(ORDERS,)), marks(0.3, 1)),
        (rules(0.1, 0), marks(0.3, 1, reasons=(ORDERS,))),
    ):
        grade = reconcile(by_rules, [by_model])
        assert (grade.score, grade.source) == (0.1, Source.KEYWORD)
        assert ORDERS in grade.reasons


def test_flags_of_both_are_joined_once_each() -> None:
    grade = reconcile(rules(0.5, 1, flags=(RED, GREEN)), [marks(0.5, 1, flags=(GREEN,))])

    assert [f.id for f in grade.flags] == ["figures", "reversed"]


def test_many_untold_criteria_need_a_person_and_one_of_many_does_not() -> None:
    one = reconcile(rules(0.5, 1, 1, 1, 1), [marks(0.5, 1, 1, 1, None)])
    two = reconcile(rules(0.5, 1, 1, 1, 1), [marks(0.5, 1, 1, None, None)])

    assert not one.needs_person
    assert two.reasons == ("the model could not prove its mark on c2, c3",)


def test_nothing_told_leaves_the_rules_mark() -> None:
    grade = reconcile(rules(0.5, 1), [marks(None, None)])

    assert (grade.score, grade.source, grade.needs_person) == (0.5, Source.KEYWORD, True)


def test_two_readings_that_differ_need_a_person_and_the_first_counts() -> None:
    same = reconcile(rules(0.6, 1), [marks(0.6, 1), marks(0.6, 1)])
    other = reconcile(rules(0.6, 1), [marks(0.6, 1), marks(0.7, 1)])

    assert not same.needs_person
    assert (other.score, other.needs_person) == (0.6, True)


def test_readings_of_two_models_agree_when_they_are_as_near_as_people() -> None:
    def apart(second: float) -> bool:
        return reconcile(rules(0.6, 1), [marks(0.6, 1), marks(second, 1)], agree=OTHERS_AGREE).needs_person

    assert (apart(0.69), apart(0.51), apart(0.72), apart(0.48)) == (False, False, True, True)


def test_a_false_claim_under_full_marks_needs_a_person() -> None:
    false = rules(0.6, 0)
    false = replace(false, ratings=(replace(false.ratings[0], mistakes=(Found(1, "PCIe is faster"),)),))

    assert reconcile(false, [marks(0.7, 2)]).reasons == (
        'the rules found a false claim on "c0" that the model marked in full',
    )
    assert reconcile(false, [marks(0.5, 1)]).reasons == ()


def test_the_rules_points_are_kept_for_the_probes() -> None:
    ours = rules(0.5, 1)
    ours = replace(ours, ratings=(replace(ours.ratings[0], found=(Found(1, "a"),), open=("b",)),))

    [rating] = reconcile(ours, [marks(0.5, 1)]).ratings

    assert (rating.made, rating.open) == (("a",), ("b",))


@pytest.mark.parametrize(
    ("score", "twice"),
    [(0.0, False), (0.45, False), (0.5, True), (0.6, True), (0.69, True), (0.75, False), (1.0, False), (None, False)],
)
def test_scores_near_a_boundary_of_the_decision_are_read_twice(score: float | None, twice: bool) -> None:
    assert wants_second(score, (0.6,)) is twice
    assert not wants_second(score, ())


def test_a_person_is_asked_for_from_three_untold_criteria_in_eight_and_not_for_three_in_ten() -> None:
    eight = reconcile(rules(0.5, *[1] * 8), [marks(0.5, *[1] * 5, None, None, None)])
    ten = reconcile(rules(0.5, *[1] * 10), [marks(0.5, *[1] * 7, None, None, None)])

    assert eight.needs_person
    assert not ten.needs_person


def test_a_curve_moves_the_score_that_counts_and_the_raw_one_stays() -> None:
    halves = Curve(
        model="m", prompt="p", raw=(0.0, 1.0), mark=(0.0, 0.5), answers=100, rmse_before=0.2, rmse_after=0.1,
        learnt_on=date(2026, 11, 25),
    )  # fmt: skip

    moved = reconcile(rules(0.4, 1), [marks(0.8, 1)], halves)
    untold = reconcile(rules(0.4, 1), [marks(None, None)], halves)

    assert moved.score == pytest.approx(0.4)
    assert (moved.raw_score, moved.reasons) == (0.8, ())
    assert (untold.score, untold.source) == (0.4, Source.KEYWORD)


@pytest.mark.parametrize(
    ("first", "second", "says"),
    [(0.6, 0.605, "0.60 and 0.60"), (0.6, 0.7, "0.60 and 0.70"), (0.6, None, "0.60 and no mark"), (None, None, None)],
)
def test_readings_that_differ_at_all_are_named_and_two_that_tell_nothing_agree(
    first: float | None, second: float | None, says: str | None
) -> None:
    reasons = reconcile(rules(0.6, 1), [marks(first, 1), marks(second, 1)]).reasons

    assert [r for r in reasons if "two readings" in r] == (
        [f"two readings by the model differ: {says}"] if says else []
    )
