"""Trying again after a growing wait with jitter, so that not everybody comes back at the same moment."""

import random  # noqa: TID251 - a wait decides nothing that is replayed
from collections.abc import Awaitable, Callable

from tenacity import AsyncRetrying as AsyncRetrying
from tenacity import RetryCallState, retry_if_exception, stop_after_attempt

SPREAD = 0.5
"""Waits lie within this share of their length around it, so that their mean stays what was meant."""

Sleep = Callable[[float], Awaitable[object]]
Waits = Callable[[BaseException, int], float]
"""The seconds to wait after a fault, by how many tries there were, from 1."""


def jittered(wait_s: float) -> float:
    """Return a wait of about so many seconds, drawn evenly from half of it to half as much again."""
    return wait_s * random.uniform(1 - SPREAD, 1 + SPREAD)


def growing(first_s: float) -> Waits:
    """Return waits of about so many seconds, then about twice as long each time."""
    return lambda _, tries: jittered(first_s * 2 ** (tries - 1))


def trying(tries: int, again: Callable[[BaseException], bool], wait: Waits, sleep: Sleep) -> AsyncRetrying:
    """Return what calls something up to `tries` times; the last fault, or one that is not to be tried again, is raised.

    again: whether to try again after a fault; wait: for how many seconds; sleep: how, so that tests need not wait.
    """

    def seconds(state: RetryCallState) -> float:
        fault = state.outcome.exception() if state.outcome else None
        return wait(fault, state.attempt_number) if fault else 0.0

    return AsyncRetrying(
        stop=stop_after_attempt(tries),
        retry=retry_if_exception(again),
        wait=seconds,
        sleep=lambda wait_s: _slept(sleep, float(wait_s)),
        reraise=True,
    )


async def _slept(sleep: Sleep, wait_s: float) -> None:
    await sleep(wait_s)
