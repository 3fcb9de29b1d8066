"""A storm over one screening: calls fail, sockets drop, events come again, the process is killed. All by one seed."""

import asyncio
import random  # noqa: TID251 - the weather of a test; a seed repeats it
import re
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.chat.slack.conftest import HIRING, KIM, SAM
from tests.chat.slack.deliveries import Delivery
from tests.chat.slack.serving import serving
from tests.chat.slack.sockets import TRIES
from tests.chat.slack.stage import shown
from tests.chat.slack.state import Json
from tests.chat.slack.workspace import Workspace
from tests.waiting import HANG_S

FAILING = 0.2
"""The share of calls that fail."""
WAYS = ("hurried", "broken", "lost", "cut")
DROPS, KILLS = 3, 2
UNKNOWN_S = 30.0
"""After this time people do again what may not have arrived."""
QUESTION = re.compile(r"Question (\d+) of about")


@dataclass
class Storm:
    """Kim's screening in foul weather; `said` is what Kim wrote, by question."""

    workspace: Workspace
    database: str
    folder: Path
    seed: int
    said: dict[int, list[str]] = field(default_factory=dict)
    drops: int = 0
    kills: int = 0

    def __post_init__(self) -> None:
        self._weather = random.Random(self.seed)
        # Some deliveries are given up before the process is back: then only the history has them.
        self.workspace.sockets.patience_s = self._weather.choice((1.0, 30.0))
        self.workspace.sockets.acks_s = (3.0,) * TRIES
        self._process = ExitStack()

    async def played(self) -> None:
        """Play it from the invitation to the thanks and the card."""
        self.workspace.troubles.way = self._way
        self.workspace.bring.replays = 1
        self._begins()
        trouble = asyncio.create_task(self._drops_and_kills())
        try:
            await self._invited()
            await self._answers()
            await self._until(lambda: self._told(HIRING, "[Details]"))
        finally:
            trouble.cancel()
            with suppress(asyncio.CancelledError):
                await trouble
            self._process.close()

    def cards(self) -> list[Json]:
        """Return the cards in the hiring channel."""
        messages = self.workspace.state.channels[HIRING].messages.values()
        return [m for m in messages if "[Details]" in shown(m)]

    def asked(self) -> list[int]:
        """Return the numbers of the questions in the order of their cards."""
        found = (QUESTION.search(shown(m)) for m in self._messages(KIM))
        return [int(match.group(1)) for match in found if match]

    def _way(self) -> str:
        return self._weather.choice(WAYS) if self._weather.random() < FAILING else ""

    def _begins(self) -> None:
        self._process.enter_context(serving(self.workspace, self.database, self.folder))

    async def _drops_and_kills(self) -> None:
        acts = ["drop"] * DROPS + ["kill"] * KILLS
        self._weather.shuffle(acts)
        for act in acts:
            await asyncio.sleep(self._weather.uniform(3, 8))
            if act == "drop":
                self.drops += 1
                await self.workspace.sockets.drop()
                continue
            self.kills += 1
            self._process.close()
            self._begins()

    async def _invited(self) -> None:
        while not self._told(KIM, "[Start]"):
            invited = await self.workspace.commands(SAM, f"invite <@{KIM}|kim> ai-infrastructure", HIRING)
            with suppress(TimeoutError):
                await self._follows(invited, "[Start]")
        await self._pressed("start", "this one does not count")
        while not self._told(KIM, "Question 1 of"):
            skipped = await self.workspace.says(KIM, "skip")
            with suppress(TimeoutError):
                await self._follows(skipped, "Question 1 of")

    async def _pressed(self, action: str, then: str) -> None:
        """Press until something comes of it, as people do."""
        channel = self.workspace.state.direct(KIM).id
        while not self._told(KIM, then):
            invitation = self._told(KIM, "[Start]")
            assert invitation is not None
            pressed = await self.workspace.presses(KIM, channel, invitation["ts"], action)
            with suppress(TimeoutError):
                await self._follows(pressed, then)

    async def _follows(self, delivery: Delivery, words: str) -> None:
        """Wait for what follows: what was acknowledged is stored, and comes; of the rest nobody knows for a while."""
        seconds = HANG_S if delivery.acknowledged else UNKNOWN_S
        await self.workspace.until(lambda: self._told(KIM, words), seconds)

    async def _answers(self) -> None:
        number = 1
        while True:
            parts = [f"NVLink is faster than PCIe, answer {number}.", f"I measured it, answer {number}."]
            self.said[number] = parts
            for part in parts:
                await self.workspace.says(KIM, part)
            await self.workspace.says(KIM, "done")
            upcoming = f"Question {number + 1} of"
            await self._until(lambda words=upcoming: self._told(KIM, words) or self._told(KIM, "last question"))  # type: ignore[misc] # defaults bind
            if self._told(KIM, "last question"):
                return
            number += 1

    async def _until(self, holds: Callable[[], Json | None]) -> None:
        await self.workspace.until(holds)

    def _messages(self, place: str) -> list[Json]:
        state = self.workspace.state
        channel = state.channels[HIRING] if place == HIRING else state.direct(place)
        return [m for m in channel.messages.values() if m.get("bot_id")]

    def _told(self, place: str, words: str) -> Json | None:
        return next((m for m in self._messages(place) if words in shown(m)), None)
