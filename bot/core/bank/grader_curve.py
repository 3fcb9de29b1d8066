"""The recalibration curve of a model's scores: monotone, learnt from answers marked by both.

Zero-shot models mark harder than people do. The order that they find is worth more than the numbers.
"""

from datetime import date
from itertools import pairwise
from typing import Annotated

import numpy as np
from pydantic import Field, model_validator

from bot.core.bank.document import Document, Line

FEWEST_MARKS = 30
"""Answers marked by both that a curve can be learnt from."""

Share = Annotated[float, Field(ge=0, le=1)]


class Curve(Document):
    """What a model's raw scores mean, for one model and one prompt. `raw` and `mark` are knots, shape (n,) each."""

    model: Line
    prompt: Line
    """The digest of the prompt that the scores came from: with another one, the curve says nothing."""
    raw: tuple[Share, ...]
    mark: tuple[Share, ...]
    answers: int = Field(ge=FEWEST_MARKS)
    """How many answers it was learnt from."""
    rmse_before: float = Field(ge=0)
    rmse_after: float = Field(ge=0)
    learnt_on: date

    @model_validator(mode="after")
    def _rises(self) -> "Curve":
        if len(self.raw) != len(self.mark) or len(self.raw) < 2:
            raise ValueError("raw and mark need the same number of knots, at least two")
        if any(b <= a for a, b in pairwise(self.raw)) or any(b < a for a, b in pairwise(self.mark)):
            raise ValueError("raw must rise and mark must not fall")
        return self

    def recalibrated(self, score: float) -> float:
        """Return the score on people's scale, in [0, 1]."""
        return float(np.interp(score, self.raw, self.mark))


class Admission(Document):
    """That a model marked the frozen set well enough with one prompt, and how; what later markings are held against."""

    model: Line
    prompt: Line
    """The digest of the prompt: with another one, the model is another marker."""
    frozen: Line
    """The digest of the answers that it marked."""
    answers: int = Field(ge=1)
    rmse: float = Field(ge=0)
    """Of its scores beside people's."""
    far_off: Share
    """Share of its scores that are off by .5 or more, or that never came."""
    lowest_model_answer: Share
    """The least that it gave any of the bank's own model answers."""
    scores: dict[str, Share | None]
    """Its scores, by "item/sample"; None where it could tell nothing."""
    admitted_on: date


class Calibration(Document):
    """What is known of models as markers: curves that were learnt and admissions, by model and prompt."""

    curves: tuple[Curve, ...] = ()
    admissions: tuple[Admission, ...] = ()

    def admission_of(self, model: str, prompt: str) -> Admission | None:
        """Return the last admission of this model with this prompt; None if it was not admitted."""
        own = [a for a in self.admissions if (a.model, a.prompt) == (model, prompt)]
        return max(own, key=lambda a: a.admitted_on, default=None)

    def curve_for(self, model: str, prompt: str) -> Curve | None:
        """Return the curve of this model with this prompt; None if none was learnt."""
        return next((c for c in self.curves if (c.model, c.prompt) == (model, prompt)), None)
