"""Reminders and expiry: when the bot may speak up unasked, in working hours."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.bank.role import Manners

SATURDAY = 5


def in_working_hours(moment: datetime, manners: Manners) -> datetime:
    """Return `moment`, or the next start of work after it, Monday to Friday, in UTC."""
    local = moment.astimezone(ZoneInfo(manners.timezone))
    if local.timetz().replace(tzinfo=None) >= manners.work_until:
        local = _at_start(local + timedelta(days=1), manners)
    elif local.timetz().replace(tzinfo=None) < manners.work_from:
        local = _at_start(local, manners)
    while local.weekday() >= SATURDAY:
        local = _at_start(local + timedelta(days=1), manners)
    return max(moment, local.astimezone(moment.tzinfo))


def next_wake(seen_at: datetime, reminders: int, manners: Manners) -> datetime:
    """Return when the session's timer rings next: the next reminder, or the expiry, whichever comes first.

    seen_at: when the candidate last did something; reminders: how many have gone out since.
    """
    expiry = seen_at + timedelta(hours=manners.expire_after_hours)
    if reminders >= len(manners.remind_after_hours):
        return expiry
    due = seen_at + timedelta(hours=manners.remind_after_hours[reminders])
    return min(expiry, in_working_hours(due, manners))


def is_expired(seen_at: datetime, now: datetime, manners: Manners) -> bool:
    """Return whether the candidate has been silent for as long as the role waits."""
    return now >= seen_at + timedelta(hours=manners.expire_after_hours)


def with_more_time(manners: Manners, *, more_time: bool) -> Manners:
    """Return the manners towards somebody who asked for more time: the end comes three times as late."""
    return manners.model_copy(update={"expire_after_hours": 3 * manners.expire_after_hours}) if more_time else manners


def _at_start(local: datetime, manners: Manners) -> datetime:
    return local.replace(hour=manners.work_from.hour, minute=manners.work_from.minute, second=0, microsecond=0)
