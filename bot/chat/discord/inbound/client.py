"""The gateway client: hands on what Discord delivers; no privileged intent, and nobody is ever mentioned."""

import asyncio
import logging
import sys
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

import discord

from bot.chat.discord.inbound.candidates import Candidates, is_ours
from bot.chat.discord.inbound.catch_up import CatchUp
from bot.chat.discord.inbound.commands import tree_of
from bot.chat.discord.inbound.replies import Answers, Interaction
from bot.chat.discord.inbound.screeners import Screeners
from bot.chat.discord.outbound.modals import submission_name, values
from bot.chat.discord.outbound.views import Press
from bot.flow.action_id import ActionId, UnreadableId
from bot.flow.actions.table import is_candidates, read
from bot.flow.forms import Reply
from bot.flow.jobs.concurrency import Errands

GUILDS_WAIT_S = 0.5
"""How long after the last server came the session counts as begun."""

log = logging.getLogger(__name__)


def intents() -> discord.Intents:
    """Return what we ask to hear: servers, and messages; in direct messages their words come along."""
    asked = discord.Intents.none()
    asked.guilds = True
    asked.dm_messages = True
    asked.guild_messages = True
    return asked


class ListeningClient(discord.Client):
    """One connection to the gateway, over its drops; made anew by the supervisor if it dies.

    missed: reads what was written while nobody listened; ready: called, in an errand, whenever a session has begun
    anew; what it does must bear being done twice.
    """

    def __init__(
        self,
        candidates: Candidates,
        screeners: Screeners,
        answers: Answers,
        errands: Errands,
        missed: CatchUp,
        ready: Callable[[], Coroutine[Any, Any, None]],
        identify_wait_s: float = 5.0,
    ) -> None:
        super().__init__(
            intents=intents(),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            guild_ready_timeout=GUILDS_WAIT_S,
        )
        self._candidates = candidates
        self._screeners = screeners
        self._answers = answers
        self._errands = errands
        self._missed = missed
        self._begun = ready
        self._identify_wait_s = identify_wait_s
        self.was_ready = False
        """Whether a session ever began."""
        self.tree = tree_of(self, candidates, screeners, answers)
        self._guard()

    async def setup_hook(self) -> None:
        """Make the buttons known, and tell Discord the commands."""
        self.add_dynamic_items(Press)
        await self.tree.sync()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:  # noqa: ARG002 - the SDK's way
        """Wait before a session that begins anew, as Discord asks."""
        if not initial:
            await asyncio.sleep(self._identify_wait_s)

    async def on_ready(self) -> None:
        """Catch up with what happened before the session began."""
        self.was_ready = True
        self._errands.later(self._begun())

    async def on_message(self, message: discord.Message) -> None:
        """Take a message."""
        assert self.user is not None
        if not message.author.bot and is_ours(message.channel, message.author):
            await self._missed.of(str(message.author.id))
            await self._candidates.hear(message, self.user.id)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Take a changed message of a direct conversation; a link that got its preview is none."""
        message = payload.message
        if payload.guild_id is None and message.edited_at is not None:
            text = message.content
            await self._missed.of(str(message.author.id))
            await self._candidates.edited(message.author, payload.channel_id, message.id, text, message.edited_at)

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Take a message that was deleted in a direct conversation."""
        if payload.guild_id is None:
            await self._candidates.deleted(payload.channel_id, payload.message_id)

    async def on_interaction(self, interaction: Interaction) -> None:
        """Take a filled-in form, also one that was opened by a process that is gone."""
        if interaction.type is not discord.InteractionType.modal_submit:
            return
        data: Mapping[str, Any] = interaction.data or {}
        custom_id, filled = str(data.get("custom_id", "")), values(data.get("components") or ())
        delivery = submission_name(interaction.user.id, custom_id, filled, interaction.id)
        await self._answers.give(interaction, self._filled(interaction, read(custom_id), filled, delivery))

    async def pressed(self, interaction: Interaction, custom_id: str) -> None:
        """Take a press, and answer it."""
        await self._answers.give(interaction, self._pressed(interaction, read(custom_id)))

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:  # noqa: ARG002 - the SDK's way
        """Note that something could not be taken, without anybody's words, and read again what was written."""
        log.error("%s failed: %s", event_method, getattr(sys.exc_info()[0], "__name__", "unknown"))
        if event_method in {"on_message", "on_raw_message_edit", "on_raw_message_delete"} and not self.is_closed():
            self._missed.begin()
            self._errands.when_stored(self._begun)

    async def _pressed(self, interaction: Interaction, id_: ActionId | UnreadableId) -> Reply | None:
        if isinstance(id_, ActionId) and is_candidates(id_):
            await self._missed.of(str(interaction.user.id))
            return await self._candidates.pressed(interaction.user, id_, interaction.id)
        return await self._screeners.pressed(interaction, id_)

    async def _filled(
        self, interaction: Interaction, id_: ActionId | UnreadableId, filled: dict[str, str], delivery: str
    ) -> Reply | None:
        if isinstance(id_, ActionId) and is_candidates(id_):
            await self._missed.of(str(interaction.user.id))
            return await self._candidates.filled(interaction.user, id_, filled, interaction.id, delivery)
        return await self._screeners.filled(interaction, id_, filled, delivery)

    def _guard(self) -> None:
        """Let a payload that cannot be read pass by, rather than end the connection; then read what it may have been.

        Discord was seen to bring "guild_id": null for a direct message, which the SDK cannot read.
        """
        parsers = self._connection.parsers
        for event, parse in list(parsers.items()):
            parsers[event] = self._guarded(event, parse)

    def _guarded(self, event: str, parse: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def guarded(data: Any) -> Any:
            if isinstance(data, dict) and "guild_id" in data and data["guild_id"] is None:
                data = {name: value for name, value in data.items() if name != "guild_id"}
            if event == "READY":
                self._missed.begin()
            try:
                return parse(data)
            except Exception as error:
                log.warning("a %s could not be read: %s", event, type(error).__name__)
                if event == "READY":
                    raise
                if self.was_ready:
                    self._missed.begin()
                    self._errands.later(self._begun())
                return None

        return guarded
