"""The embedded dispatcher: one task in one process that carries out due effects, session by session.

The stored effects are the truth; this only decides when. It wakes on a commit or at the next due
time, keeps each session's order, and works on several sessions at once.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from bot.flow.perform import Performer
from bot.flow.ports import ChatError, Clock, Job, Store

log = logging.getLogger(__name__)

AT_ONCE = 16
"""Sessions worked on at the same time."""
TRIES = 5
"""Attempts at an effect before it waits for an operator."""
FIRST_RETRY_S = 2.0
LONGEST_SLEEP_S = 60.0


class Dispatcher:
    """Carries out what falls due on these platforms; `woken` is set by whoever orders something."""

    def __init__(
        self, store: Store, performer: Performer, clock: Clock, platforms: Sequence[str], woken: asyncio.Event
    ) -> None:
        self._store = store
        self._performer = performer
        self._clock = clock
        self._platforms = tuple(platforms)
        self._woken = woken
        self._busy: dict[str, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Carry out effects until cancelled; what is under way is then finished first."""
        try:
            while True:
                self._woken.clear()
                await self._start_due()
                await self._sleep()
        finally:
            if self._busy:
                await asyncio.gather(*self._busy.values(), return_exceptions=True)

    async def drain(self) -> None:
        """Carry out everything that is due now, and what follows from it, then return."""
        while await self._start_due() or self._busy:
            done, _ = await asyncio.wait(self._busy.values(), return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()  # a fault that no effect may cause: the process must not go on as if it were well

    async def _start_due(self) -> bool:
        """Start work on sessions with due effects, as many as there is room for; return whether any started."""
        started = False
        for session_id in await self._store.ready(self._clock.now(), self._platforms):
            if len(self._busy) >= AT_ONCE:
                break
            if session_id not in self._busy:
                task = asyncio.create_task(self._work(session_id))
                self._busy[session_id] = task
                task.add_done_callback(partial(self._finished, session_id))
                started = True
        return started

    def _finished(self, session_id: str, _: asyncio.Task[None]) -> None:
        self._busy.pop(session_id, None)
        self._woken.set()

    async def _sleep(self) -> None:
        due = await self._store.next_due(self._platforms)
        seconds = LONGEST_SLEEP_S
        if due is not None and not self._busy:
            seconds = min(seconds, max(0.0, (due - self._clock.now()).total_seconds()))
        try:
            async with asyncio.timeout(seconds):
                await self._woken.wait()
        except TimeoutError:
            pass

    async def _work(self, session_id: str) -> None:
        """Carry out the session's due effects in order, up to the first that has to wait."""
        while (job := await self._store.claim(session_id, self._clock.now())) is not None:
            if not await self._try(job):
                return

    async def _try(self, job: Job) -> bool:
        """Carry out one effect; return whether the next one may follow."""
        try:
            await self._performer.perform(job)
        except Exception as fault:
            log.warning("effect %s failed: %s", job.key, type(fault).__name__)
            await self._failed(job, fault)
            return False
        return True

    async def _failed(self, job: Job, fault: Exception) -> None:
        now = self._clock.now()
        permanent = isinstance(fault, ChatError) and fault.permanent
        if permanent or job.attempts + 1 >= TRIES:
            log.error("effect %s waits for an operator", job.key)
            await self._store.give_up(job.id, now, type(fault).__name__)
            return
        asked = fault.retry_after_s if isinstance(fault, ChatError) else None
        seconds = asked if asked is not None else FIRST_RETRY_S * 2**job.attempts
        await self._store.postpone(job.id, now + timedelta(seconds=seconds), type(fault).__name__)
