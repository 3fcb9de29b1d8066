"""What another question is expected to tell, before it is asked."""

from functools import cache
from itertools import product

import numpy as np
from numpy.typing import NDArray

from bot.core.ability import chance_above
from bot.core.bank import Tier
from bot.core.path import Shape
from bot.core.posterior import Posterior
from bot.core.tables import GRID, tier_table

Array = NDArray[np.float64]

EXPECTED_GRADER = "keyword"
"""Whose marks are expected: the least sure. Under any grader the items keep their order of usefulness."""

DECISION_WEIGHT = 0.5
"""Weight of the decision at the bar against the size of the error; no blend was measurably better."""


def expected_gains(given: Posterior, bar: float) -> dict[Shape, float]:
    """Return by domain and tier what share of the open question one answer is expected to settle, in [0, 1].

    Half is the expected relative drop of the decision's entropy (at or above `bar`, or below), half that of
    the variance of general ability; both over the whole posterior, not at its mean.
    Source: van der Linden (1998), Bayesian item selection criteria, Psychometrika 63(2).
    """
    features = np.stack([np.ones_like(GRID), GRID, GRID**2, chance_above(bar)]) * given.general
    now = _uncertainty(features.sum(axis=1))
    sums = given.in_domains(features) @ _outcomes()  # (domains, features, tiers and levels)
    sums = np.moveaxis(sums, 1, 0).reshape(len(features), len(given.domains), len(Tier), -1)
    after = (sums[0] * _uncertainty(sums)).sum(axis=-1)  # (2, domains, tiers)
    # Far from the bar the decision is settled, and its entropy is rounding error: no drop, not a rise.
    entropy, variance = np.maximum(0.0, 1 - after / now[:, None, None])
    blend = DECISION_WEIGHT * entropy + (1 - DECISION_WEIGHT) * variance
    return dict(zip(product(given.domains, Tier), blend.ravel().tolist(), strict=True))


@cache
def _outcomes() -> Array:
    """Return the chance of each recorded level of an item of each tier, shape (81, tiers and levels)."""
    return np.concatenate([tier_table(tier, EXPECTED_GRADER) for tier in Tier], axis=1)


def _uncertainty(sums: Array) -> Array:
    """Return decision entropy (nats) and variance of general ability, shape (2, …).

    sums: shape (4, …), the weighted sums of 1, ability, its square and being above the bar.
    """
    mean, square, above = sums[1:] / sums[0]
    p = np.minimum(np.maximum(above, 1e-9), 1 - 1e-9)
    return np.stack([-p * np.log(p) - (1 - p) * np.log(1 - p), square - mean**2])
