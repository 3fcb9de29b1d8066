"""Likelihood tables: how likely each recorded score is at each ability, for items and graders.

A candidate meets an item once, so the average of the curves over what the item's parameters may be is its
exact marginal likelihood: not knowing an item well costs nothing when a session runs. Which family of curves
it was is a detail of how a table is made (see `families` and `fits`).
"""

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache, cached_property
from statistics import NormalDist
from types import MappingProxyType
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from bot.core.adaptive.estimation.irt import Parameters, graded
from bot.core.bank.item import Tier
from bot.core.isotonic import rising_ratios

Array = NDArray[np.float64]

GRID: Array = np.linspace(-4.0, 4.0, 81)
"""Abilities, in logits, shape (81,)."""
GRID.setflags(write=False)

TIER_LOCATION = {Tier.FUNDAMENTALS: -1.1, Tier.INTERMEDIATE: 0.0, Tier.ADVANCED: 1.1}
"""Where half the points of a tier's items are expected, in logits: at the mean ability of the tier's band,
whose cuts are -0.5 and 0.5. For standard normal applicants the outer bands' means are -1.14 and 1.14."""
LOCATION_SD = 0.6
"""Experts order items better than they place them, and a wide belief costs little where they are right."""
SLOPE_MEDIAN, SLOPE_LOG_SD = 1.2, 0.35
OFFSETS = np.array([-1.2, -0.4, 0.4, 1.2])
"""Where level 1 … 4 becomes more likely than not, around the item's location, in logits."""
LEVELS = len(OFFSETS) + 1
DRAWS = 250

GRADER_SPREAD = {"keyword": (1.0, 1.4), "llm": (0.75, 1.2), "person": (0.5, 0.8), "rule": (0.3, 0.3)}
"""SD of a grader's mark around the true level, in levels: of clear marks, and of those that it calls unsure.
With one mark in four unsure, they correlate with the truth of standard normal applicants by about 0.76, 0.83,
0.94 and 0.97. Published graders of short answers reach 0.5 to 0.75 by keywords and 0.8 by models."""
FLOOR = 0.005
"""Least chance of any mark whatever the truth: a freak mark must not outweigh all the others."""

EXPECTED_GRADER = "keyword"
"""Whose marks are expected: the least sure. Under any grader the items keep their order of usefulness."""
NEAR, NEAR_KNOWN = 0.2, 0.12
"""Items that fall short of the best by at most this share of a question's gain are as good: chance, and how often they
were shown, decide. Where items are known one by one, what sets them apart is real, and less of it is given away."""

Mark = tuple[str, bool]
"""Who marked, and whether the mark is ambiguous."""


class Named(Protocol):
    """Whatever an item's table is known by: an item, or an observation of one."""

    @property
    def tier(self) -> Tier:
        """Return the tier."""

    @property
    def key(self) -> str:
        """Return the item's id."""


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
    return graded(np.asarray(ability - location)[..., None], np.asarray(slope)[..., None], OFFSETS)


@cache
def drawn_levels(tier: Tier) -> Array:
    """Return the chance of each true level for each draw of a tier's parameters, shape (DRAWS, 81, 5)."""
    location, slope = parameter_draws(tier)
    return _frozen(level_chances(GRID, location[:, None], slope[:, None]))


@cache
def label_table(tier: Tier) -> Array:
    """Return the chance of each true level for an item of which only the label is known, (81, 5); rows sum to 1."""
    return _frozen(drawn_levels(tier).mean(axis=0))


@cache
def confusion(grader: str, ambiguous: bool = False) -> Array:
    """Return the chance of each recorded level (column) given the true one (row), shape (5, 5).

    grader: a key of `GRADER_SPREAD`; ValueError for another. Rows sum to 1; no entry is below `FLOOR`.
    A prior guess of normal noise, to be replaced by counts once enough answers are marked twice (see `fits`).
    """
    if grader not in GRADER_SPREAD:
        raise ValueError(f"no grader is called {grader!r}; know {sorted(GRADER_SPREAD)}")
    return floored(normal_noise(GRADER_SPREAD[grader][ambiguous]))


def normal_noise(spread: float) -> Array:
    """Return the chance of each recorded level (column) given the true one: normal noise, SD `spread` in levels."""
    levels = np.arange(LEVELS)
    noise = np.exp(-((levels[:, None] - levels) ** 2) / (2 * spread**2))
    share: Array = noise / noise.sum(axis=1, keepdims=True)
    return share


def floored(share: Array) -> Array:
    """Return rows that sum to 1 with no entry below `FLOOR`, read-only."""
    return _frozen(FLOOR + (1 - FLOOR * share.shape[-1]) * share)


class Tables:
    """What is known of items and graders while a session runs; the same digest means the same figures.

    levels: by item id, the chance of each true level at each ability, shape (81, 5); items without one are
    known by their tier's label. confusions: by mark, shape (5, 5); others are prior guesses.
    minutes: by item id, where measured. near: see `NEAR`.
    """

    def __init__(
        self,
        levels: Mapping[str, Array] = MappingProxyType({}),
        confusions: Mapping[Mark, Array] = MappingProxyType({}),
        minutes: Mapping[str, float] = MappingProxyType({}),
        near: float = NEAR,
    ) -> None:
        self.near = near
        self.minutes = dict(minutes)
        self._levels = {key: _frozen(np.array(table)) for key, table in sorted(levels.items())}
        self._confusions = dict(confusions)
        self._recorded: dict[tuple[str, Mark], Array] = {}

    @classmethod
    def known(
        cls, parameters: Mapping[str, Parameters], confusions: Mapping[Mark, Array] = MappingProxyType({})
    ) -> "Tables":
        """Return the tables of items whose parameters are known, by item id; each has four thresholds."""
        levels = {key: of.chances(GRID) for key, of in parameters.items()}
        return cls(levels, confusions, near=NEAR_KNOWN)

    def key_of(self, item: Named) -> str:
        """Return the name of an item's table; items known by their label alone share one."""
        return item.key if item.key in self._levels else item.tier.value

    def levels(self, item: Named) -> Array:
        """Return the chance of each true level at each ability, shape (81, 5); rows sum to 1."""
        return self._true(self.key_of(item))

    def confusion(self, grader: str, ambiguous: bool = False) -> Array:
        """Return the chance of each recorded level (column) given the true one (row), shape (5, 5)."""
        known = self._confusions.get((grader, ambiguous))
        return confusion(grader, ambiguous) if known is None else known

    def recorded(self, item: Named, grader: str, ambiguous: bool = False) -> Array:
        """Return the chance of each recorded level at each ability, shape (81, 5); rows sum to 1.

        Higher ability always favours the higher of two levels (see `monotone`), so that raising a score can
        never lower an estimate.
        """
        return self._recorded_by_key(self.key_of(item), (grader, ambiguous))

    def likelihood(self, item: Named, score: float, grader: str, ambiguous: bool = False) -> Array:
        """Return the chance of the score at each ability, shape (81,).

        score: in [0, 1], or ValueError; between two steps of a quarter it mixes the neighbouring columns.
        """
        return columns(self.recorded(item, grader, ambiguous), score)

    def expected(self, keys: Sequence[str]) -> Array:
        """Return the chance of each level that the expected grader records, shape (81, n * 5); n = len(keys)."""
        stack, place = self._expected
        return stack[:, [place[key] for key in keys]].reshape(len(GRID), -1)

    @cached_property
    def _expected(self) -> tuple[Array, dict[str, int]]:
        keys = [*self._levels, *(tier.value for tier in Tier)]
        stack = np.stack([self._recorded_by_key(key, (EXPECTED_GRADER, False)) for key in keys], axis=1)
        return _frozen(stack), {key: n for n, key in enumerate(keys)}

    @cached_property
    def version(self) -> str:
        """Return 16 hex digits that change when any table or expected time does."""
        keys = [*self._levels, *(tier.value for tier in Tier)]
        marks = sorted({*((g, a) for g in GRADER_SPREAD for a in (False, True)), *self._confusions})
        parts = [self._true(key).round(9).tobytes() for key in keys]
        parts += [self.confusion(*mark).round(9).tobytes() for mark in marks]
        parts += [repr((keys, marks, sorted(self.minutes.items()), self.near)).encode()]
        return hashlib.sha256(b"".join(parts)).hexdigest()[:16]

    def _true(self, key: str) -> Array:
        known = self._levels.get(key)
        return label_table(Tier(key)) if known is None else known

    def _recorded_by_key(self, key: str, mark: Mark) -> Array:
        if (key, mark) not in self._recorded:
            self._recorded[key, mark] = _frozen(rising_ratios(self._true(key) @ self.confusion(*mark)))
        return self._recorded[key, mark]


def columns(table: Array, score: float) -> Array:
    """Return the part of a table, shape (…, 5), that a score in [0, 1] falls on, shape (…).

    Between two steps of a quarter the neighbouring columns are mixed; ValueError outside the range.
    """
    if not 0 <= score <= 1:
        raise ValueError(f"a score lies in [0, 1], not at {score}")
    below = min(int(score * (LEVELS - 1)), LEVELS - 2)
    part = score * (LEVELS - 1) - below
    mixed: Array = (1 - part) * table[..., below] + part * table[..., below + 1]
    return mixed


def _frozen(array: Array) -> Array:
    array.setflags(write=False)
    return array


LABELS = Tables()
"""What is known before any screening: the items' labels, and guesses of the graders' errors."""
