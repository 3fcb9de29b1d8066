"""Items as tables: how likely each recorded score is at each ability, with all that is unsure averaged out.

A candidate meets an item once, so the average of the curves over what the item's parameters may be is its
exact marginal likelihood: not knowing an item well costs nothing when a session runs. Which family of curves
it was (graded response, Samejima 1969) is a detail of this file.
"""

import hashlib
from functools import cache
from statistics import NormalDist
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.core.bank import Tier
from bot.core.monotone import rising_ratios

Array = NDArray[np.float64]

GRID: Array = np.linspace(-4.0, 4.0, 81)
"""Abilities, in logits, shape (81,)."""
GRID.setflags(write=False)

TIER_LOCATION = {Tier.FUNDAMENTALS: -1.1, Tier.INTERMEDIATE: 0.0, Tier.ADVANCED: 1.1}
"""Where half the points of a tier's items are expected, in logits: at the mean ability of the tier's band,
whose cuts are -0.5 and 0.5. For standard normal applicants the outer bands' means are -1.14 and 1.14."""
LOCATION_SD = 0.65
"""Experts order items better than they place them, and a wide belief costs little where they are right."""
SLOPE_MEDIAN, SLOPE_LOG_SD = 1.1, 0.35
OFFSETS = np.array([-1.2, -0.4, 0.4, 1.2])
"""Where level 1 … 4 becomes more likely than not, around the item's location, in logits."""
DRAWS = 250

GRADER_SPREAD = {"keyword": 1.1, "llm": 0.9, "person": 0.5, "rule": 0.3}
"""SD of a grader's mark around the true level, in levels. For standard normal applicants the marks then
correlate with the truth by about 0.76, 0.83, 0.94 and 0.97. Published graders of short answers reach 0.5 to
0.75 by keywords and 0.8 by models, on questions whose rubrics were not written for them."""
FLOOR = 0.005
"""Least chance of any mark whatever the truth: a freak mark must not outweigh all the others."""


class Tiered(Protocol):
    """Whatever carries a tier: an item, or an observation of one."""

    @property
    def tier(self) -> Tier:
        """Return the tier."""


def parameter_draws(tier: Tier) -> tuple[Array, Array]:
    """Return locations (logits) and slopes (1/logit) spread evenly over the tier's prior, each (DRAWS,).

    A low-discrepancy sequence, not chance: Roberts's R2, steps by powers of the plastic number's inverse.
    """
    plastic = 1.3247179572447460
    steps = np.outer(np.arange(1, DRAWS + 1), [1 / plastic, 1 / plastic**2])
    normal = np.vectorize(NormalDist().inv_cdf)((0.5 + steps) % 1)
    return item_parameters(tier, normal[:, 0], normal[:, 1])


def item_parameters(tier: Tier, z_location: Array, z_slope: Array) -> tuple[Array, Array]:
    """Return locations (logits) and slopes (1/logit) from standard normal numbers, by the tier's prior."""
    return TIER_LOCATION[tier] + LOCATION_SD * z_location, SLOPE_MEDIAN * np.exp(SLOPE_LOG_SD * z_slope)


def level_chances(ability: Array, location: Array, slope: Array) -> Array:
    """Return the chances of level 0 … 4 under the graded response model, shape (…, 5), each row summing to 1.

    ability, location (logits), slope (1/logit): shapes that broadcast to (…).
    """
    shifted = np.asarray(ability - location)[..., None] - OFFSETS
    at_least = 1 / (1 + np.exp(-np.asarray(slope)[..., None] * shifted))
    ones = np.ones((*at_least.shape[:-1], 1))
    chances: Array = np.concatenate([ones, at_least], axis=-1) - np.concatenate([at_least, 0 * ones], axis=-1)
    return chances


def item_table(item: Tiered) -> Array:
    """Return the chance of each true level at each ability, shape (81, 5); rows sum to 1.

    Items of one tier share a table as long as only the label is known about them.
    """
    return _true_table(item.tier)


@cache
def _true_table(tier: Tier) -> Array:
    location, slope = parameter_draws(tier)
    return _frozen(level_chances(GRID[:, None], location, slope).mean(axis=1))


@cache
def confusion(grader: str) -> Array:
    """Return the chance of each recorded level (column) given the true one (row), shape (5, 5).

    grader: a key of `GRADER_SPREAD`; ValueError for another. Rows sum to 1; no entry is below `FLOOR`.
    A prior guess of normal noise, to be replaced by counts once enough answers are marked twice.
    """
    if grader not in GRADER_SPREAD:
        raise ValueError(f"no grader is called {grader!r}; know {sorted(GRADER_SPREAD)}")
    levels = np.arange(len(OFFSETS) + 1)
    noise = np.exp(-((levels[:, None] - levels) ** 2) / (2 * GRADER_SPREAD[grader] ** 2))
    share = noise / noise.sum(axis=1, keepdims=True)
    return _frozen(FLOOR + (1 - FLOOR * len(levels)) * share)


def recorded_table(item: Tiered, grader: str) -> Array:
    """Return the chance of each recorded level at each ability, shape (81, 5); rows sum to 1.

    Higher ability always favours the higher of two levels (see `monotone`), so that raising a score can
    never lower an estimate.
    """
    return tier_table(item.tier, grader)


@cache
def tier_table(tier: Tier, grader: str) -> Array:
    """Return the recorded table that the items of a tier share, shape (81, 5)."""
    return _frozen(rising_ratios(_true_table(tier) @ confusion(grader)))


def likelihood(item: Tiered, score: float, grader: str) -> Array:
    """Return the chance of the score at each ability, shape (81,).

    score: in [0, 1], or ValueError; between two steps of a quarter it mixes the neighbouring columns.
    """
    if not 0 <= score <= 1:
        raise ValueError(f"a score lies in [0, 1], not at {score}")
    table = recorded_table(item, grader)
    below = min(int(score * len(OFFSETS)), len(OFFSETS) - 1)
    part = score * len(OFFSETS) - below
    mixed: Array = (1 - part) * table[:, below] + part * table[:, below + 1]
    return mixed


@cache
def tables_version() -> str:
    """Return 16 hex digits that change when any table does; kept with a session, to repeat it by."""
    parts = [tier_table(tier, grader).round(9).tobytes() for tier in Tier for grader in sorted(GRADER_SPREAD)]
    return hashlib.sha256(b"".join(parts)).hexdigest()[:16]


def _frozen(array: Array) -> Array:
    array.setflags(write=False)
    return array
