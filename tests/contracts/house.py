"""One process of the service, over a database and a platform that it may share with others."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.screening.session import Person, Place
from bot.flow.jobs.local_worker import LocalWorker
from bot.flow.jobs.perform import Performer
from bot.flow.jobs.retries import JobRunner
from bot.flow.jobs.screenings import Screenings
from bot.flow.messages import Message
from bot.flow.ports import Carrier, Store
from bot.jobs.queue import Queue
from bot.jobs.worker import Worker
from bot.store.store import SqlStore
from tests.conversations.stage import Clock, Judge, Platform
from tests.core.screenings import PLAN, ROLE, SCREENER


@dataclass
class House:
    """One process: a store, what carries out its effects, and a platform that all processes share."""

    store: Store
    screenings: Screenings
    carrier: Carrier
    platform: "Shared"
    clock: Clock
    judge: Judge

    async def invite(self, session_id: str) -> None:
        kim = Person("console", f"kim-{session_id}", "Kim")
        hiring = Place("console", "hiring")
        await self.screenings.invite(
            session_id, ROLE, candidate=kim, hiring=hiring, invited_by=SCREENER, seed=session_id
        )


@dataclass
class Shared(Platform):
    """A platform that takes its time, and notes who posts to whom at the same moment."""

    before: Callable[[str], None] = lambda key: None
    busy: set[str] = field(default_factory=set)
    clashes: list[str] = field(default_factory=list)
    unsure: list[datetime | None] = field(default_factory=list)

    async def post(self, to: Place, message: Message, key: str, unsure_since: datetime | None = None) -> str:
        session_id = key.split("/")[0]
        if session_id in self.busy:
            self.clashes.append(key)
        self.busy.add(session_id)
        try:
            await asyncio.sleep(0.001)
            self.before(key)
            self.unsure.append(unsure_since)
            return await super().post(to, message, key, unsure_since)
        finally:
            self.busy.discard(session_id)


@asynccontextmanager
async def a_house(url: str, platform: Shared, clock: Clock) -> AsyncIterator[House]:
    if "://" in url:
        async with Queue(url) as queue, SqlStore.open(url, queue.ring) as store:
            yield _house(store, platform, clock, queue)
    else:
        async with SqlStore.open(url) as store:
            await store.recover()
            yield _house(store, platform, clock, None)


def _house(store: Store, platform: Shared, clock: Clock, queue: Queue | None) -> House:
    woken = asyncio.Event()
    screenings = Screenings(store, lambda: PLAN.bank, clock, woken.set)
    judge = Judge()
    work = JobRunner(store, Performer(store, screenings, {"console": platform}, judge, clock), clock)
    carrier: Carrier = (
        Worker(queue, store, work, clock, ["console"]) if queue else LocalWorker(store, work, clock, ["console"], woken)
    )
    return House(store, screenings, carrier, platform, clock, judge)
