"""The multi-process worker: takes jobs from the queue, and sees that no screening lacks one.

Timers and later tries are not jobs. The sweep, a plain task in every worker, defers a job when the time of
a screening's next effect has come; so a lost job, a dead worker or a moved database heals by itself.
"""

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta

from bot.flow.jobs.concurrency import cancel_all
from bot.flow.jobs.retries import JobRunner
from bot.flow.ports import Clock, Store
from bot.jobs.queue import ARGUMENT, BEAT_S, DEAD_AFTER_S, DELETE, TASK, Queue, working_on

log = logging.getLogger(__name__)

AT_ONCE = 1024
"""Screenings worked on at the same time; what each may do at once is limited by `Work` and by the judge."""
SWEEP_S = 5.0
SHORTEST_SWEEP_S = 0.5
HAND_BACK_S = 5.0
"""What is under way when the process is told to stop may take this long; then it is left to another."""
BREATH_S = 1.0


class Worker:
    """Carries out what falls due on these platforms, beside other workers."""

    def __init__(
        self,
        queue: Queue,
        store: Store,
        work: JobRunner,
        clock: Clock,
        platforms: Sequence[str],
        at_once: int = AT_ONCE,
    ) -> None:
        self._queue = queue
        self._store = store
        self._work = work
        self._clock = clock
        self._platforms = tuple(platforms)
        self._at_once = at_once
        queue.app.task(name=TASK)(self._perform)

    async def run(self) -> None:
        """Carry out effects until cancelled; what is under way is then finished, or handed back after HAND_BACK_S."""
        sweeping = asyncio.create_task(self._sweep_for_ever())
        try:
            while True:
                try:
                    await self._take_jobs(wait=True)
                except Exception as fault:
                    # The database is away: it may be back in a moment.
                    log.error("the worker cannot use the database: %s", type(fault).__name__)
                await asyncio.sleep(BREATH_S)
        finally:
            await cancel_all([sweeping])

    async def drain(self) -> None:
        """Carry out everything that is due now, and what follows from it, then return."""
        await self.sweep()
        while any([await self._queue.waits(platform) for platform in self._platforms]):
            await self._take_jobs(wait=False)
            await self.sweep()

    async def sweep(self) -> None:
        """Hand on the work of dead workers, and defer a job for every screening that lacks one."""
        for session_id in await self._queue.bury(self._platforms):
            log.warning("screening %s is taken over from a dead worker", session_id)
        for platform in self._platforms:
            held = set(await self._store.under_way([platform]))
            due = [*held, *await self._store.ready(self._clock.now(), [platform])]
            if due:
                known = await self._queue.known(platform)
                for session_id in due:
                    if session_id not in known:
                        await self._queue.defer(session_id, platform)

    async def _perform(self, **arguments: str) -> None:
        session_id = arguments[ARGUMENT]
        working_on.set(session_id)
        await self._work.on(session_id, alone=True)

    async def _take_jobs(self, *, wait: bool) -> None:
        await self._queue.app.run_worker_async(
            queues=list(self._platforms),
            wait=wait,
            concurrency=self._at_once,
            fetch_job_polling_interval=SWEEP_S,
            listen_notify=wait,
            delete_jobs=DELETE,
            update_heartbeat_interval=BEAT_S,
            stalled_worker_timeout=DEAD_AFTER_S,
            shutdown_graceful_timeout=HAND_BACK_S,
            install_signal_handlers=False,
        )

    async def _sweep_for_ever(self) -> None:
        while True:
            pause = SWEEP_S
            try:
                await self.sweep()
                due = await self._store.next_due(self._platforms)
                if due is not None:
                    wait = max(due - self._clock.now(), timedelta(seconds=SHORTEST_SWEEP_S))
                    pause = min(wait.total_seconds(), SWEEP_S)
            except Exception as fault:
                log.error("the sweep cannot use the database: %s", type(fault).__name__)
            await asyncio.sleep(pause)
