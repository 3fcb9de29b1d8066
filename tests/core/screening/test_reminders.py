from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.bank.role import Manners
from bot.core.screening.reminders import in_working_hours, is_expired, next_wake, with_more_time

BERLIN = Manners(timezone="Europe/Berlin", work_from=time(9), work_until=time(18))
TUESDAY = datetime(2026, 11, 24, 10, tzinfo=UTC)
MOMENTS = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: TUESDAY + timedelta(minutes=minutes))


@pytest.mark.parametrize(
    ("moment", "allowed"),
    [
        ("2026-11-24T10:00", "2026-11-24T10:00"),  # Tuesday, in hours: Berlin is an hour ahead of UTC
        ("2026-11-24T06:30", "2026-11-24T08:00"),  # before work
        ("2026-11-24T17:00", "2026-11-25T08:00"),  # 18:00 sharp is after work
        ("2026-11-27T20:00", "2026-11-30T08:00"),  # Friday evening
        ("2026-11-28T10:00", "2026-11-30T08:00"),  # Saturday
        ("2026-11-29T23:30", "2026-11-30T08:00"),  # Sunday in UTC, Monday in Berlin
        ("2026-03-27T19:00", "2026-03-30T07:00"),  # over the weekend on which summer time begins
    ],
)
def test_the_bot_speaks_up_in_working_hours_only(moment: str, allowed: str) -> None:
    found = in_working_hours(datetime.fromisoformat(moment + "+00:00"), BERLIN)

    assert found == datetime.fromisoformat(allowed + "+00:00")
    assert found.tzinfo is UTC


@given(MOMENTS, st.sampled_from(["UTC", "Europe/Berlin", "America/Los_Angeles", "Asia/Kolkata", "Pacific/Auckland"]))
def test_never_before_the_moment_nor_more_than_a_weekend_after_it(moment: datetime, zone: str) -> None:
    manners = Manners(timezone=zone)
    found = in_working_hours(moment, manners)

    assert timedelta(0) <= found - moment < timedelta(days=3, hours=2)
    assert in_working_hours(found, manners) == found


def test_reminders_come_one_after_the_other_and_then_the_end() -> None:
    manners = Manners(remind_after_hours=(24, 48), expire_after_hours=72)
    wakes = [next_wake(TUESDAY, reminders, manners) - TUESDAY for reminders in range(3)]

    assert wakes == [timedelta(hours=24), timedelta(hours=48), timedelta(hours=72)]


def test_a_reminder_waits_for_monday_and_the_end_does_not() -> None:
    friday = TUESDAY + timedelta(days=3)
    manners = Manners(remind_after_hours=(24,), expire_after_hours=80)

    assert next_wake(friday, 0, manners) == datetime(2026, 11, 30, 9, tzinfo=UTC)
    assert next_wake(friday, 1, manners) == friday + timedelta(hours=80)


def test_a_reminder_that_would_come_after_the_end_is_not_sent() -> None:
    manners = Manners(remind_after_hours=(24,), expire_after_hours=25)
    friday = TUESDAY + timedelta(days=3)

    assert next_wake(friday, 0, manners) == friday + timedelta(hours=25)


def test_silence_ends_a_session_to_the_minute() -> None:
    manners = Manners(expire_after_hours=72)
    end = TUESDAY + timedelta(hours=72)

    assert not is_expired(TUESDAY, end - timedelta(minutes=1), manners)
    assert is_expired(TUESDAY, end, manners)


def test_whoever_asks_for_more_time_gets_three_times_as_long_and_no_other_reminders() -> None:
    manners = Manners(remind_after_hours=(24, 48), expire_after_hours=72)
    slow = with_more_time(manners, more_time=True)

    assert not is_expired(TUESDAY, TUESDAY + timedelta(hours=215), slow)
    assert is_expired(TUESDAY, TUESDAY + timedelta(hours=216), slow)
    assert slow.remind_after_hours == manners.remind_after_hours
    assert with_more_time(manners, more_time=False) == manners
