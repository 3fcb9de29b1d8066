"""What candidates do in direct messages, their thread and the lobby → CandidateEntrance, one thing at a time each."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

import discord

from bot.chat.discord.inbound.people import Somebody, person_of
from bot.chat.discord.outbound.base_urls import PLATFORM
from bot.chat.discord.outbound.chat import DiscordChat
from bot.chat.discord.outbound.errors import NETWORK
from bot.chat.discord.outbound.private_threads import belongs
from bot.core.screening.session import Person, Place
from bot.flow.action_id import ActionId
from bot.flow.actions.table import offered
from bot.flow.entrance.attachments import Sent
from bot.flow.entrance.candidates import CandidateEntrance
from bot.flow.forms import Reply
from bot.flow.jobs.backoff import growing, trying
from bot.flow.jobs.concurrency import Turns
from bot.flow.messages import Message, Spot
from bot.flow.ports import ChatError
from bot.flow.wording.candidates import lobby as said
from bot.flow.wording.catalogue import Say

LARGEST = 200_000
"""Bytes of a file that is read."""
FETCH_S = 5.0
TRIES = 5
FIRST_WAIT_S = 0.2

T = TypeVar("T")

log = logging.getLogger(__name__)


class Candidates:
    """Hears candidates; `bot` is our own id, `sleep` how it waits."""

    def __init__(
        self, reception: CandidateEntrance, chat: DiscordChat, sleep: Callable[[float], Awaitable[None]]
    ) -> None:
        self._reception = reception
        self._chat = chat
        self._sleep = sleep
        self._turns = Turns()

    async def hear(self, message: discord.Message, bot: int, *, read_back: str | None = None) -> None:
        """Take what somebody wrote to us; the same message twice is taken once, all else is passed over.

        read_back: whose conversation or thread it was found in, when it comes from the history.
        """
        theirs = read_back == str(message.author.id) if read_back else is_ours(message.channel, message.author)
        if message.author.bot or not theirs:
            return
        if message.type not in {discord.MessageType.default, discord.MessageType.reply}:
            return
        who, text = person_of(message.author), message.content
        in_thread = isinstance(message.channel, discord.Thread)
        if in_thread or read_back:
            text = _addressed(text, bot)
            if not text and not message.attachments and not read_back:
                await self._tell(who, message.id)
                return
        if not text and not message.attachments:
            return
        async with self._turns.of(who.id):
            if not read_back:
                self._chat.heard(who.id, message.channel.id, thread=in_thread)
            files = [await _sent(attachment) for attachment in message.attachments]
            name = f"discord:{message.channel.id}:{message.id}"
            await self._stored(lambda: self._reception.said(who, text, str(message.id), name, attachments=files))

    async def edited(
        self, who: Somebody | discord.abc.User, channel: int, message: int, text: str, at: datetime
    ) -> None:
        """Take a changed message of a direct conversation."""
        if who.bot or not text:
            return
        name = f"discord:{channel}:{message}:{at.isoformat()}"
        async with self._turns.of(str(who.id)):
            await self._stored(lambda: self._reception.edited(person_of(who), str(message), text, name))

    async def deleted(self, channel: int, message: int) -> None:
        """Take that a message of a direct conversation was deleted; Discord does not say whose it was."""
        whose = await self._chat.whose(channel)
        if whose is not None:
            who, name = Person(PLATFORM, whose, ""), f"discord:{channel}:{message}:deleted"
            async with self._turns.of(whose):
                await self._stored(lambda: self._reception.deleted(who, str(message), name))

    async def pressed(self, user: Somebody, id_: ActionId, interaction: int) -> Reply | None:
        """Take a press; return what opens or is said to them alone."""
        who = person_of(user)
        async with self._turns.of(who.id):
            return await self._reception.pressed(who, id_, f"discord:press:{interaction}")

    async def filled(
        self, user: Somebody, id_: ActionId, values: dict[str, str], interaction: int, delivery: str
    ) -> Reply | None:
        """Take a filled-in form; return what is said to them alone."""
        who = person_of(user)
        async with self._turns.of(who.id):
            return await self._stored(lambda: self._reception.filled(who, id_, values, delivery, str(interaction)))

    async def arrived(self, user: Somebody, code: str, delivery: str) -> Message:
        """Take an invitation's code, or an invited person without one."""
        who = person_of(user)
        async with self._turns.of(who.id):
            return await self._reception.arrived(who, code, None, delivery)

    async def say_to(self, user: Somebody) -> Say:
        """Return how somebody is spoken to."""
        return await self._reception.say_to(person_of(user))

    async def _stored(self, work: Callable[[], Awaitable[T]]) -> T:
        """Store something that Discord will not bring again: tried a few times, and else left to the next reading."""
        async for attempt in trying(TRIES, _worth_another_try, growing(FIRST_WAIT_S), self._sleep):
            with attempt:
                return await work()
        raise AssertionError("the loop returns or raises")

    async def _tell(self, who: Person, message: int) -> None:
        try:
            say = await self._reception.say_to(who)
            words = said.cannot_read(offered(Spot.THREAD, say=say), say)
            await self._chat.post(Place(PLATFORM, who.id), words, f"unread/{message}")
        except ChatError as error:
            log.info("nobody could be told that a message was not read: %s", error)


def _worth_another_try(fault: BaseException) -> bool:
    if isinstance(fault, Exception):
        log.warning("a message could not be stored: %s", type(fault).__name__)
    return isinstance(fault, Exception)


def is_ours(channel: object, author: discord.abc.User) -> bool:
    """Return whether this is a direct conversation, or the author's own thread."""
    if isinstance(channel, discord.Thread):
        return channel.is_private() and belongs(channel.name, str(author.id))
    return isinstance(channel, discord.DMChannel) or (
        isinstance(channel, discord.PartialMessageable) and channel.guild_id is None
    )


def _addressed(text: str, bot: int) -> str:
    """Return what a message in a thread says to us, without our name."""
    return text.replace(f"<@{bot}>", "").replace(f"<@!{bot}>", "").strip()


async def _sent(attachment: discord.Attachment) -> Sent:
    """Return a file that came with a message; a text that cannot be fetched comes back unread."""
    kind, text = attachment.content_type or "", None
    if kind.startswith(("text/", "application/json")) and attachment.size <= LARGEST:
        try:
            async with asyncio.timeout(FETCH_S):
                text = (await attachment.read()).decode("utf-8", "replace")
        except (discord.DiscordException, *NETWORK) as error:
            log.info("a file could not be fetched: %s", type(error).__name__)
    return Sent(attachment.filename, kind, attachment.size, text)
