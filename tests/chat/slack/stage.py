"""A whole screening on Slack: the real front end, loop, dispatcher and SQLite store; the workspace is ours."""

import asyncio
import itertools
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.app import RulesJudge, SystemClock
from bot.chat.slack.front import SlackFront, SlackSetup
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
from bot.ops.http_server import serving
from bot.store.store import SqlStore
from tests.chat.slack.conftest import HIRING, KIM, SAM, hurried
from tests.chat.slack.deliveries import SECRET, Delivery
from tests.chat.slack.state import Json
from tests.chat.slack.workspace import Workspace
from tests.core.screenings import PLAN, ROLE
from tests.waiting import HANG_S


@dataclass
class SlackStage:
    """One screening of Kim on Slack; `session` is its id."""

    workspace: Workspace
    store: SqlStore
    screenings: Screenings
    dispatcher: LocalWorker
    front: SlackFront
    id: str = "s1"
    _ids: "itertools.count[int]" = field(default_factory=itertools.count)

    async def invite(self, person: str = KIM, id_: str = "s1") -> None:
        await self.screenings.invite(
            id_, ROLE, candidate=Person("slack", person, "Kim"), hiring=Place("slack", HIRING),
            invited_by=Person("slack", SAM, "Sam"), seed="7",
        )  # fmt: skip
        await self.told(person, "[Start]")

    async def session(self) -> Session:
        return await self.store.load(self.id)

    async def told(self, person: str, words: str, since: int = 0) -> Json:
        """Wait for a message to a person, or in the hiring channel, that holds these words; return it."""
        return await self.workspace.until(lambda: self._found(person, words, since))  # type: ignore[no-any-return] # until returns what is found

    def messages(self, person: str) -> list[Json]:
        """Return the bot's messages to a person or in a channel, the oldest first."""
        state = self.workspace.state
        channel = state.channels[person] if person in state.channels else state.direct(person)
        return [m for m in channel.messages.values() if m.get("bot_id")]

    def texts(self, person: str) -> list[str]:
        return [shown(m) for m in self.messages(person)]

    async def plays(self, *turns: tuple[str, str]) -> None:
        """Play a table of turns: what the candidate says, or "[Start]" for a press; what the bot and channel say."""
        seen = {KIM: 0, HIRING: 0}
        for who, words in turns:
            if who != "candidate":
                place = KIM if who == "bot" else HIRING
                await self.told(place, words, seen[place])
                continue
            await self.quiet()
            seen = {place: len(self.messages(place)) for place in seen}
            delivery = await (self.presses(words) if words.startswith("[") else self.workspace.says(KIM, words))
            assert delivery.acknowledged
        await self.quiet()

    async def presses(self, label: str) -> Delivery:
        """Press the newest button with this label that Kim has."""
        for message in reversed(self.messages(KIM)):
            for block in message.get("blocks", ()):
                for element in block.get("elements", ()) if block["type"] == "actions" else ():
                    if f"[{element['text']['text']}]" == label:
                        channel = self.workspace.state.direct(KIM).id
                        return await self.workspace.presses(KIM, channel, message["ts"], element["action_id"])
        raise AssertionError(f"there is no button {label}")

    async def answers_all(self, text: str = "It is faster.") -> None:
        """Answer whatever is asked until the screening is over."""
        while not (session := await self.session()).state.over:
            if session.current is not None and session.current.is_open:
                await self.workspace.says(KIM, text)
                await self.workspace.says(KIM, "done")
            await self.quiet()

    async def quiet(self) -> None:
        """Wait until nothing is due any more."""
        async with asyncio.timeout(HANG_S):
            # The dispatcher says nothing when it rests.
            while await self.store.ready(SystemClock().now(), ["slack"]) or await self.store.under_way(["slack"]):  # noqa: ASYNC110 - the store has no event to wait for
                await asyncio.sleep(0.02)

    def _found(self, person: str, words: str, since: int) -> Json | None:
        return next((m for m in self.messages(person)[since:] if words in shown(m)), None)


@asynccontextmanager
async def on_slack(
    workspace: Workspace, file: Path, plan: Plan = PLAN, *, http: bool = False
) -> AsyncIterator[SlackStage]:
    """Open a stage over a database file; a second one over the same file goes on where the first was cut off."""
    with pytest.MonkeyPatch.context() as patient:
        # A file is fetched before its message is acknowledged, which must not go otherwise on a busy machine.
        patient.setattr("bot.chat.slack.inbound.uploads.TIMEOUT_S", HANG_S)
        async with _on_slack(workspace, file, plan, http) as stage:
            yield stage


@asynccontextmanager
async def _on_slack(workspace: Workspace, file: Path, plan: Plan, http: bool) -> AsyncIterator[SlackStage]:
    clock, woken, stop = SystemClock(), asyncio.Event(), asyncio.Event()
    port = free_port()
    setup = SlackSetup(
        bot_token=workspace.bot_token,
        app_token=None if http else workspace.app_token,
        signing_secret=SECRET if http else None,
        url=f"{workspace.root}/api",
        port=port,
        channels=frozenset({HIRING}),
    )
    front = SlackFront(setup, clock.now, serving, hurried())
    async with SqlStore.open(f"sqlite:///{file}") as store:
        await store.recover()
        screenings = Screenings(store, lambda: plan.bank, clock, woken.set)
        chats = {"slack": front.chat}
        work = JobRunner(store, Performer(store, screenings, chats, RulesJudge(), clock), clock)
        dispatcher = LocalWorker(store, work, clock, ["slack"], woken)
        reception = CandidateEntrance(store, screenings, chats, clock)
        ids = (f"d{n}" for n in itertools.count(1))
        desk = ScreenerEntrance(
            store, screenings, lambda: plan.bank, Rights(), {"slack": Place("slack", HIRING)}, lambda: next(ids), clock
        )

        async def ongoing() -> list[Session]:
            return [s for s in await store.recent() if not s.state.over]

        listening = asyncio.create_task(front.run(Entrances(reception, desk, ongoing), stop))
        working = asyncio.create_task(dispatcher.run())
        workspace.bring.app_url = f"http://127.0.0.1:{port}/slack/events" if http else None
        try:
            await (answering(port) if http else workspace.sockets.connected())
            yield SlackStage(workspace, store, screenings, dispatcher, front)
        finally:
            stop.set()
            await listening
            working.cancel()
            with suppress(asyncio.CancelledError):
                await working
            await reception.close()
            await front.close()


def shown(message: Json) -> str:
    """Return everything that a message shows, as one text."""

    def texts(value: object) -> list[str]:
        if isinstance(value, list):
            return [t for inner in value for t in texts(inner)]
        if not isinstance(value, dict):
            return []
        if value.get("type") == "button":
            return [f"[{value['text']['text']}]"]
        own = [value["text"]] if isinstance(value.get("text"), str) else []
        return own + [t for inner in value.values() for t in texts(inner)]

    return "\n".join(texts(message.get("blocks", [])))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def answering(port: int) -> None:
    """Wait until somebody listens on a port."""
    async with asyncio.timeout(HANG_S):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.02)
                continue
            writer.close()
            return
