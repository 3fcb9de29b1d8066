"""Where a bank is thinnest, and what more items there would buy."""

from collections import Counter
from collections.abc import Sequence

from bot.core.adaptive.selection.tier_steps import Shape, shape_of
from bot.core.bank.item import Item, Tier
from bot.core.simulation.candidates import Screened

MORE = 10
"""Items that are added: what an author writes in a week."""


def thinnest(items: Sequence[Item], screened: Sequence[Screened]) -> Shape:
    """Return the domain and tier whose items meet candidates most often, each: there they wear out first."""
    met = Counter(shape_of(a.item) for one in screened for a in one.asked)
    there = Counter(shape_of(item) for item in items)
    return max(there, key=lambda shape: (met[shape] / there[shape], shape[0], shape[1].rank))


def grow_bank(items: Sequence[Item], place: Shape, more: int = MORE) -> tuple[Item, ...]:
    """Return the items and `more` new ones of a domain and tier, as long as those that are there take."""
    domain, tier = place
    like = [item.minutes for item in items if shape_of(item) == place]
    minutes = sum(like) / len(like)
    return (*items, *(_new(domain, tier, n, minutes) for n in range(1, more + 1)))


def _new(domain: str, tier: Tier, number: int, minutes: float) -> Item:
    stem = f"The new question number {number}, of which nothing is known but its label."
    return Item(id=f"new-{number:02}", domain=domain, topic="new", tier=tier, minutes=minutes, stem=stem)
