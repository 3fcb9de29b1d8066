"""The ability estimate: theta and its standard error in logits, P(above the bar), the likeliest tier."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bot.core.adaptive.estimation.likelihoods import GRID, LABELS, Tables
from bot.core.adaptive.estimation.posterior import Observation, Posterior, posterior
from bot.core.bank.item import Tier
from bot.core.bank.role import Role

__all__ = ["Ability", "Observation", "Standing", "chance_above", "estimate", "standing"]

Array = NDArray[np.float64]

CUTS = (-0.5, 0.5)
"""Abilities that part the three tiers, in logits."""


@dataclass(frozen=True)
class Ability:
    """Posterior mean, SD and the central 90 % (5 % to 95 %), all in logits."""

    theta: float
    se: float
    interval90: tuple[float, float]


@dataclass(frozen=True)
class Standing(Ability):
    """General ability and what follows from it.

    p_bar: chance that ability is at or above the role's bar.
    bands: chance of each tier's band of ability; they sum to 1.
    domains: ability in each domain of the role, asked about or not.
    """

    p_bar: float
    bands: Mapping[Tier, float]
    domains: Mapping[str, Ability]


def estimate(observations: Iterable[Observation], role: Role, tables: Tables = LABELS) -> Standing:
    """Return where the candidate stands, computed anew from all graded answers; with none, the prior.

    Neither the order of the answers nor an earlier estimate matters. Raising one score never lowers `theta`
    or `p_bar`. Ability is taken to lie within -4 and 4.
    Source: expected a posteriori, Bock & Mislevy (1982), Applied Psychological Measurement 6(4).
    """
    return standing(posterior(observations, role, tables), role)


def standing(given: Posterior, role: Role) -> Standing:
    """Return the figures that a posterior comes to."""
    whole, *parts = _abilities(np.vstack([given.general, given.in_domains(given.general[None])[:, 0]]))
    p_bar, above_low, above_high = (_above(given.general, cut) for cut in (role.bar, *CUTS))
    return Standing(
        theta=whole.theta,
        se=whole.se,
        interval90=whole.interval90,
        p_bar=p_bar,
        bands={
            Tier.FUNDAMENTALS: 1 - above_low,
            Tier.INTERMEDIATE: above_low - above_high,
            Tier.ADVANCED: above_high,
        },
        domains=dict(zip(given.domains, parts, strict=True)),
    )


@lru_cache(maxsize=64)
def chance_above(cut: float) -> Array:
    """Return weights w, shape (81,), such that p @ w is the chance of ability at or above `cut` (logits).

    They are the integral of the cubic that runs through the grid's points, so that a cut may lie anywhere;
    the error is below 1e-4 for posteriors with an SD of 0.35 or more.
    Source: Keys (1981), Cubic convolution interpolation, IEEE Trans. ASSP 29(6).
    """
    u = np.clip((GRID - cut) / (GRID[1] - GRID[0]), -2, 2)
    v = np.abs(u)
    near = v - 5 / 6 * v**3 + 3 / 8 * v**4
    far = 2 * v - 2 * v**2 + 5 / 6 * v**3 - v**4 / 8 - 1 / 6
    weights: Array = 0.5 + np.sign(u) * np.where(v <= 1, near, far)
    weights.setflags(write=False)
    return weights


def tier_at(theta: float) -> Tier:
    """Return the tier whose band holds an ability (logits). The middle band is narrow: it is seldom the likeliest
    one, and a candidate between the cuts would else be shown as one of the extremes.
    """
    low, high = CUTS
    if theta < low:
        return Tier.FUNDAMENTALS
    return Tier.INTERMEDIATE if theta < high else Tier.ADVANCED


def _above(weights: Array, cut: float) -> float:
    return min(1.0, max(0.0, float(weights @ chance_above(cut))))


def _abilities(weights: Array) -> list[Ability]:
    """Return the figures of each row of weights, shape (n, 81)."""
    theta = weights @ GRID
    se = (weights @ GRID**2 - theta**2) ** 0.5
    # Half of a point's own weight lies below it.
    below = np.cumsum(weights, axis=1) - weights / 2
    return [Ability(float(mean), float(sd), _interval(row)) for mean, sd, row in zip(theta, se, below, strict=True)]


def _interval(below: Array) -> tuple[float, float]:
    low, high = np.interp((0.05, 0.95), below, GRID)
    return float(low), float(high)
