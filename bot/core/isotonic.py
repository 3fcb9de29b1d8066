"""Isotonic regression (pool adjacent violators) and monotone likelihood ratios.

Averaging curves of unsure items, and a floor for freak marks, both bend the tails: far above an item, a
score of 0 and one of 1/4 become equally "freak", and without care the worse of the two could yield the
better estimate. Nobody could explain that to a candidate, so the tables are fitted to rule it out.
"""

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def rising_ratios(table: Array) -> Array:
    """Return the table nearest to the given one in which column k + 1 gains on column k along the rows.

    table: shape (n, m), positive, rows summing to 1. Returns the same shape, rows summing to 1.

    Column by column, the share of k + 1 in the two is replaced by its rising fit, weighted by how likely
    the two are: the most likely fit under that order. A table that is in order stays as it is.
    """
    odds = np.ones_like(table)
    for k in range(1, table.shape[1]):
        pair = table[:, k - 1] + table[:, k]
        share = rising(table[:, k] / pair, pair)
        odds[:, k] = odds[:, k - 1] * share / (1 - share)
    fitted: Array = odds / odds.sum(axis=1, keepdims=True)
    return fitted


def rising(values: Array, weights: Array) -> Array:
    """Return the non-decreasing sequence nearest to `values` in weighted squares, shape (n,).

    Pools adjacent violators. Source: Barlow, Bartholomew, Bremner & Brunk (1972).
    """
    blocks: list[tuple[float, float, int]] = []  # mean, weight, length
    for value, weight in zip(values.tolist(), weights.tolist(), strict=True):
        blocks.append((value, weight, 1))
        while len(blocks) > 1 and blocks[-2][0] >= blocks[-1][0]:
            (m1, w1, n1), (m2, w2, n2) = blocks[-2:]
            blocks[-2:] = [((m1 * w1 + m2 * w2) / (w1 + w2), w1 + w2, n1 + n2)]
    return np.repeat([mean for mean, _, _ in blocks], [length for _, _, length in blocks])
