"""Item response theory: graded response and partial credit curves."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


class Family(StrEnum):
    """Which curves an item's parameters belong to."""

    GRADED = "graded"
    """Samejima (1969): each threshold is where reaching its level becomes more likely than not."""
    PARTIAL_CREDIT = "partial_credit"
    """Muraki (1992): each threshold is where its level becomes likelier than the one below."""


@dataclass(frozen=True)
class Parameters:
    """An item whose curves are known. slope: in 1/logit, above 0; thresholds: of level 1, 2 …, in logits.

    For the graded family the thresholds rise; ValueError otherwise.
    """

    slope: float
    thresholds: tuple[float, ...]
    family: Family = Family.GRADED

    def __post_init__(self) -> None:
        if not self.slope > 0:
            raise ValueError(f"a slope is above 0, not {self.slope}")
        if self.family is Family.GRADED and list(self.thresholds) != sorted(self.thresholds):
            raise ValueError(f"thresholds of the graded family rise, unlike {self.thresholds}")

    def chances(self, ability: Array) -> Array:
        """Return the chances of each level at each ability, shape (n, levels); rows sum to 1."""
        curves = graded if self.family is Family.GRADED else partial_credit
        return curves(ability[:, None], np.float64(self.slope), np.asarray(self.thresholds, float))


def graded(ability: Array, slope: Array | np.float64, thresholds: Array) -> Array:
    """Return the chances of level 0, 1 … under the graded response model, each row summing to 1.

    ability and slope broadcast with thresholds, shape (…, m) in logits; the result has shape (…, m + 1).
    """
    at_least = 1 / (1 + np.exp(-slope * (ability - thresholds)))
    ones = np.ones((*at_least.shape[:-1], 1))
    chances: Array = np.concatenate([ones, at_least], axis=-1) - np.concatenate([at_least, 0 * ones], axis=-1)
    return chances


def partial_credit(ability: Array, slope: Array | np.float64, thresholds: Array) -> Array:
    """Return the same under the generalised partial credit model; shapes as for `graded`."""
    steps = np.cumsum(slope * (ability - thresholds), axis=-1)
    power = np.concatenate([np.zeros((*steps.shape[:-1], 1)), steps], axis=-1)
    weight = np.exp(power - power.max(axis=-1, keepdims=True))
    chances: Array = weight / weight.sum(axis=-1, keepdims=True)
    return chances
