"""The Chat port on Discord: each message once, in order, where the person can be reached."""

import asyncio
import base64
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256

import discord

from bot.chat.discord.outbound.base_urls import PLATFORM as PLATFORM
from bot.chat.discord.outbound.errors import Shut
from bot.chat.discord.outbound.private_threads import Threads
from bot.chat.discord.outbound.rest import Rest
from bot.chat.discord.outbound.views import Chunk, parts
from bot.core.screening.session import Place
from bot.flow.actions.candidates import DONE, WRITE
from bot.flow.jobs.concurrency import cancel_all
from bot.flow.messages import Block, Buttons, Message
from bot.flow.ports import ChatError, Outcome

NONCE_HOLDS = timedelta(minutes=2)
"""For so long Discord surely knows a nonce again, and returns the first message instead of a second one."""
SKEW = timedelta(minutes=5)
"""How far Discord's clock may be from ours."""
NONCE_LENGTH = 24
TYPING_EVERY_S = 8.0
LONGEST_TYPING_S = 180.0
GONE = 10008
TICK = "\N{WHITE HEAVY CHECK MARK}"

log = logging.getLogger(__name__)


class DiscordChat:
    """Posts and edits messages, and shows that an answer is being read; raises ChatError.

    A place is a channel if it is one of `channels`, or if there is nobody of that id; else it is a person.
    A message's name is "<channel>/<message>,<message>…", one for each part of it.
    """

    def __init__(
        self, rest: Rest, now: Callable[[], datetime], channels: Iterable[str] = (), lobby: str | None = None
    ) -> None:
        self._rest = rest
        self._now = now
        self._channels = {c for c in (*channels, lobby) if c}
        self.threads = Threads(rest, lobby) if lobby else None
        self._where: dict[str, int] = {}
        self._in_thread: set[int] = set()
        self._typing: dict[str, asyncio.Task[None]] = {}

    def knows(self, channel: str) -> None:
        """Note that an id is a channel's."""
        self._channels.add(channel)

    def heard(self, person: str, channel: int, *, thread: bool = False) -> None:
        """Note where somebody writes to us: there they are answered."""
        self._where[person] = channel
        if thread:
            self._in_thread.add(channel)

    async def whose(self, channel: int) -> str | None:
        """Return the id of the person on the other side of a direct conversation; None if it cannot be told."""
        known = next((person for person, where in self._where.items() if where == channel), None)
        if known is not None:
            return known
        try:
            found = await self._rest.call("find a conversation", lambda client: client.fetch_channel(channel))
        except ChatError:
            return None
        return str(found.recipient.id) if isinstance(found, discord.DMChannel) and found.recipient else None

    async def direct(self, person: str) -> int:
        """Return the id of the direct conversation with somebody, opened if need be; it may still be shut."""
        channel = await self._rest.call("create_dm", lambda client: client.create_dm(discord.Object(int(person))))
        return channel.id

    async def post(self, to: Place, message: Message, key: str, unsure_since: datetime | None = None) -> str:
        """Post a message once for each key, and return its name."""
        channel = await self._conversation(to.id)
        try:
            return await self._post(channel, message, key, unsure_since)
        except ChatError as error:
            if error.outcome is Outcome.NO_CHANNEL and channel in self._in_thread:
                return await self._elsewhere(to, message, key)
            if not isinstance(error, Shut):
                raise
            if self.threads is None or to.id in self._channels or channel in self._in_thread:
                raise
            channel = await self.threads.of(to.id)
            self.heard(to.id, channel, thread=True)
            return await self._post(channel, message, key, unsure_since)

    async def _elsewhere(self, to: Place, message: Message, key: str) -> str:
        """Post to somebody whose thread was deleted: directly, or in a new thread."""
        self._in_thread.discard(self._where.pop(to.id, 0))
        return await self.post(to, message, key)

    async def edit(self, to: Place, ref: str, message: Message) -> None:  # noqa: ARG002 - the name says where
        """Replace a posted message; parts that it no longer has are taken away, new ones follow."""
        where, _, listed = ref.partition("/")
        channel, names = int(where), [int(name) for name in listed.split(",")]
        drawn = parts(message, ref)
        there = [
            await self._unless_gone("edit", channel, name, partial(_edited, part=part))
            for part, name in zip(drawn, names, strict=False)
        ]
        for number in range(len(names), len(drawn)) if there[0] else ():
            await self._part(channel, drawn[number], f"{ref}#{number}")
        for name in names[len(drawn) :]:
            await self._unless_gone("delete", channel, name, discord.PartialMessage.delete)

    async def reading(self, to: Place, words: str) -> None:
        """Show that we are typing, or stop; never raises."""
        task = self._typing.pop(to.id, None)
        if task is not None:
            task.cancel()
        if words:
            self._typing[to.id] = asyncio.create_task(self._types(to.id))

    async def retire(self, to: Place, ref: str, message: Message) -> None:
        """Replace a posted message that is done with; never raises."""
        try:
            await self.edit(to, ref, message)
        except ChatError as error:
            log.info("a message could not be retired: %s", error)

    async def saved(self, to: Place, message_id: str) -> None:
        """Put a tick beside a person's message; never raises. What came by a form has no message to put it to."""
        channel = self._where.get(to.id)
        if channel is None or not message_id.isdecimal():
            return
        try:
            client = await self._rest.client()
            await client.get_partial_messageable(channel).get_partial_message(int(message_id)).add_reaction(TICK)
        except Exception as error:
            log.info("no tick could be shown: %s", type(error).__name__)

    async def close(self) -> None:
        """Stop whatever is under way, and close the connections."""
        await cancel_all(self._typing.values())
        self._typing.clear()
        await self._rest.close()

    async def _conversation(self, place: str) -> int:
        """Return the channel behind a place."""
        if place in self._channels:
            return int(place)
        if place not in self._where:
            try:
                self._where[place] = await self.direct(place)
            except ChatError as error:
                if error.outcome is not Outcome.UNKNOWN_PERSON or not await self._is_channel(place):
                    raise
                self.knows(place)
                return int(place)
        return self._where[place]

    async def _is_channel(self, place: str) -> bool:
        try:
            await self._rest.call("channel", lambda client: client.fetch_channel(int(place)))
        except ChatError as error:
            if error.permanent:
                return False
            raise
        return True

    async def _post(self, channel: int, message: Message, key: str, unsure_since: datetime | None) -> str:
        if channel in self._in_thread:
            message = _answerable(message)
        drawn = parts(message, key)
        out: dict[int, int] = {}
        if unsure_since is not None and self._now() - unsure_since > NONCE_HOLDS:
            out = await self._look(channel, {part.mark for part in drawn}, unsure_since)
        names: list[int] = []
        try:
            for number, part in enumerate(drawn):
                names.append(out.get(part.mark) or await self._part(channel, part, f"{key}#{number}"))
        except ChatError as error:
            error.begun = bool(names)
            raise
        return f"{channel}/{','.join(str(name) for name in names)}"

    async def _part(self, channel: int, part: Chunk, key: str) -> int:
        sent = await self._rest.call(
            "send",
            lambda client: client.get_partial_messageable(channel).send(
                view=part.view(), files=part.files(), nonce=nonce_of(key)
            ),
        )
        return sent.id

    async def _look(self, channel: int, marks: set[int], since: datetime) -> dict[int, int]:
        """Return which parts are out, by their marks."""
        after = discord.Object(discord.utils.time_snowflake(since - SKEW))
        out: dict[int, int] = {}
        async for message in self._rest.messages(channel, after):
            for component in message.components[:1]:
                for marked in (component, *getattr(component, "children", ())[:1]):
                    if (mark := getattr(marked, "id", None)) in marks:
                        out.setdefault(mark, message.id)
        return out

    async def _unless_gone(
        self, what: str, channel: int, name: int, change: Callable[[discord.PartialMessage], Awaitable[None]]
    ) -> bool:
        """Change a message that was posted, unless somebody has deleted it; return whether it was there."""

        async def changed(client: discord.Client) -> bool:
            try:
                await change(client.get_partial_messageable(channel).get_partial_message(name))
            except discord.NotFound as error:
                if error.code != GONE:
                    raise
                return False
            return True

        return await self._rest.call(what, changed)

    async def _types(self, place: str) -> None:
        try:
            channel = await self._conversation(place)
            async with asyncio.timeout(LONGEST_TYPING_S):
                while True:
                    client = await self._rest.client()
                    await client.get_partial_messageable(channel).typing()
                    await asyncio.sleep(TYPING_EVERY_S)
        except Exception as error:
            log.info("no typing could be shown: %s", type(error).__name__)


def nonce_of(key: str) -> str:
    """Return a key as the nonce by which Discord knows a repeat: 24 characters."""
    return base64.b32encode(sha256(key.encode()).digest()).decode()[:NONCE_LENGTH]


def _answerable(message: Message) -> Message:
    """Return a message for a thread, where we cannot read what is typed: what can be finished can be answered."""
    blocks: list[Block] = []
    for block in message.blocks:
        if isinstance(block, Buttons):
            finish = next((b for b in block.buttons if b.id.kind == DONE.kind), None)
            if finish is not None:
                block = Buttons((WRITE.button(finish.id.session, finish.id.position), *block.buttons))
        blocks.append(block)
    return replace(message, blocks=tuple(blocks))


async def _edited(message: discord.PartialMessage, part: Chunk) -> None:
    nobody = discord.AllowedMentions.none()
    await message.edit(view=part.view(), attachments=part.files(), allowed_mentions=nobody)
