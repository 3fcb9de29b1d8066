"""Claims, performs, settles and retries one session's effects in order, and at last parks them."""

import asyncio
import logging
from datetime import datetime, timedelta

from bot.core.errors import StorageTrouble
from bot.core.screening.effects import AskItem, AskPractice, GradeResponse, Remark
from bot.flow.jobs.perform import LostClaim, Performer
from bot.flow.ports import SUSPECT, ChatError, Clock, Job, Store

log = logging.getLogger(__name__)

QUICK = tuple(timedelta(seconds=s) for s in (2, 4, 8, 16))
LATER = tuple(timedelta(minutes=m) for m in (2, 10, 30, 120, 240))
RETRIES = QUICK + LATER
"""Waits between tries: a few at once, for a hiccup, then rarer ones, for an outage. Then an operator is needed."""
MOST_DEATHS = SUSPECT + 1
"""Processes that may die over one effect, one after the other; it is then left alone."""
SECOND_CHANCES = (timedelta(minutes=1), timedelta(minutes=5))
"""How long a message is left alone before it is tried again: kills from outside fall on whatever is under way. An
answer has none: its candidate waits, and what they wrote is what may take a process down."""
DIED = "ProcessDied"
"""What is noted as the fault of such an effect."""
SENDS_AT_ONCE = 64
"""Effects that one process carries out at the same time beside markings, which have the judge's own limit."""
MARKINGS = (GradeResponse, Remark)
AWAITED = (AskPractice, AskItem, GradeResponse)
"""What a candidate waits for: when it is given up, they are told that it will take a while."""


class JobRunner:
    """Claims, carries out, settles; what fails is tried again later, and at last waits for an operator."""

    def __init__(self, store: Store, performer: Performer, clock: Clock) -> None:
        self._store = store
        self._performer = performer
        self._clock = clock
        self._broken_off: set[str] = set()
        """Screenings whose work this very process broke off: what is claimed there killed nobody."""
        self._alone = asyncio.Lock()
        self._sends = asyncio.Semaphore(SENDS_AT_ONCE)

    async def on(self, session_id: str, *, alone: bool = False) -> None:
        """Carry out the session's due effects in order, up to the first that has to wait.

        alone: nobody else works on this session, so what is still claimed was claimed by a process that died.
        """
        job = await self._claim(session_id, take_over=alone)
        try:
            while job is not None:
                job = await self._try(job)
        except asyncio.CancelledError:
            if job is not None and await self._store.holds(job):
                await self._store.recover(session_id, died=False)
            raise
        except Exception:
            self._broken_off.add(session_id)
            raise

    async def _claim(self, session_id: str, *, take_over: bool) -> Job | None:
        job = await self._store.claim(session_id, self._clock.now())
        if job is None and take_over:
            died = session_id not in self._broken_off
            if await self._store.recover(session_id, died=died):
                job = await self._store.claim(session_id, self._clock.now())
        self._broken_off.discard(session_id)
        return job

    async def _try(self, job: Job) -> Job | None:
        """Carry out one effect; return the next one of its session, claimed, or None if that has to wait."""
        if job.deaths >= MOST_DEATHS:
            return await self._set_aside(job)
        if job.deaths >= SUSPECT:
            async with self._alone:
                await self._store.blame(job)
                return await self._carry_out(job)
        return await self._carry_out(job)

    async def _set_aside(self, job: Job) -> Job | None:
        """Leave an effect alone that took process after process down.

        An answer goes to a reader; a message has its chances, and then goes to the operator.
        """
        log.error("effect %s took its process down %d times and is left alone", job.key, job.deaths)
        if isinstance(job.effect, MARKINGS):
            return await self._performer.leave_to_person(job)
        now = self._clock.now()
        if job.faults >= len(SECOND_CHANCES):
            await self._give_up(job, now, DIED)
        elif not await self._store.postpone(job, now + SECOND_CHANCES[job.faults], DIED, unsure=True):
            raise LostClaim(job.key)
        return None

    async def _carry_out(self, job: Job) -> Job | None:
        """Carry out one effect; markings wait for the judge, all else for a slot that no marking can hold."""
        try:
            if isinstance(job.effect, MARKINGS):
                return await self._performer.perform(job)
            async with self._sends:
                return await self._performer.perform(job)
        except StorageTrouble:
            raise  # no fault of the effect's: the work breaks off, and is taken up again when the database is back
        except LostClaim:
            log.warning("effect %s was taken over by another process", job.key)
        except Exception as fault:
            log.warning("effect %s failed: %s", job.key, type(fault).__name__)
            await self._failed(job, fault)
        return None

    async def _failed(self, job: Job, fault: Exception) -> None:
        now, what = self._clock.now(), type(fault).__name__
        refused = fault if isinstance(fault, ChatError) else None
        if (refused and refused.permanent) or job.faults >= len(RETRIES):
            await self._give_up(job, now, what)
            return
        wait = RETRIES[job.faults]
        asked = refused.retry_after_s if refused else None
        if asked is not None:
            wait = timedelta(seconds=asked)
        unsure = refused is None or refused.maybe_out
        if not await self._store.postpone(job, now + wait, what, unsure=unsure):
            # Settled after all, or another's by now: what was claimed with it is nobody's.
            raise LostClaim(job.key)

    async def _give_up(self, job: Job, now: datetime, what: str) -> None:
        if await self._store.give_up(job, now, what):
            log.error("effect %s waits for an operator: viva jobs list", job.key)
            if isinstance(job.effect, AWAITED):
                await self._performer.say_delayed(job)
