"""Waits before another try."""

from bot.flow.jobs.backoff import growing


def test_waits_grow_and_do_not_fall_on_the_same_moment_for_everybody() -> None:
    waits = [[growing(0.5, attempt) for _ in range(200)] for attempt in range(3)]

    for attempt, drawn in enumerate(waits):
        meant = 0.5 * 2**attempt
        assert meant / 2 <= min(drawn) < max(drawn) <= 1.5 * meant
        assert len(set(drawn)) > 100
    assert max(waits[0]) < 3 * min(waits[2])
