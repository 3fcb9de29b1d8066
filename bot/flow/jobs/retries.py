"""One session's effects, carried out in order by whoever was handed the session; every dispatcher works by this."""

import logging
from datetime import timedelta

from bot.core.screening.effects import AskItem, AskPractice, GradeResponse
from bot.flow.jobs.perform import LostClaim, Performer
from bot.flow.ports import ChatError, Clock, Job, Store

log = logging.getLogger(__name__)

QUICK = tuple(timedelta(seconds=s) for s in (2, 4, 8, 16))
LATER = tuple(timedelta(minutes=m) for m in (2, 10, 30, 120, 240))
RETRIES = QUICK + LATER
"""Waits between tries: a few at once, for a hiccup, then rarer ones, for an outage. Then an operator is needed."""
AWAITED = (AskPractice, AskItem, GradeResponse)
"""What a candidate waits for: when it is given up, they are told that it will take a while."""


class Work:
    """Claims, carries out, settles; what fails is tried again later, and at last waits for an operator."""

    def __init__(self, store: Store, performer: Performer, clock: Clock) -> None:
        self._store = store
        self._performer = performer
        self._clock = clock

    async def on(self, session_id: str, *, alone: bool = False) -> None:
        """Carry out the session's due effects in order, up to the first that has to wait.

        alone: nobody else works on this session, so what is still claimed was claimed by a process that died.
        """
        job = await self._claim(session_id, take_over=alone)
        while job is not None:
            job = await self._try(job)

    async def _claim(self, session_id: str, *, take_over: bool) -> Job | None:
        job = await self._store.claim(session_id, self._clock.now())
        if job is None and take_over and await self._store.recover(session_id):
            job = await self._store.claim(session_id, self._clock.now())
        return job

    async def _try(self, job: Job) -> Job | None:
        """Carry out one effect; return the next one of its session, claimed, or None if that has to wait."""
        try:
            return await self._performer.perform(job)
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
            if await self._store.give_up(job, now, what):
                log.error("effect %s waits for an operator: viva jobs list", job.key)
                if isinstance(job.effect, AWAITED):
                    await self._performer.say_delayed(job)
            return
        wait = RETRIES[job.faults]
        asked = refused.retry_after_s if refused else None
        if asked is not None:
            wait = timedelta(seconds=asked)
        unsure = refused is None or refused.maybe_out
        if not await self._store.postpone(job, now + wait, what, unsure=unsure):
            # Settled after all, or another's by now: what was claimed with it is nobody's.
            raise LostClaim(job.key)
