"""Learned item and grader parameters (fits), a document that sessions name by its digest.

An old one stays where it is, so that a past recommendation can be repeated with the tables it rested on.
"""

from collections.abc import Container, Mapping
from datetime import date
from functools import cached_property
from typing import Annotated

import numpy as np
from pydantic import Field, model_validator

from bot.core.adaptive.estimation.likelihoods import (
    DRAWS,
    LEVELS,
    NEAR,
    NEAR_KNOWN,
    Array,
    Mark,
    Tables,
    drawn_levels,
    floored,
)
from bot.core.bank.document import Document, Slug
from bot.core.bank.item import Tier
from bot.core.grading.grade import Source

Share = Annotated[float, Field(ge=0, le=1)]
Count = Annotated[int, Field(ge=0)]

PACE_SD = 0.4
"""Log SD of one answer's time around its candidate's own speed, before any was measured."""
SURE_OUTSIDE = 0.95
"""Chance of lying beyond one edge of its tier from which an item is said to contradict its label: the central
90 % of its location then leaves the tier."""


class ItemFit(Document):
    """One item. location, location_sd in logits, slope in 1/logit: mean and SD, after `answers` answers.

    bands: chance that the location lies in each tier's band. weights: of the tier's parameter draws, those above
    zero, as pairs of index and weight. stem: 16 hex digits of the wording that was asked.
    minutes: what an answer is expected to take; None where no times were known.
    """

    item: Slug
    tier: Tier
    stem: str
    answers: Count
    location: float
    location_sd: float = Field(ge=0)
    slope: float = Field(gt=0)
    bands: dict[Tier, Share]
    minutes: float | None = Field(default=None, gt=0)
    weights: tuple[tuple[int, float], ...]

    @model_validator(mode="after")
    def _whole(self) -> "ItemFit":
        if any(not 0 <= draw < DRAWS or weight < 0 for draw, weight in self.weights) or not self.weights:
            raise ValueError(f"weights belong to draws 0 to {DRAWS - 1} and are not negative")
        return self

    @property
    def behaves_like(self) -> Tier | None:
        """Return the tier that the item behaves like where its data contradict its label, else None."""
        below = sum(share for tier, share in self.bands.items() if tier.rank < self.tier.rank)
        above = sum(share for tier, share in self.bands.items() if tier.rank > self.tier.rank)
        if max(below, above) < SURE_OUTSIDE:
            return None
        return max(self.bands, key=lambda tier: self.bands[tier])

    @property
    def levels(self) -> Array:
        """Return the chance of each true level at each ability, shape (81, 5)."""
        draws, weights = (np.array(column) for column in zip(*self.weights, strict=True))
        table: Array = np.tensordot(weights / weights.sum(), drawn_levels(self.tier)[draws], axes=1)
        return table


class GraderFit(Document):
    """A grader's errors, from answers that a person has marked as well; rows: true level, columns: recorded."""

    grader: Source
    ambiguous: bool
    answers: Count
    rows: tuple[tuple[Share, ...], ...]

    @model_validator(mode="after")
    def _square(self) -> "GraderFit":
        table = np.array(self.rows)
        if table.shape != (LEVELS, LEVELS) or np.abs(table.sum(axis=1) - 1).max() > 1e-4:
            raise ValueError(f"rows are {LEVELS} times {LEVELS} shares, each row adding up to 1")
        return self


class Fits(Document):
    """All that was learnt at one time. mean, sd: of the applicants' ability, in logits, for people to compare.

    sessions: whose answers count; left_out: those that were unusual or not finished.
    pace_sd: log SD of one answer's time around its candidate's own speed.
    held: items that a person keeps at their label whatever the data say.
    """

    learnt_on: date
    sessions: Count
    left_out: Count
    mean: float
    sd: float = Field(gt=0)
    pace_sd: float = Field(default=PACE_SD, gt=0)
    items: tuple[ItemFit, ...] = ()
    graders: tuple[GraderFit, ...] = ()
    held: tuple[Slug, ...] = ()

    @cached_property
    def tables(self) -> Tables:
        """Return the tables that sessions run on."""
        confusions: Mapping[Mark, Array] = {
            (g.grader.value, g.ambiguous): floored(np.array(g.rows)) for g in self.graders
        }
        free = [fit for fit in self.items if fit.item not in self.held]
        levels = {fit.item: fit.levels for fit in free}
        minutes = {fit.item: fit.minutes for fit in self.items if fit.minutes is not None}
        return Tables(levels, confusions, minutes, NEAR_KNOWN if levels else NEAR)

    def of(self, stems: Container[tuple[str, str]]) -> "Fits":
        """Return the fits without items whose wording is another by now; stems: pairs of item id and stem digest."""
        current = tuple(fit for fit in self.items if (fit.item, fit.stem) in stems)
        if len(current) == len(self.items):
            return self
        # Not `model_copy`: it would take the digest and the tables along.
        return Fits(**{name: getattr(self, name) for name in type(self).model_fields} | {"items": current})
