"""When to stop asking.

A session ends for one reason, and the reason is kept: whoever reads the summary must know whether enough is
known or the questions, or the time, ran out.
"""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from bot.core.ability import Standing
from bot.core.role import Role
from bot.core.selection import Asked, minutes_of


class StopReason(StrEnum):
    """Why nothing more is asked."""

    PRECISE = "precise"
    DECIDED = "decided"
    MAX_ITEMS = "max_items"
    MINUTES = "minutes"
    BANK_EXHAUSTED = "bank_exhausted"


def stop_reason(role: Role, standing: Standing, asked: Sequence[Asked], left: int) -> StopReason | None:
    """Return why the session ends now, or None to go on; `left` counts the items that may still be asked."""
    limits = role.limits
    # Enough known comes first: a clear session that also meets a limit is not a shortfall.
    if len(asked) >= limits.min_items and covered(role, asked):
        if standing.se <= limits.target_se:
            return StopReason.PRECISE
        if open_risk(role, standing.p_bar) < max(limits.open_risk, role.costs.question):
            return StopReason.DECIDED
    if len(asked) >= limits.max_items:
        return StopReason.MAX_ITEMS
    if left > 0:
        return None
    longest = max((a.item.minutes for a in asked), default=0.0)
    return StopReason.MINUTES if limits.minutes - minutes_of(asked) < longest else StopReason.BANK_EXHAUSTED


def open_risk(role: Role, p_bar: float) -> float:
    """Return the expected loss of the best thing to do now, in units of one wrong decision.

    That is a wrong advance, a wrong refusal or a person's look, whichever costs least.
    Source: Lewis & Sheehan (1990), Applied Psychological Measurement 14(4).
    """
    error = role.costs.error
    return min(error * (1 - p_bar), error * p_bar, role.costs.review)


def covered(role: Role, asked: Sequence[Asked]) -> bool:
    """Return whether every domain that has items was asked about.

    Domains take turns: once one of them comes round again, whatever was not asked about has nothing to ask.
    """
    counts = Counter(a.item.domain for a in asked)
    return role.domains.keys() <= counts.keys() or max(counts.values(), default=0) > 1
