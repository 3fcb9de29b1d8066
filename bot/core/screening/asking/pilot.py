"""The pilot question: tried out on a candidate, told to both sides, never counted.

So items are learnt that the engine never takes, or that are too new to be leant on. It is drawn by lot.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from bot.core.adaptive.selection.chain import follows_on
from bot.core.bank.item import Bank, Item
from bot.core.screening.session import Session
from bot.core.seeded import draw


def is_due(session: Session) -> bool:
    """Return whether a question is to be tried out now: once, after a drawn number of questions that count.

    That is at least one, and fewer than the role's least where that is above one: it comes neither first nor last.
    """
    role = session.role
    if not role.pilot or len(session.counted) < len(session.administrations):
        return False
    after = 1 + int(draw(session.seed, 0, "pilot place") * (role.limits.min_items - 1))
    return len(session.counted) == after


def choose_pilot(session: Session, bank: Bank, shown: Mapping[str, int] = MappingProxyType({})) -> Item | None:
    """Return the item to try out, drawn from the role's pilot items, or else from its live ones that were shown least.

    Where there are such, it lies at most a tier from the last question. None where nothing is left to try.
    """
    left = not_barred(session, bank.pilots_for(session.role))
    if not left:
        live = [item for item in not_barred(session, bank.items_for(session.role)) if not follows_on(item)]
        least = min((shown.get(item.id, 0) for item in live), default=0)
        left = [item for item in live if shown.get(item.id, 0) == least]
    last = session.administrations[-1].item.tier.rank
    near = [item for item in left if abs(item.tier.rank - last) <= 1] or left
    return near[int(draw(session.seed, 0, "pilot") * len(near))] if near else None


def not_barred(session: Session, items: Sequence[Item]) -> list[Item]:
    """Return the items that nothing asked so far, counted or not, bars as the same one or as an enemy."""
    met = {a.item.id for a in session.administrations}
    barred = met.union(*(a.item.enemies for a in session.administrations))
    return [item for item in items if item.id not in barred and met.isdisjoint(item.enemies)]
