"""Exposure control: items that candidates met often make way for others that tell about as much."""

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.core.bank.item import Item
from bot.core.bank.role import Role

RARE = 4
"""One part in so many of the items about equally good, those shown least, is drawn from."""
CAP = 2.0
"""An item shown this many times as often as the mean of its domain's is passed over while others follow as well."""
CAP_FROM = 6
"""Items that each domain of a role has, on average, before a cap makes sense: below that, most meet everybody."""
CAP_AFTER = 2.0
"""Times that the mean item of a domain was shown before its items are compared."""


def under_cap(role: Role, items: Sequence[Item], pool: Sequence[Item], shown: Mapping[str, int]) -> Sequence[Item]:
    """Return the pool without items shown far more often than others of their domain; all where none is left.

    items: those of the role's bank. shown: how often each met a candidate, by id.
    Source: conditional eligibility, van der Linden & Veldkamp (2004), made a rule instead of a lottery.
    """
    if not shown or len(items) < CAP_FROM * len(role.domains):
        return pool
    times, count = Counter[str](), Counter(item.domain for item in items)
    for item in items:
        times[item.domain] += shown.get(item.id, 0)
    mean = {domain: times[domain] / count[domain] for domain in count}
    return [i for i in pool if shown.get(i.id, 0) <= CAP * max(CAP_AFTER, mean[i.domain])] or pool


def least_shown(near: Sequence[Item], shown: Mapping[str, int]) -> list[Item]:
    """Return the quarter of the items that was shown least, and what was shown no oftener, in order of their ids."""
    often = sorted(shown.get(item.id, 0) for item in near)[(len(near) - 1) // RARE]
    return sorted((item for item in near if shown.get(item.id, 0) <= often), key=lambda item: item.id)
