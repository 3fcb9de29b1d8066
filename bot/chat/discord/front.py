"""The Discord front end, wired: one object that `viva run` starts, and stops."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

import discord

from bot.chat.discord.inbound.candidates import Candidates
from bot.chat.discord.inbound.catch_up import CatchUp
from bot.chat.discord.inbound.client import ListeningClient
from bot.chat.discord.inbound.people import People
from bot.chat.discord.inbound.reconnect import kept_alive
from bot.chat.discord.inbound.replies import Answers
from bot.chat.discord.inbound.screeners import Screeners
from bot.chat.discord.outbound.base_urls import PLATFORM, point
from bot.chat.discord.outbound.chat import DiscordChat
from bot.chat.discord.outbound.private_threads import belongs
from bot.chat.discord.outbound.rest import Rest
from bot.core.screening.session import Place
from bot.flow.actions.table import offered
from bot.flow.entrance.platform import Entrances
from bot.flow.jobs.concurrency import Errands, run_until
from bot.flow.messages import Spot
from bot.flow.ports import ChatError
from bot.flow.wording.candidates import lobby as said

LOOK_BACK = 100
"""Messages of the lobby among which its own is looked for."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class DiscordSetup:
    """What an operator has set.

    api, gateway: stand in for Discord's own addresses; channels: the ids that rights may rest on; lobby: the
    channel with a Start button, and with private threads for those who take no direct messages.
    """

    token: str = field(repr=False)
    api: str | None = None
    gateway: str | None = None
    channels: frozenset[str] = frozenset()
    lobby: str | None = None
    identify_wait_s: float = 5.0


class DiscordFront:
    """Discord as `viva run` sees it: a chat to post on, and something to run. Made inside a running loop."""

    name = PLATFORM
    is_called = False

    def __init__(
        self,
        setup: DiscordSetup,
        now: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        point(setup.api, setup.gateway)
        self._setup = setup
        self._sleep = sleep
        self._rest = Rest(setup.token, sleep)
        self._catching_up = asyncio.Lock()
        self._listening: ListeningClient | None = None
        self.chat = DiscordChat(self._rest, now, setup.channels, setup.lobby)

    async def run(self, doors: Entrances, stop: asyncio.Event) -> None:
        """Serve until `stop` is set; raise ScreeningError if Discord does not know the token."""
        errands = Errands()
        candidates = Candidates(doors.reception, self.chat, self._sleep)
        screeners = Screeners(doors.desk, People(self._rest, self._setup.channels), self.chat)
        answers = Answers(self.chat, lambda who: doors.reception.say_to(who))

        async def hear(message: discord.Message, person: str) -> None:
            await candidates.hear(message, await self._rest.me(), read_back=person)

        async def amend(message: discord.Message) -> None:
            assert message.edited_at is not None
            where, text, at = message.channel.id, message.content, message.edited_at
            await candidates.edited(message.author, where, message.id, text, at)

        missed = CatchUp(self._rest, self.chat, doors.ongoing, hear, amend, self._thread_of)

        async def ready() -> None:
            await self._ready(missed)

        def make() -> ListeningClient:
            wait = self._setup.identify_wait_s
            self._listening = ListeningClient(candidates, screeners, answers, errands, missed, ready, wait)
            return self._listening

        try:
            await run_until(stop, kept_alive(make, self._setup.token, self._sleep))
        finally:
            await errands.done()

    async def close(self) -> None:
        """Close the chat's connections."""
        await self.chat.close()

    def _thread_of(self, person: str) -> int | None:
        """Return somebody's thread in the lobby, as far as the gateway has told of it."""
        lobby = self._setup.lobby
        channel = self._listening.get_channel(int(lobby)) if self._listening is not None and lobby else None
        threads = channel.threads if isinstance(channel, discord.TextChannel) else []
        return next((thread.id for thread in threads if belongs(thread.name, person)), None)

    async def _ready(self, missed: CatchUp) -> None:
        """Read what was missed, and see that the lobby has its button; twice does nothing twice."""
        async with self._catching_up:
            await missed.all()
            try:
                await self._open_lobby(await self._rest.me())
            except ChatError as error:
                log.warning("the lobby's button could not be posted: %s", error)

    async def _open_lobby(self, bot: int) -> None:
        lobby = self._setup.lobby
        if lobby is None:
            return

        async def stands(rest: discord.Client) -> bool:
            history = rest.get_partial_messageable(int(lobby)).history(limit=LOOK_BACK)
            return any([m.author.id == bot and m.flags.components_v2 async for m in history])

        if not await self._rest.call("lobby", stands):
            await self.chat.post(Place(PLATFORM, lobby), said.lobby(offered(Spot.LOBBY)), f"lobby/{lobby}")
