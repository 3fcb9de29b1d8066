"""Depth chains: which link of a chain may follow an answer."""

from collections.abc import Sequence

from bot.core.adaptive.selection.tier_steps import Asked
from bot.core.bank.item import Item

PARTLY = 0.25
"""The score from which an answer was given at least in part, so that asking deeper is fair."""

DEEPER = 0.4
"""Share of a question's gain by which a following link may fall short of the best and count as about as good. It takes
longer than a fresh one and tells less of the whole, so it would else never come; depth is in no figure."""


def follows_on(item: Item) -> bool:
    """Return whether an item goes deeper into an earlier one."""
    return item.chain is not None and item.chain.follows is not None


def is_unlocked(item: Item, asked: Sequence[Asked]) -> bool:
    """Return whether a link of a chain may be asked: the one before it was answered, at least in part."""
    if item.chain is None or item.chain.follows is None:
        return True
    before = next((a for a in asked if a.item.id == item.chain.follows), None)
    return before is not None and before.score is not None and before.score >= PARTLY


def at_once(asked: Sequence[Asked], left: Sequence[Item]) -> list[Item]:
    """Return the links of `left` that take up the last answer; none once as many went deeper as topics were begun.

    So a screening reaches its last domain after at most twice as many questions, less one, as it has domains.
    """
    deeper = sum(follows_on(a.item) for a in asked)
    if not asked or deeper >= len(asked) - deeper:
        return []
    return [item for item in left if item.chain and item.chain.follows == asked[-1].item.id]


def topic_of(item: Item) -> tuple[str, str]:
    """Return what counts as one in the balance of domains: a chain, or an item that is in none."""
    return ("chain", item.chain.topic) if item.chain else ("item", item.id)
