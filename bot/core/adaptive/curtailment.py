"""Curtailment: whether the questions left are worth asking, by their expected effect on the decision."""

from collections.abc import Sequence

import numpy as np

from bot.core.adaptive.estimation.ability import chance_above
from bot.core.adaptive.estimation.likelihoods import GRID, LEVELS, Tables
from bot.core.adaptive.estimation.posterior import Posterior, carried_over
from bot.core.adaptive.selection.information import expected_gains
from bot.core.bank.item import Item
from bot.core.bank.role import Role

FORESEEN = 4
"""Questions that are played through; with more to come, a screening goes on."""


def expected_risk(given: Posterior, role: Role, ahead: Sequence[Item], tables: Tables) -> float:
    """Return the open risk that is expected to be left once the items ahead are answered (see `open_risk`).

    given: the posterior so far. ahead: one to `FORESEEN` items, no two of one domain.
    Every run of recorded levels counts by its chance: no draw decides.
    Source: stochastic curtailment, Finkelman (2008), Journal of Educational and Behavioral Statistics 33(4), with
    the costs of Lewis & Sheehan (1990) in place of a chance.
    """
    joint = given.general[None]
    for item in ahead:
        row = given.domains.index(item.domain)
        levels = tables.expected([tables.key_of(item)]).T  # (levels, 81)
        factor = carried_over(given.evidence[row] * levels) / given.marginal[row]
        joint = (joint[:, None] * factor).reshape(-1, len(GRID))
    assert len(joint) == LEVELS ** len(ahead)
    chance = joint.sum(axis=1)
    above = joint @ chance_above(role.bar)
    error = role.costs.error
    # Risk times chance, run by run: a wrong suggestion either way, or a person's look.
    least = np.minimum(np.minimum(error * above, error * (chance - above)), role.costs.review * chance)
    return float(np.maximum(0.0, least).sum())


def likely_ahead(given: Posterior, role: Role, turn: Sequence[Item], count: int, tables: Tables) -> list[Item]:
    """Return the `count` items that tell most among those left, one of each domain at most."""
    place = {item.id: (item.domain, tables.key_of(item)) for item in turn if item.domain in given.domains}
    gains = expected_gains(given, role.bar, place.values(), tables) if place else {}
    best: dict[str, Item] = {}
    for item in sorted((i for i in turn if i.id in place), key=lambda i: (-gains[place[i.id]], i.id)):
        best.setdefault(item.domain, item)
    return list(best.values())[:count]
