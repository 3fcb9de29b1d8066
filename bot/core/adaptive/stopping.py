"""The stopping rule: when to stop asking, and for which reason.

A session ends for one reason, and the reason is kept: whoever reads the summary must know whether enough is
known or the questions, or the time, ran out.
"""

from collections import Counter
from collections.abc import Sequence
from enum import StrEnum

from bot.core.adaptive.curtailment import FORESEEN, expected_risk, likely_ahead
from bot.core.adaptive.estimation.ability import Standing, standing
from bot.core.adaptive.estimation.likelihoods import LABELS, Tables
from bot.core.adaptive.estimation.posterior import Posterior, posterior
from bot.core.adaptive.selection.next_item import Asked, expected_minutes, minutes_of, possible
from bot.core.bank.item import Item
from bot.core.bank.role import Role


class StopReason(StrEnum):
    """Why nothing more is asked."""

    PRECISE = "precise"
    DECIDED = "decided"
    CURTAILED = "curtailed"
    """A person must look, and the questions left are too unlikely to change that to be worth a candidate's time."""
    MAX_ITEMS = "max_items"
    MINUTES = "minutes"
    BANK_EXHAUSTED = "bank_exhausted"


def ending(role: Role, items: Sequence[Item], asked: Sequence[Asked], tables: Tables = LABELS) -> StopReason | None:
    """Return why the session ends now, or None to go on; `items` are those of the role's bank."""
    left = possible(role, items, asked, tables)
    given = posterior([a.observation for a in asked if a.observation is not None], role, tables)
    now = standing(given, role)
    reason = stop_reason(role, now, asked, len(left), tables)
    if reason is None and _settled_enough(role, asked) and _in_vain(role, given, now.p_bar, asked, left, tables):
        return StopReason.CURTAILED
    return reason


def stop_reason(
    role: Role, standing: Standing, asked: Sequence[Asked], left: int, tables: Tables = LABELS
) -> StopReason | None:
    """Return why the session ends now, or None to go on; `left` counts the items that may still be asked."""
    limits = role.limits
    # Enough known comes first: a clear session that also meets a limit is not a shortfall.
    if _settled_enough(role, asked):
        if standing.se <= limits.target_se:
            return StopReason.PRECISE
        if open_risk(role, standing.p_bar) < max(limits.open_risk, role.costs.question):
            return StopReason.DECIDED
    if len(asked) >= limits.max_items:
        return StopReason.MAX_ITEMS
    if left > 0:
        return None
    longest = max((expected_minutes(a.item, tables) for a in asked), default=0.0)
    short = limits.minutes - minutes_of(asked, tables) < longest
    return StopReason.MINUTES if short else StopReason.BANK_EXHAUSTED


def _settled_enough(role: Role, asked: Sequence[Asked]) -> bool:
    return len(asked) >= role.limits.min_items and covered(role, asked)


def _in_vain(
    role: Role, given: Posterior, p_bar: float, asked: Sequence[Asked], left: Sequence[Item], tables: Tables
) -> bool:
    """Return whether a person must look now, and the few questions left cost more than they are expected to spare."""
    risk = open_risk(role, p_bar)
    if risk < role.costs.review:
        return False
    spare = (role.limits.minutes - minutes_of(asked, tables)) / min(expected_minutes(i, tables) for i in left)
    count = min(role.limits.max_items - len(asked), len(left), int(spare))
    if count > FORESEEN:
        return False
    ahead = likely_ahead(given, role, left, count, tables)
    # Two of one domain are not foreseen, so that the screening errs towards going on.
    spared = max(0.0, risk - expected_risk(given, role, ahead, tables))  # never below 0 but by rounding
    return len(ahead) == count and spared < count * role.costs.question


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
