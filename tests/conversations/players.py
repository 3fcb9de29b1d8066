"""Playing a table: each turn handed to a platform's player, each answer awaited."""

import asyncio
import re
from typing import Protocol

from bot.app import SystemClock
from bot.core.screening.session import Session
from bot.flow.ports import Store
from tests.conversations.tables import Table
from tests.waiting import HANG_S, LOOK_EVERY_S

PRESS = re.compile(r"\[(?P<label>[^\]]+)\](?P<twice> twice)?")
CHANGE = "changes it to: "
DELETE = "deletes it"
FILE = re.compile(r"sends (?P<name>\S+): (?P<text>.*)", re.DOTALL)
ACTORS = ("candidate", "screener", "outsider")
HEARD = ("bot", "channel", "desk")


class Player(Protocol):
    """One platform, with Kim who answers, Sam who screens and Eve who has no business there."""

    @property
    def store(self) -> Store: ...

    async def says(self, text: str) -> None: ...

    async def changes(self, text: str) -> None:
        """Edit Kim's last message."""

    async def deletes(self) -> None:
        """Delete Kim's last message."""

    async def sends(self, name: str, text: str) -> None:
        """Send a text file as Kim."""

    async def presses(self, who: str, label: str) -> None:
        """Press the newest button with a label: Kim's own, or in what Sam sees."""

    async def commands(self, who: str, text: str) -> None:
        """Give a command, "invite @Kim infra"."""

    async def fills(self, who: str, values: dict[str, str]) -> None:
        """Fill in and send the form that is open."""

    def heard(self, ear: str) -> list[str]:
        """Return all that was said to "bot" or "channel", or to whoever acted at the "desk", the oldest first."""

    def card(self) -> str:
        """Return the one card as it stands."""

    async def settle(self) -> None:
        """Let what is due be carried out."""


async def played(player: Player, table: Table) -> Session:
    """Play a table and return the session as it is stored."""
    since = dict.fromkeys(HEARD, 0)
    for number, (who, words) in enumerate(table.turns):
        if who in ACTORS:
            since = {ear: len(player.heard(ear)) for ear in HEARD}
            await _acts(player, who, words)
            await player.settle()
            continue
        ear, _, once = who.partition(" ")
        assert isinstance(words, str)
        count = await _awaited(player, ear, words, since)
        heard = [player.card()] if ear == "card" else player.heard(ear)[since[ear] :]
        assert count == 1 if once else count, f"turn {number}: {who} should have said {words!r}, but said {heard}"
    [session] = await player.store.recent()
    assert session.state is table.state
    assert {a.position: a.response for a in session.administrations if a.position in table.answers} == table.answers
    return session


async def settled(store: Store, platform: str) -> None:
    """Wait until nothing is due or under way on a platform."""
    async with asyncio.timeout(HANG_S):
        # Nobody says when there is nothing left to do.
        while await store.ready(SystemClock().now(), [platform]) or await store.under_way([platform]):  # noqa: ASYNC110 - the store has no event to wait for
            await asyncio.sleep(LOOK_EVERY_S)


async def _acts(player: Player, who: str, words: str | dict[str, str]) -> None:
    if isinstance(words, dict):
        await player.fills(who, words)
    elif press := PRESS.fullmatch(words):
        times = 2 if press["twice"] else 1
        await asyncio.gather(*(player.presses(who, press["label"]) for _ in range(times)))
    elif words.startswith("/viva "):
        await player.commands(who, words.removeprefix("/viva "))
    elif words == DELETE:
        await player.deletes()
    elif words.startswith(CHANGE):
        await player.changes(words.removeprefix(CHANGE))
    elif file := FILE.fullmatch(words):
        await player.sends(file["name"], file["text"])
    else:
        await player.says(words)


async def _awaited(player: Player, ear: str, words: str, since: dict[str, int]) -> int:
    """Return how often words were said since the last act, as soon as they are; 0 if they never are."""
    hangs = asyncio.get_running_loop().time() + HANG_S
    while True:
        texts = [player.card()] if ear == "card" else player.heard(ear)[since[ear] :]
        count = sum(words in text for text in texts)
        if count or asyncio.get_running_loop().time() > hangs:
            return count
        await asyncio.sleep(LOOK_EVERY_S)
