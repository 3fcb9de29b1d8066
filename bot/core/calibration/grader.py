"""Grader calibration: learns the curve that brings a model's raw scores nearest to people's marks."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from bot.core.bank.grader_curve import FEWEST_MARKS, Curve
from bot.core.isotonic import rising

TRUST_IN_MODEL = 5.0
"""Answers' worth of belief, at each knot, that the raw score is right: few marks bend the curve little."""
KNOTS = tuple(k / 8 for k in range(9))


def learn(raw: Sequence[float], marks: Sequence[float], *, model: str, prompt: str, today: date) -> Curve:
    """Return the curve that brings raw scores nearest to people's marks without ever falling.

    raw, marks: shape (n,), both in [0, 1], of the same answers. Raises ValueError below FEWEST_MARKS answers.
    Isotonic regression on the knots, each pulled towards the raw score as if TRUST_IN_MODEL answers said so.
    """
    if len(raw) != len(marks) or len(raw) < FEWEST_MARKS:
        raise ValueError(f"a curve is learnt from at least {FEWEST_MARKS} answers, not {min(len(raw), len(marks))}")
    scores, wanted, knots = np.asarray(raw, float), np.asarray(marks, float), np.asarray(KNOTS)
    share = np.clip(1 - np.abs(scores[:, None] - knots) * (len(KNOTS) - 1), 0, 1)  # each answer, to its two knots
    weight = share.sum(axis=0) + TRUST_IN_MODEL
    error = ((wanted - scores)[:, None] * share).sum(axis=0)
    fitted = np.clip(rising(knots + error / weight, weight), 0, 1)
    after = np.interp(scores, knots, fitted)
    return Curve(
        model=model,
        prompt=prompt,
        raw=KNOTS,
        mark=tuple(round(float(m), 4) for m in fitted),
        answers=len(raw),
        rmse_before=round(float(np.sqrt(np.mean((scores - wanted) ** 2))), 4),
        rmse_after=round(float(np.sqrt(np.mean((after - wanted) ** 2))), 4),
        learnt_on=today,
    )
