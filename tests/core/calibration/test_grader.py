"""Curves that put a model's scores on people's scale."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.core.bank.grader_curve import FEWEST_MARKS, Calibration, Curve
from bot.core.calibration.grader import learn

TODAY = date(2026, 11, 24)
SHARE = st.floats(0, 1)
PAIRS = st.lists(st.tuples(SHARE, SHARE), min_size=FEWEST_MARKS, max_size=120)


def learnt(pairs: list[tuple[float, float]]) -> Curve:
    return learn([r for r, _ in pairs], [m for _, m in pairs], model="a-model", prompt="p1", today=TODAY)


@given(PAIRS, SHARE, SHARE)
def test_a_curve_never_falls_and_stays_in_range(pairs: list[tuple[float, float]], a: float, b: float) -> None:
    curve = learnt(pairs)
    low, high = sorted((a, b))

    assert 0 <= curve.recalibrated(low) <= curve.recalibrated(high) <= 1


def test_a_model_that_marks_hard_is_brought_nearer_to_people() -> None:
    pairs = [(k / 120, min(1.0, k / 120 + 0.25)) for k in range(120)]

    curve = learnt(pairs)

    assert curve.rmse_after < curve.rmse_before / 2
    assert curve.recalibrated(0.5) == pytest.approx(0.7, abs=0.08)


def test_a_model_that_marks_as_people_do_is_left_alone() -> None:
    curve = learnt([(k / 60, k / 60) for k in range(61)])

    assert all(curve.recalibrated(k / 10) == pytest.approx(k / 10, abs=0.01) for k in range(11))


def test_few_marks_bend_the_curve_little() -> None:
    few, many = learnt([(0.5, 0.9)] * 30), learnt([(0.5, 0.9)] * 3000)

    assert 0.5 < few.recalibrated(0.5) < many.recalibrated(0.5) < 0.9
    assert few.recalibrated(0.0) == 0.0


def test_too_few_marks_teach_nothing() -> None:
    with pytest.raises(ValueError, match="at least 30 answers, not 29"):
        learnt([(0.5, 0.5)] * 29)


def test_a_curve_is_for_one_model_and_one_prompt() -> None:
    curve = learnt([(0.5, 0.5)] * 30)
    calibration = Calibration(curves=(curve,))

    assert calibration.curve_for("a-model", "p1") is curve
    assert calibration.curve_for("a-model", "p2") is None
    assert calibration.curve_for("b-model", "p1") is None


@pytest.mark.parametrize(
    ("raw", "mark"), [((0.0, 1.0), (0.0,)), ((0.0, 0.0), (0.0, 1.0)), ((0.0, 1.0), (0.5, 0.4)), ((0.0,), (0.0,))]
)
def test_a_curve_that_falls_is_refused(raw: tuple[float, ...], mark: tuple[float, ...]) -> None:
    with pytest.raises(ValidationError):
        Curve(model="m", prompt="p", raw=raw, mark=mark, answers=30, rmse_before=0.1, rmse_after=0.1, learnt_on=TODAY)
