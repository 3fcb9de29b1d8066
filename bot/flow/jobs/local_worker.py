"""The single-process worker: one task that carries out due effects, session by session.

The stored effects are the truth; this only decides when. It wakes on a commit or at the next due
time, keeps each session's order, and works on several sessions at once.
"""

import asyncio
import logging
from collections.abc import Sequence
from functools import partial

from bot.flow.jobs.concurrency import cancel_all
from bot.flow.jobs.retries import JobRunner
from bot.flow.ports import Clock, Store

log = logging.getLogger(__name__)

AT_ONCE = 1024
"""Sessions worked on at the same time; what each may do at once is limited by `Work` and by the judge."""
LONGEST_SLEEP_S = 5.0
"""A clock that is set, or a command in another process that orders something, is noticed after this time."""
BREATH_S = 1.0
"""Before the database is tried again that did not work."""
HAND_BACK_S = 5.0
"""What is under way when the process is told to stop may take this long; then it is left to the next one."""


class LocalWorker:
    """Carries out what falls due on these platforms; `woken` is set by whoever orders something."""

    def __init__(
        self,
        store: Store,
        work: JobRunner,
        clock: Clock,
        platforms: Sequence[str],
        woken: asyncio.Event,
        at_once: int = AT_ONCE,
    ) -> None:
        self._store = store
        self._work = work
        self._at_once = at_once
        self._clock = clock
        self._platforms = tuple(platforms)
        self._woken = woken
        self._busy: dict[str, asyncio.Task[None]] = {}
        self._full = False
        """Whether more sessions are due than there is room for."""
        self._again: set[str] = set()
        """Screenings that something came due for while they were worked on: they are looked at again afterwards."""
        self._broken: set[str] = set()
        """Screenings whose work broke off, so that an effect of theirs may still be claimed."""

    async def run(self) -> None:
        """Carry out effects until cancelled; what is under way is then finished, or handed back after HAND_BACK_S."""
        try:
            while True:
                self._woken.clear()
                try:
                    await self._start_due()
                    await self._sleep()
                except Exception as fault:
                    # The disk is full, or the database is away: it may be back in a moment.
                    log.error("the dispatcher cannot use the database: %s", type(fault).__name__)
                    await asyncio.sleep(BREATH_S)
        finally:
            await self._hand_back()

    async def _hand_back(self) -> None:
        if not self._busy:
            return
        _, late = await asyncio.wait(self._busy.values(), timeout=HAND_BACK_S)
        await cancel_all(late)

    async def drain(self) -> None:
        """Carry out everything that is due now, and what follows from it, then return."""
        while await self._start_due() or self._busy:
            done, _ = await asyncio.wait(self._busy.values(), return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()  # a fault that no effect may cause: the process must not go on as if it were well

    async def _start_due(self) -> bool:
        """Start work on sessions with due effects, as many as there is room for; return whether any started."""
        started = False
        broken = tuple(self._broken)
        self._full = False
        for session_id in (*broken, *await self._store.ready(self._clock.now(), self._platforms)):
            if len(self._busy) >= self._at_once:
                self._full = True
                break
            if session_id in self._busy:
                self._again.add(session_id)
            else:
                self._broken.discard(session_id)
                task = asyncio.create_task(self._work.on(session_id, alone=session_id in broken))
                self._busy[session_id] = task
                task.add_done_callback(partial(self._finished, session_id))
                started = True
        return started

    def _finished(self, session_id: str, task: asyncio.Task[None]) -> None:
        self._busy.pop(session_id, None)
        if not task.cancelled() and (fault := task.exception()) is not None:
            log.error("work on screening %s broke off: %s", session_id, type(fault).__name__)
            asyncio.get_running_loop().call_later(BREATH_S, self._take_up, session_id)
        if self._full or session_id in self._again or not self._busy:
            self._again.discard(session_id)
            self._woken.set()

    def _take_up(self, session_id: str) -> None:
        self._broken.add(session_id)
        self._woken.set()

    async def _sleep(self) -> None:
        seconds = LONGEST_SLEEP_S
        # While work is under way, what it works on looks due; its end wakes.
        if not self._busy and (due := await self._store.next_due(self._platforms)) is not None:
            seconds = min(seconds, max(0.0, (due - self._clock.now()).total_seconds()))
        try:
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        except TimeoutError:
            pass
