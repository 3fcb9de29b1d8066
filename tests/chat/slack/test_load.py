"""The small version of benchmarks/slack_load.py: many at once, nothing lost, never too fast for a conversation."""

from benchmarks.slack_load import answered_at_once


async def test_many_who_answer_at_once_are_all_heard_and_no_rate_is_broken() -> None:
    rush, violations, lost = await answered_at_once(12)
    assert len(rush.seconds) == 12
    assert (violations, lost) == (0, 0)
