"""The expected information of an item, before it is asked."""

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from bot.core.adaptive.estimation.ability import chance_above
from bot.core.adaptive.estimation.likelihoods import GRID, LABELS, Tables
from bot.core.adaptive.estimation.posterior import Posterior

Array = NDArray[np.float64]

Place = tuple[str, str]
"""A domain and the name of a table: to the engine, items alike in both are alike."""

DECISION_WEIGHT = 0.5
"""Weight of the decision at the bar against the size of the error; no blend was measurably better."""


def expected_gains(
    given: Posterior, bar: float, shapes: Iterable[Place], tables: Tables = LABELS
) -> dict[Place, float]:
    """Return by domain and table what share of the open question one answer is expected to settle, in [0, 1].

    shapes: the domain and the name of the table (`Tables.key_of`) of each item in question.
    Half is the expected relative drop of the decision's entropy (at or above `bar`, or below), half that of
    the variance of general ability; both over the whole posterior, not at its mean.
    Source: van der Linden (1998), Bayesian item selection criteria, Psychometrika 63(2).
    """
    features = np.stack([np.ones_like(GRID), GRID, GRID**2, chance_above(bar)]) * given.general
    now = _uncertainty(features.sum(axis=1))
    carried = dict(zip(given.domains, given.in_domains(features), strict=True))
    wanted = sorted(set(shapes))
    keys = {d: [key for _, key in group] for d, group in groupby(wanted, itemgetter(0))}
    sums = np.concatenate([carried[d] @ tables.expected(of) for d, of in keys.items()], axis=1)
    sums = sums.reshape(len(features), len(wanted), -1)  # (features, items, levels)
    after = (sums[0] * _uncertainty(sums)).sum(axis=-1)  # (2, items)
    # Far from the bar the decision is settled, and its entropy is rounding error: no drop, not a rise.
    entropy, variance = np.maximum(0.0, 1 - after / now[:, None])
    blend = DECISION_WEIGHT * entropy + (1 - DECISION_WEIGHT) * variance
    return dict(zip(wanted, blend.tolist(), strict=True))


def _uncertainty(sums: Array) -> Array:
    """Return decision entropy (nats) and variance of general ability, shape (2, …).

    sums: shape (4, …), the weighted sums of 1, ability, its square and being above the bar.
    """
    mean, square, above = sums[1:] / sums[0]
    p = np.minimum(np.maximum(above, 1e-9), 1 - 1e-9)
    return np.stack([-p * np.log(p) - (1 - p) * np.log(1 - p), square - mean**2])
