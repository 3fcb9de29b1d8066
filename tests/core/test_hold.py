from dataclasses import replace
from datetime import timedelta

from bot.core.hold import Hold, in_words, standing
from tests.sessions import NOW

CLAIM = Hold("slack", "U1", "", "A claim is open.", "Lee of counsel", NOW, NOW.date())


def test_a_hold_stands_through_its_last_day_and_not_after_it() -> None:
    midnight = NOW.replace(hour=0, minute=0) + timedelta(days=1)

    assert standing([CLAIM], midnight - timedelta(seconds=1)) == (CLAIM,)
    assert standing([CLAIM], midnight) == ()


def test_a_hold_without_a_last_day_stands_until_it_is_released() -> None:
    hold = replace(CLAIM, until=None)

    assert hold.stands(NOW + timedelta(days=9999))
    assert not replace(hold, released_at=NOW, released_by="Lee").stands(NOW)


def test_whoever_asked_reads_the_reason_and_the_end() -> None:
    assert in_words(CLAIM) == f"on hold until {NOW:%Y-%m-%d}, for this reason: A claim is open."
    assert "until it is released" in in_words(replace(CLAIM, until=None))
