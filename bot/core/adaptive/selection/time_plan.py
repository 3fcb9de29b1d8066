"""The time plan: a knapsack over the minutes and questions left, which prices a question.

A short question that tells a little less can be the better one, as it leaves room for another; where time is
plenty, or the questions run out first, it is not. Which holds here is planned through, not weighed by a rule of thumb.
"""

from collections.abc import Iterable
from itertools import accumulate, pairwise
from math import ceil

import numpy as np
from numpy.typing import NDArray

SLOTS = 10
"""Parts of a minute that are told apart; an item takes as many as it begins."""


class Budget:
    """The best that may follow, by the minutes then left; later questions are like those at hand.

    offers: minutes and gain of the items that may be asked now, in any order; gains in any unit.
    minutes, questions: what is left of the screening's limits, before the next question.
    Source: dynamic programming for the knapsack with a limit to the count, Bellman (1957).
    """

    def __init__(self, offers: Iterable[tuple[float, float]], minutes: float, questions: int) -> None:
        self._minutes = minutes
        best = np.zeros(int(minutes * SLOTS + 1e-9) + 1)
        kinds = [(slots, gain) for slots, gain in _best_by_length(offers) if slots < len(best)]
        for _ in range(questions - 1):
            longer = best.copy()
            for slots, gain in kinds:
                np.maximum(longer[slots:], best[:-slots] + gain, out=longer[slots:])
            best = longer
        self._best: NDArray[np.float64] = best

    def after(self, minutes: float) -> float:
        """Return what the questions after one of so many minutes could tell, at most, in the unit of the gains."""
        return float(self._best[max(0, int((self._minutes - minutes) * SLOTS + 1e-9))])


def _best_by_length(offers: Iterable[tuple[float, float]]) -> list[tuple[int, float]]:
    """Return lengths in slots, rising, with the best gain up to each; what gains nothing by its length is left out."""
    lengths = sorted((max(1, ceil(minutes * SLOTS - 1e-9)), gain) for minutes, gain in offers)
    best = list(accumulate(lengths, lambda so_far, one: (one[0], max(so_far[1], one[1])), initial=(0, 0.0)))
    return [one for before, one in pairwise(best) if one[1] > before[1]]
