"""The posterior over ability on a grid: a general ability, and one for each domain.

Ability in a domain is the general one plus a deviation of the domain, normal with SD `DOMAIN_SD`. The
deviation is summed out on the grid, so that one domain's luck cannot decide alone, and so that a second
question in a domain tells less than one in a fresh domain.
Source: the bi-factor model, Gibbons & Hedeker (1992), Psychometrika 57(3), with known spreads.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bot.core.adaptive.estimation.likelihoods import GRID, LABELS, Tables
from bot.core.bank.item import Tier
from bot.core.bank.role import Role

Array = NDArray[np.float64]

DOMAIN_SD = 0.35
"""SD of a domain's deviation from general ability, in logits."""


@dataclass(frozen=True)
class Observation:
    """One graded answer. `score` is in [0, 1]; `grader` is keyword, llm, person or rule.

    ambiguous: the grader itself is unsure; the score could as well be a step higher or lower.
    looked: a person has set marks of it; that moves the score alone, not how much it says.
    """

    item_id: str
    domain: str
    tier: Tier
    score: float
    grader: str
    ambiguous: bool = False
    looked: bool = False

    @property
    def key(self) -> str:
        """Return the item's id."""
        return self.item_id


@dataclass(frozen=True)
class Posterior:
    """Weights on `GRID`, given all answers.

    general: shape (81,), summing to 1: general ability.
    domains: the names of the rows below, d of them.
    evidence: shape (d, 81), largest 1: how likely a domain's answers are by ability in it.
    marginal: shape (d, 81): the same by general ability, with the domain's deviation summed out.
    """

    general: Array
    domains: tuple[str, ...]
    evidence: Array
    marginal: Array

    def in_domains(self, features: Array) -> Array:
        """Return weights on general ability, shape (k, 81), carried over to ability in each domain, (d, k, 81).

        A domain's own answers say where in it each general ability is likely to be. Sums are kept.
        """
        carried: Array = ((features / self.marginal[:, None]) @ _KERNEL) * self.evidence[:, None]
        return carried


def posterior(observations: Iterable[Observation], role: Role, tables: Tables = LABELS) -> Posterior:
    """Return what the answers say, from scratch: nothing is carried over from an earlier call.

    The answers are taken in the order of their items, so that the order in which they came cannot matter,
    not even in the last digit.
    """
    seen = sorted(observations, key=lambda o: (o.domain, o.item_id, o.score, o.grader, o.ambiguous))
    return _posterior(tuple(seen), tuple(sorted(role.domains)), role.prior.mean, role.prior.sd, tables)


# Between two answers it is asked for twice: to say where the candidate stands, and to choose what comes next.
@lru_cache(maxsize=64)
def _posterior(
    seen: tuple[Observation, ...], domains: tuple[str, ...], mean: float, sd: float, tables: Tables
) -> Posterior:
    evidence = dict.fromkeys(domains, np.ones_like(GRID))
    for one in seen:
        product = evidence.get(one.domain, 1.0) * tables.likelihood(one, one.score, one.grader, one.ambiguous)
        evidence[one.domain] = product / product.max()
    rows = np.array(list(evidence.values()))
    marginal = carried_over(rows)
    prior = _TRAPEZOID * np.exp(-(((GRID - mean) / sd) ** 2) / 2)
    general = prior * marginal.prod(axis=0)
    general /= general.sum()
    for shared in (general, rows, marginal):
        shared.setflags(write=False)
    return Posterior(general, tuple(evidence), rows, marginal)


def carried_over(evidence: Array) -> Array:
    """Return how likely a domain's answers are by general ability, from how likely by ability in it; (…, 81)."""
    marginal: Array = evidence @ _KERNEL.T
    return marginal


def ability_within(others: Array, evidence: Array) -> Array:
    """Return weights of ability in a domain, (81,), from those of general ability and the domain's own evidence.

    others: general ability by all that lies outside the domain, shape (81,).
    """
    within: Array = (others @ _KERNEL) * evidence
    return within


# The ends of the grid stand for half as much of the line as a point within.
_TRAPEZOID = np.where(np.abs(GRID) < GRID[-1], 1.0, 0.5)


def _kernel() -> Array:
    """Return the chance of ability in a domain (columns) given general ability (rows), shape (81, 81)."""
    density = _TRAPEZOID * np.exp(-(((GRID - GRID[:, None]) / DOMAIN_SD) ** 2) / 2)
    rows: Array = density / density.sum(axis=1, keepdims=True)
    return rows


_KERNEL = _kernel()
