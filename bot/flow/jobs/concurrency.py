"""Concurrency limits for incoming work: in order for each person, not all at once for all."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager, suppress
from typing import Any

from bot.core.errors import StorageTrouble
from bot.flow.jobs.keyed_lock import KeyedLock

AT_ONCE = 32
"""Deliveries that are stored at the same time; the others wait their turn."""
PAUSE_S = 2.0
"""Between tries to read again what could not be stored."""
FINISH_S = 3.0
"""For errands under way when the bot stops."""

log = logging.getLogger(__name__)


async def cancel_all(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Cancel tasks, and return when they are over: what they hold is then free."""
    going = list(tasks)
    for task in going:
        task.cancel()
    await asyncio.gather(*going, return_exceptions=True)


async def run_until(stop: asyncio.Event, work: Coroutine[Any, Any, None]) -> None:
    """Do some work until it ends by itself or `stop` is set, and return when it is over; its fault is raised."""
    working, stopping = asyncio.create_task(work), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        stopping.cancel()
        working.cancel()
        with suppress(asyncio.CancelledError):
            await working


class Turns:
    """Lets deliveries in, each person's in the order in which they came."""

    def __init__(self) -> None:
        self._people = KeyedLock()
        self._room = asyncio.Semaphore(AT_ONCE)

    @asynccontextmanager
    async def of(self, person: str) -> AsyncIterator[None]:
        """Wait for the person's turn, and hold it."""
        async with self._people.of(person), self._room:
            yield


class Errands:
    """What is done after an acknowledgement: it may fail, but never into the acknowledgement."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting = False

    def later(self, errand: Coroutine[Any, Any, None]) -> None:
        """Start an errand; a fault is logged by its kind, without anybody's words."""
        task = asyncio.create_task(self._run(errand))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def when_stored(self, errand: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Start an errand for what could not be stored, and begin it anew until the database takes it.

        One that waits stands for those that come meanwhile.
        """
        if not self._waiting:
            self._waiting = True
            self.later(self._patiently(errand))

    async def done(self) -> None:
        """Wait for the errands under way; end those that take longer than FINISH_S."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=FINISH_S)
        await cancel_all(self._tasks)

    async def _patiently(self, errand: Callable[[], Coroutine[Any, Any, None]]) -> None:
        try:
            while True:
                self._waiting = False  # what fails from here on, this round may have passed by
                try:
                    return await errand()
                except StorageTrouble as fault:
                    log.warning("what was missed cannot be stored yet: %s", type(fault).__name__)
                self._waiting = True
                await asyncio.sleep(PAUSE_S)
        finally:
            self._waiting = False

    async def _run(self, errand: Coroutine[Any, Any, None]) -> None:
        try:
            await errand
        except Exception as fault:
            log.warning("an errand failed: %s", type(fault).__name__)
