"""A stage for whole screenings: the real loop, performer, dispatcher and SQLite store; chat, judge and clock are ours.

A conversation is a table of turns: who speaks, and what (or a part of what) is said.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

from bot.core.bank.item import Item
from bot.core.bank.rubric import Rubric
from bot.core.grading.grade import Grade, Spent
from bot.core.grading.keywords import grade
from bot.core.screening.events import Event
from bot.core.screening.next_step import Plan
from bot.core.screening.session import Place, Session
from bot.flow.entrance.typed_commands import understand
from bot.flow.jobs.local_worker import LocalWorker
from bot.flow.jobs.perform import Performer
from bot.flow.jobs.retries import JobRunner
from bot.flow.jobs.screenings import Screenings
from bot.flow.messages import Bullets, Buttons, Facts, Heading, Message, Paragraph, Quote
from bot.flow.ports import ChatError, Outcome, Translator
from bot.store.store import SqlStore
from tests.core.screenings import KIM, NOW, PLAN, ROLE, SCREENER

CANDIDATE, CHANNEL = KIM.id, "hiring"


class Clock:
    """A clock that moves when it is told to."""

    def __init__(self) -> None:
        self.time = NOW

    def now(self) -> datetime:
        return self.time

    def forward(self, **spans: float) -> None:
        self.time += timedelta(**spans)


class Judge:
    """The keyword grader, unless a test puts something else in its place."""

    def __init__(self) -> None:
        self.then: Callable[[Grade], Grade] = lambda grade: grade
        """What becomes of the rules' grade."""

    async def grade(
        self, response: str, item: Item, rubric: Rubric, session: Spent, day: Spent, near: Sequence[float] = ()
    ) -> Grade:
        return self.then(grade(response, item, rubric))


@dataclass
class Platform:
    """A chat that keeps what it was given; `faults` are raised first, one for each post."""

    posts: list[tuple[str, Message, str]] = field(default_factory=list)
    edits: list[tuple[str, str, Message]] = field(default_factory=list)
    faults: list[ChatError] = field(default_factory=list)
    shown: list[tuple[str, bool]] = field(default_factory=list)
    """Where it was shown that an answer is being read, or no longer."""
    retired: list[tuple[str, str, Message]] = field(default_factory=list)
    ticked: list[tuple[str, str]] = field(default_factory=list)
    """Where it was shown that a message is kept, and which."""
    missing: dict[str, Outcome] = field(default_factory=dict)
    """The places that are not there, and what that means."""

    async def post(self, to: Place, message: Message, key: str, unsure_since: datetime | None = None) -> str:
        if self.faults:
            raise self.faults.pop(0)
        if to.id in self.missing:
            raise ChatError("missing", permanent=True, outcome=self.missing[to.id])
        known = [n for n, (_, _, old) in enumerate(self.posts, 1) if unsure_since is not None and old == key]
        if known:
            return f"m{known[0]}"
        self.posts.append((to.id, message, key))
        return f"m{len(self.posts)}"

    async def edit(self, to: Place, ref: str, message: Message) -> None:
        self.edits.append((to.id, ref, message))

    async def reading(self, to: Place, words: str) -> None:
        self.shown.append((to.id, bool(words)))

    async def retire(self, to: Place, ref: str, message: Message) -> None:
        self.retired.append((to.id, ref, message))

    async def saved(self, to: Place, message_id: str) -> None:
        self.ticked.append((to.id, message_id))

    def standing(self, place: str) -> list[Message]:
        """Return the messages at a place as they stand after their edits."""
        last = {ref: message for _, ref, message in (*self.edits, *self.retired)}
        return [last.get(f"m{n}", message) for n, (where, message, _) in enumerate(self.posts, 1) if where == place]

    def edited(self) -> list[str]:
        return [text_of(message) for _, _, message in self.edits]

    def to(self, place: str) -> list[str]:
        return [text_of(message) for where, message, _ in self.posts if where == place]


def text_of(message: Message) -> str:
    """Return everything a message shows, as one text."""
    lines: list[str] = []
    for block in message.blocks:
        match block:
            case Heading(text) | Paragraph(text) | Quote(text):
                lines.append(text)
            case Bullets(bullets):
                lines += bullets
            case Facts(rows):
                lines += [f"{label}: {value}" for label, value in rows]
            case Buttons(buttons):
                lines += [f"[{b.label}]" for b in buttons]
            case _:
                pass
    return "\n".join(lines)


@dataclass
class Screening:
    """One screening on the stage."""

    store: SqlStore
    screenings: Screenings
    dispatcher: LocalWorker
    platform: Platform
    judge: Judge
    clock: Clock
    id: str = "s1"
    _ids: "count[int]" = field(default_factory=lambda: count(1))

    async def session(self) -> Session:
        return await self.store.load(self.id)

    async def happens(self, event: Event, delivery_id: str | None = None) -> None:
        self.clock.forward(minutes=1)
        await self.screenings.handle(self.id, event, delivery_id=delivery_id)
        await self.dispatcher.drain()

    async def says(self, *messages: str) -> None:
        for message in messages:
            await self.happens(understand(message, f"c{next(self._ids)}"))

    async def plays(self, *turns: tuple[str, str]) -> None:
        """Play a table of turns; what the bot or the channel says must be among what was posted since."""
        seen = {CANDIDATE: len(self.platform.to(CANDIDATE)), CHANNEL: len(self.platform.to(CHANNEL))}
        for who, words in turns:
            if who == "candidate":
                seen = {place: len(self.platform.to(place)) for place in seen}
                await self.says(words)
                continue
            place = CANDIDATE if who == "bot" else CHANNEL
            fresh = self.platform.to(place)[seen[place] :]
            assert any(words in text for text in fresh), f"{who} should have said {words!r}, but said {fresh}"

    async def answers_all(self, text: str) -> None:
        while not (await self.session()).state.over:
            await self.says(text, "done")


@asynccontextmanager
async def on_stage(
    file: Path,
    plan: Plan = PLAN,
    *,
    platform: Platform | None = None,
    clock: Clock | None = None,
    translator: Translator | None = None,
) -> AsyncIterator[Screening]:
    """Open a stage over a database file; a second one over the same file goes on where the first was cut off."""
    clock, judge, chat = clock or Clock(), Judge(), platform or Platform()
    async with SqlStore.open(f"sqlite:///{file}") as store:
        await store.recover()
        woken = asyncio.Event()
        screenings = Screenings(store, lambda: plan.bank, clock, woken.set)
        performer = Performer(store, screenings, {"console": chat}, judge, clock, translator=translator)
        dispatcher = LocalWorker(store, JobRunner(store, performer, clock), clock, ["console"], woken)
        yield Screening(store, screenings, dispatcher, chat, judge, clock)


async def invite(stage: Screening) -> None:
    await stage.screenings.invite(
        stage.id, ROLE, candidate=KIM, hiring=Place("console", CHANNEL), invited_by=SCREENER, seed="7"
    )
    await stage.dispatcher.drain()
