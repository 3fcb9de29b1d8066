"""A whole screening on Discord: the real front end, loop, dispatcher and SQLite store; the server is ours."""

import asyncio
import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.app import RulesJudge, SystemClock
from bot.chat.discord.front import DiscordFront, DiscordSetup
from bot.core.screening.next_step import Plan
from bot.core.screening.session import Person, Place, Session
from bot.flow.entrance.candidates import CandidateEntrance
from bot.flow.entrance.platform import Entrances
from bot.flow.entrance.screeners import ScreenerEntrance
from bot.flow.jobs.local_worker import LocalWorker
from bot.flow.jobs.perform import Performer
from bot.flow.jobs.retries import JobRunner
from bot.flow.jobs.screenings import Screenings
from bot.flow.permissions import Rights
from bot.store.store import SqlStore
from tests.chat.discord.guild import Call, Json
from tests.chat.discord.rules import walk
from tests.chat.discord.server import Server
from tests.chat.discord.wire import HIRING, LOBBY
from tests.core.screenings import PLAN, ROLE
from tests.waiting import HANG_S, LOOK_EVERY_S

KIM, SAM, EVE = "21", "22", "23"
"""A candidate, a screener who sees the hiring channel, and somebody who does not."""
HURRY = 20


@dataclass
class DiscordStage:
    """One screening of Kim on Discord."""

    server: Server
    store: SqlStore
    screenings: Screenings
    front: DiscordFront
    id: str = "s1"

    async def invite(self, person: str = KIM, code: str | None = None) -> None:
        await self.screenings.invite(
            self.id, ROLE, candidate=Person("discord", person, "Kim"), hiring=Place("discord", HIRING),
            invited_by=Person("discord", SAM, "Sam"), seed="7", code=code,
        )  # fmt: skip

    async def session(self) -> Session:
        return await self.store.load(self.id)

    async def told(self, channel: str, words: str, since: int = 0) -> Json:
        def look() -> Json | None:
            return next((m for m in self.server.posted(channel)[since:] if words in shown(m)), None)

        found: Json = await self.server.until(look)
        return found

    async def plays(self, *turns: tuple[str, str], channel: str = "") -> None:
        """Play a table of turns: what the candidate says, or "[Start]" for a press; what the bot and channel say."""
        direct = channel or self.server.direct(KIM)
        seen = {direct: 0, HIRING: 0}
        for who, words in turns:
            if who != "candidate":
                place = direct if who == "bot" else HIRING
                await self.told(place, words, seen[place])
                continue
            await self.quiet()
            seen = {place: len(self.server.posted(place)) for place in seen}
            if words.startswith("["):
                call = await self.presses(words, direct)
                assert call.type == 6
            else:
                await self.server.says(KIM, words)
        await self.quiet()

    async def presses(self, label: str, channel: str = "", person: str = KIM) -> Call:
        """Press the newest button with this label."""
        for message in reversed(self.server.posted(channel or self.server.direct(KIM))):
            for component in walk(message["components"]):
                if component["type"] == 2 and f"[{component['label']}]" == label:
                    return await self.server.presses(person, message, component["custom_id"])
        raise AssertionError(f"there is no button {label}")

    async def answers_all(self, text: str = "It is faster.") -> None:
        while not (session := await self.session()).state.over:
            if session.current is not None and session.current.is_open:
                await self.server.says(KIM, text)
                await self.server.says(KIM, "done")
            await self.quiet()

    async def quiet(self) -> None:
        """Wait until the bot has received and stored all that happened, and nothing is due any more."""
        async with asyncio.timeout(HANG_S):
            await self.server.received()
            while at_work() or await self._due():  # noqa: ASYNC110 - nobody says when there is nothing left to do
                await asyncio.sleep(LOOK_EVERY_S)

    async def _due(self) -> bool:
        ready = await self.store.ready(SystemClock().now(), ["discord"])
        return bool(ready or await self.store.under_way(["discord"]))


def at_work() -> bool:
    """Say whether the bot is busy with an event of the gateway: the SDK names the tasks in which it hands them on."""
    return any(task.get_name().startswith("discord.py:") for task in asyncio.all_tasks())


@asynccontextmanager
async def on_discord(
    server: Server, file: Path, plan: Plan = PLAN, patience_s: float = HANG_S
) -> AsyncIterator[DiscordStage]:
    """Open a stage over a database file; a second one over the same file goes on where the first was cut off.

    patience_s: how long an answer may take before the bot defers it; a busy machine must not make it do so.
    """
    with pytest.MonkeyPatch.context() as patient:
        patient.setattr("bot.chat.discord.inbound.replies.PATIENCE_S", patience_s)
        patient.setattr("bot.chat.discord.inbound.screeners.OFFER_S", HANG_S)
        async with _on_discord(server, file, plan) as stage:
            yield stage


@asynccontextmanager
async def _on_discord(server: Server, file: Path, plan: Plan) -> AsyncIterator[DiscordStage]:
    clock, woken, stop = SystemClock(), asyncio.Event(), asyncio.Event()
    front = DiscordFront(setup_for(server), clock.now, hurried)
    async with SqlStore.open(f"sqlite:///{file}") as store:
        await store.recover()
        screenings = Screenings(store, lambda: plan.bank, clock, woken.set)
        chats = {"discord": front.chat}
        performer = Performer(store, screenings, chats, RulesJudge(), clock)
        dispatcher = LocalWorker(store, JobRunner(store, performer, clock), clock, ["discord"], woken)
        reception = CandidateEntrance(store, screenings, chats, clock)
        ids = (f"d{n}" for n in itertools.count(1))
        hiring = {"discord": Place("discord", HIRING)}
        desk = ScreenerEntrance(store, screenings, lambda: plan.bank, Rights(), hiring, lambda: next(ids), clock)

        async def ongoing() -> list[Session]:
            return [s for s in await store.recent() if not s.state.over]

        identified = server.identified
        serving = asyncio.create_task(front.run(Entrances(reception, desk, ongoing), stop))
        working = asyncio.create_task(dispatcher.run())
        try:
            await server.until(lambda: server.identified > identified or serving.done())
            await server.until(lambda: server.posted(LOBBY))
            yield DiscordStage(server, store, screenings, front)
        finally:
            working.cancel()
            with suppress(asyncio.CancelledError):
                await working
            stop.set()
            await serving
            await reception.close()
            await front.chat.close()


async def begun(stage: DiscordStage) -> None:
    """Bring Kim to the first question."""
    await stage.invite()
    await stage.told(stage.server.direct(KIM), "[Start]")
    await stage.plays(("candidate", "[Start]"), ("bot", "not count"), ("candidate", "skip"), ("bot", "Question 1"))


async def hurried(seconds: float) -> None:
    """Wait by a clock that runs faster."""
    await asyncio.sleep(seconds / HURRY)


def setup_for(server: Server) -> DiscordSetup:
    return DiscordSetup(
        "token", f"http://{server.url}/api/v10", f"ws://{server.url}/gateway", frozenset({HIRING}), LOBBY, 0.0
    )


def shown(message: Json) -> str:
    """Return everything that a message shows, as a person sees it."""

    def texts(component: Json) -> str:
        if component["type"] == 2:
            return f"[{component['label']}]"
        return str(component.get("content", ""))

    return "\n".join(filter(None, map(texts, walk(message.get("components"))))).replace("\\", "")


def said(call: Any) -> str:
    """Return what an answer to an interaction shows to the one who acted."""
    return shown(call.data)
