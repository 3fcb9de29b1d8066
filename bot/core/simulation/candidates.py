"""Simulated candidates, with known ability, put through the real engine.

Each meets a bank of their own: what an item's author could not know (how hard it really is, how sharply it
divides) is drawn anew from the tier's prior, so that figures hold for banks like this one on average.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from bot.core.adaptive.engine import Engine
from bot.core.adaptive.estimation.ability import Standing
from bot.core.adaptive.estimation.likelihoods import Array, confusion, item_parameters, level_chances
from bot.core.adaptive.estimation.posterior import DOMAIN_SD
from bot.core.adaptive.recommendation import Recommendation
from bot.core.adaptive.selection.next_item import Asked
from bot.core.adaptive.stopping import StopReason
from bot.core.bank.item import Item
from bot.core.bank.role import Role


@dataclass(frozen=True)
class Candidate:
    """Someone made up. `theta` is general ability in logits; `scores`, by item id, what they would get."""

    theta: float
    scores: dict[str, float]


@dataclass(frozen=True)
class Screened:
    """One candidate's screening, over. `theta` is the true general ability, in logits."""

    theta: float
    asked: tuple[Asked, ...]
    standing: Standing
    recommendation: Recommendation
    stop: StopReason


def screen_all(
    role: Role,
    items: Sequence[Item],
    seed: int,
    indices: Iterable[int],
    grader: str = "keyword",
    shown: Counter[str] | None = None,
) -> Iterator[Screened]:
    """Yield the screening of each candidate of `indices`, one by one.

    A candidate depends on the seed and their own index alone, so work may be split in any way. With `shown`, the
    screenings count in it which items were met, and later ones spare those, as in a service that runs on.
    """
    for index in indices:
        candidate = a_candidate(role, items, seed, index, grader)
        one = screen(role, items, candidate, f"{seed}:{index}", grader, shown or {})
        if shown is not None:
            shown.update(a.item.id for a in one.asked)
        yield one


def a_candidate(role: Role, items: Sequence[Item], seed: int, index: int, grader: str) -> Candidate:
    """Return a candidate drawn from the role's prior, with the marks that `grader` would give to each answer."""
    rng = np.random.default_rng([seed, index])
    theta = role.prior.mean + role.prior.sd * rng.standard_normal()
    by_domain = {domain: theta + DOMAIN_SD * rng.standard_normal() for domain in sorted(role.domains)}
    ordered = sorted(items, key=lambda item: item.id)
    normal, uniform = rng.standard_normal((len(ordered), 2)), rng.random((len(ordered), 2))
    parameters = [item_parameters(item.tier, *z) for item, z in zip(ordered, normal, strict=True)]
    location, slope = np.array(parameters, dtype=float).reshape(-1, 2).T
    ability = np.array([by_domain[item.domain] for item in ordered])
    level = _picked(level_chances(ability, location, slope), uniform[:, 0])
    recorded = _picked(confusion(grader)[level], uniform[:, 1])
    top = confusion(grader).shape[0] - 1
    return Candidate(theta, {item.id: int(mark) / top for item, mark in zip(ordered, recorded, strict=True)})


def screen(
    role: Role,
    items: Sequence[Item],
    candidate: Candidate,
    seed: str,
    grader: str,
    shown: Mapping[str, int] = MappingProxyType({}),
) -> Screened:
    """Return a candidate's screening by the real engine; `shown`: how often each item was met before."""
    engine = Engine(role, items, seed, shown)
    while (item := engine.next_item()) is not None:
        engine.record(candidate.scores[item.id], grader)
    stop = engine.done()
    if stop is None:
        raise ValueError("the engine has no item to ask and no reason to stop")
    return Screened(candidate.theta, engine.asked, engine.estimate(), engine.decision(), stop)


def _picked(chances: Array, uniform: Array) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return for each row of chances, (n, m), the column that a number in [0, 1) falls on, shape (n,)."""
    below = np.cumsum(chances, axis=1)[:, :-1] <= uniform[:, None]
    return np.asarray(below.sum(axis=1), dtype=np.int64)
