"""Trying again: waits grow and are nobody else's, and only what is worth it is tried again."""

import pytest

from bot.flow.jobs.backoff import growing, trying

FAULT = TimeoutError()


def test_waits_grow_and_do_not_fall_on_the_same_moment_for_everybody() -> None:
    waits = [[growing(0.5)(FAULT, tries) for _ in range(200)] for tries in (1, 2, 3)]

    for number, drawn in enumerate(waits):
        meant = 0.5 * 2**number
        assert meant / 2 <= min(drawn) < max(drawn) <= 1.5 * meant
        assert len(set(drawn)) > 100
    assert max(waits[0]) < 3 * min(waits[2])


class Flaky:
    """Fails with the faults that it was given, then returns; `waited` keeps the waits between."""

    def __init__(self, *faults: Exception) -> None:
        self.faults = list(faults)
        self.waited: list[float] = []

    async def call(self) -> str:
        if self.faults:
            raise self.faults.pop(0)
        return "done"

    async def sleep(self, wait_s: float) -> None:
        self.waited.append(wait_s)


def timed_out(fault: BaseException) -> bool:
    return isinstance(fault, TimeoutError)


async def test_what_is_worth_it_is_tried_again_after_its_wait() -> None:
    flaky = Flaky(TimeoutError(), TimeoutError())
    assert await trying(3, timed_out, lambda _, tries: float(tries), flaky.sleep)(flaky.call) == "done"
    assert flaky.waited == [1.0, 2.0]


async def test_the_last_fault_is_raised_as_it_is_and_any_other_at_once() -> None:
    flaky = Flaky(*(TimeoutError(str(n)) for n in range(4)))
    with pytest.raises(TimeoutError, match="2"):
        await trying(3, timed_out, growing(0.5), flaky.sleep)(flaky.call)
    assert len(flaky.waited) == 2

    other = Flaky(KeyError("k"))
    with pytest.raises(KeyError):
        await trying(3, timed_out, growing(0.5), other.sleep)(other.call)
    assert other.waited == []
