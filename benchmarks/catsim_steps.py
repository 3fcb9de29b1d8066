"""The same steps by catsim, the adaptive-testing library that others would take: right and wrong only."""

from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from io import StringIO
from time import process_time

import numpy as np
from catsim.estimation import NumericalSearchEstimator
from catsim.item_bank import ItemBank
from catsim.selection import MaxInfoSelector

from bot.core.adaptive.estimation.likelihoods import SLOPE_MEDIAN, TIER_LOCATION
from bot.core.bank.item import Item


def steps_by_catsim(items: Sequence[Item], scores: Mapping[str, float], answers: int) -> tuple[float, list[float]]:
    """Return ability after `answers` answers, and the CPU seconds of each step up to there.

    Half the points count as right.
    """
    parameters = [[SLOPE_MEDIAN, TIER_LOCATION[item.tier], 0.0, 1.0] for item in items]
    with redirect_stdout(StringIO()):  # it prints an empty line for each bank
        bank = ItemBank(np.array(parameters))
    selector, estimator = MaxInfoSelector(), NumericalSearchEstimator()
    asked: list[int] = []
    right: list[bool] = []
    theta, costs = 0.0, []
    for _ in range(answers + 1):
        began = process_time()
        if asked:
            theta = estimator.estimate(item_bank=bank, administered_items=asked, response_vector=right, est_theta=theta)
        chosen = selector.select(item_bank=bank, administered_items=asked, est_theta=theta)
        costs.append(process_time() - began)
        if chosen is None:
            break
        asked.append(chosen)
        right.append(scores[items[chosen].id] >= 0.5)
    return theta, costs
