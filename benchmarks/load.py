"""Many candidates at once: answers carried out from end to end, and what the dispatcher adds to the grading itself."""

import asyncio
import resource
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from statistics import quantiles
from time import perf_counter, process_time

import psycopg

from benchmarks.figure import Figure
from bot.app import RulesJudge, SystemClock
from bot.content.load import load
from bot.core.bank.item import Bank, Item
from bot.core.bank.role import Role
from bot.core.bank.rubric import Rubric
from bot.core.grading.grade import Grade, Spent
from bot.core.grading.keywords import grade
from bot.core.screening.events import Accepted, Event, Finished, Said, Skipped
from bot.core.screening.session import Person, Place
from bot.flow.jobs.concurrency import cancel_all
from bot.flow.jobs.local_worker import LocalWorker
from bot.flow.jobs.perform import Performer
from bot.flow.jobs.retries import JobRunner
from bot.flow.jobs.screenings import Screenings
from bot.flow.messages import Message
from bot.flow.ports import Carrier, Judge, Store
from bot.jobs.queue import Queue
from bot.jobs.worker import Worker
from bot.store.database.engine import for_drivers
from bot.store.database.opening import bring_up_to_date
from bot.store.store import SqlStore
from tests.postgresql import discard, new_cluster, programs

PLATFORM = "load"
PEOPLE = 40
"""Candidates who answer QUESTIONS each, at the same time."""
QUESTIONS = 3
FIRST = 8
"""Candidates before them, not counted: rubrics are made ready and statements compiled once in a process."""
GRADINGS = 1000
GRADING_S = 0.2
STEPS = ("a message, until it is stored", "done, until it is stored", "done, until the next question")
LEAST_ANSWERS = 40.0
"""Answers a second, from end to end, on a machine that does nothing else."""
ANSWER = "It is faster because the link has more bandwidth, and it costs more power."
MB = 1e6 if sys.platform == "darwin" else 1e6 / 1024


@dataclass
class Chat:
    """A platform in the same process; whoever waits for a place to be written to is told."""

    waiting: dict[str, "asyncio.Future[float]"] = field(default_factory=dict)
    sent: int = 0

    def asked(self, who: str) -> "asyncio.Future[float]":
        """Return what gets the time of the next message to them that asks something, or thanks."""
        self.waiting[who] = asyncio.get_running_loop().create_future()
        return self.waiting[who]

    async def post(self, to: Place, message: Message, key: str, unsure_since: datetime | None = None) -> str:
        self.sent += 1
        asks = len(message.blocks) > 1
        if asks and (waits := self.waiting.pop(to.id, None)) is not None:
            waits.set_result(perf_counter())
        return f"m{self.sent}"

    async def edit(self, to: Place, ref: str, message: Message) -> None: ...

    async def reading(self, to: Place, words: str) -> None: ...

    async def saved(self, to: Place, message_id: str) -> None: ...

    async def retire(self, to: Place, ref: str, message: Message) -> None: ...


class SlowJudge:
    """The rules, after a wait such as a model would take."""

    async def grade(
        self, response: str, item: Item, rubric: Rubric, session: Spent, day: Spent, near: Sequence[float] = ()
    ) -> Grade:
        await asyncio.sleep(GRADING_S)
        return grade(response, item, rubric)


@dataclass
class Service:
    """The parts of one process."""

    store: Store
    screenings: Screenings
    carrier: Carrier
    chat: Chat
    role: Role

    async def invite(self, name: str) -> None:
        person, hiring = Person(PLATFORM, name, name), Place(PLATFORM, "hiring")
        await self.screenings.invite(
            f"s-{name}", self.role, candidate=person, hiring=hiring, invited_by=person, seed=name
        )

    async def says(self, name: str, event: Event) -> None:
        await self.screenings.handle(f"s-{name}", event)

    async def practised(self, name: str) -> None:
        """Invite somebody and bring them to the first question."""
        await self.invite(name)
        await self.says(name, Accepted())
        waits = self.chat.asked(name)
        await self.says(name, Skipped())
        await waits

    async def answered(self, name: str, number: int) -> Mapping[str, float]:
        """Give an answer, and return the seconds of each step of it."""
        began = perf_counter()
        await self.says(name, Said(f"{name}-{number}", ANSWER))
        written = perf_counter()
        waits = self.chat.asked(name)
        await self.says(name, Finished())
        acknowledged = perf_counter()
        asked = await waits
        return dict(zip(STEPS, (written - began, acknowledged - written, asked - written), strict=True))


@asynccontextmanager
async def a_service(url: str, bank: Bank, judge: Judge, at_once: int) -> AsyncIterator[Service]:
    clock, woken, chat = SystemClock(), asyncio.Event(), Chat()
    role = next(iter(bank.roles.values()))
    role = role.model_copy(update={"limits": role.limits.model_copy(update={"min_items": 3, "max_items": 3})})
    async with AsyncExitStack() as stack:
        server = for_drivers(url)
        queue = await stack.enter_async_context(Queue(server)) if server else None
        store = await stack.enter_async_context(SqlStore.open(url, queue.ring if queue else None))
        screenings = Screenings(store, lambda: bank, clock, woken.set)
        work = JobRunner(store, Performer(store, screenings, {PLATFORM: chat}, judge, clock), clock)
        carrier: Carrier
        if queue is None:
            carrier = LocalWorker(store, work, clock, [PLATFORM], woken, at_once)
        else:
            carrier = Worker(queue, store, work, clock, [PLATFORM], at_once)
        yield Service(store, screenings, carrier, chat, role)


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """Yield the addresses of empty databases by kind; PostgreSQL only where its programs are installed."""
    with tempfile.TemporaryDirectory() as folder:
        file = str(Path(folder) / "viva.db")
        bring_up_to_date(file)
        if programs() is None:
            yield {"SQLite": file}
            return
        cluster = new_cluster()
        try:
            with cluster.database() as url:
                yield {"SQLite": file, "PostgreSQL": url}
        finally:
            discard(cluster)


@dataclass(frozen=True)
class Seen:
    """What a run showed: answers a second by the clock, CPU seconds of this process an answer, seconds by step."""

    rate: float
    cpu_s: float
    seconds: Mapping[str, Sequence[float]]


async def whole(url: str, bank: Bank) -> Seen:
    """Have people answer at once, from the first question to the thanks."""
    async with a_service(url, bank, RulesJudge(), 64) as service:
        running = asyncio.create_task(service.carrier.run())

        async def takes_part(name: str) -> list[Mapping[str, float]]:
            return [await service.answered(name, number) for number in range(QUESTIONS)]

        async def all_of(names: Sequence[str]) -> list[Mapping[str, float]]:
            return [each for one in await asyncio.gather(*map(takes_part, names)) for each in one]

        first, names = [f"f{n}" for n in range(FIRST)], [f"p{n}" for n in range(PEOPLE)]
        for name in (*first, *names):
            await service.practised(name)
        await all_of(first)
        began, cpu = perf_counter(), process_time()
        answers = await all_of(names)
        took, cpu = perf_counter() - began, process_time() - cpu
        await cancel_all([running])
    by_step = {step: [answer[step] for answer in answers] for step in STEPS}
    return Seen(len(answers) / took, cpu / len(answers), by_step)


def size(url: str) -> int:
    """Return the bytes of a database, with what waits to be written into it."""
    server = for_drivers(url)
    if server is None:
        return sum(file.stat().st_size for file in Path(url).parent.glob(f"{Path(url).name}*"))
    with psycopg.connect(server) as connection:
        return sum(row[0] for row in connection.execute("SELECT pg_database_size(current_database())"))


async def gradings(url: str, bank: Bank) -> tuple[float, float]:
    """Return the seconds for many slow gradings at once: through the service, and as bare tasks."""
    async with a_service(url, bank, SlowJudge(), GRADINGS) as service:
        names = [f"g{n}" for n in range(GRADINGS)]
        for name in names:
            await service.invite(name)
            for event in (Accepted(), Skipped()):
                await service.says(name, event)
        await service.carrier.drain()
        for name in names:
            await service.says(name, Said(f"{name}-1", ANSWER))
            await service.says(name, Finished())
        began = perf_counter()
        await service.carrier.drain()
        through = perf_counter() - began
    began = perf_counter()
    await asyncio.gather(*(asyncio.sleep(GRADING_S) for _ in range(GRADINGS)))
    return through, perf_counter() - began


def measure() -> Iterator[Figure | str]:
    """Yield what each database carries out, and what the service adds to slow gradings."""
    bank = load(None)
    with databases() as urls:
        rates: dict[str, float] = {}
        for kind, url in urls.items():
            empty = size(url)
            seen = asyncio.run(whole(url, bank))
            rates[kind] = seen.rate
            yield Figure(
                f"{kind}, {PEOPLE} people at once", seen.rate, "/s", "wanted", LEAST_ANSWERS, most=None, least=1.0
            )
            yield f"{seen.cpu_s * 1000:.1f} ms of this process's CPU an answer: {1 / seen.cpu_s:.0f} a second at most"
            for step, seconds in seen.seconds.items():
                cuts = quantiles(seconds, n=100)
                yield f"{step}: p50 {cuts[49]:.3f} s, p95 {cuts[94]:.3f} s, p99 {cuts[98]:.3f} s"
            yield f"database: {(size(url) - empty) / (PEOPLE + FIRST) / 1000:.1f} kB a session of {QUESTIONS} answers"
        yield f"peak memory of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MB:.0f} MB"
        if "PostgreSQL" in rates:
            yield Figure(
                "PostgreSQL beside SQLite", rates["PostgreSQL"], "/s", "SQLite", rates["SQLite"], most=None, least=1.0
            )
        else:
            yield "PostgreSQL's server programs are missing: not measured"
        through, bare = asyncio.run(gradings(urls["SQLite"], bank))
        yield Figure(f"{GRADINGS} gradings of {GRADING_S} s", through, "s", "bare tasks", bare, most=None)
        yield f"overhead {(through - bare) / GRADINGS * 1000:.1f} ms an answer: marked, stored, next question sent"
