"""Replies to interactions within Discord's time limit, privately, with another way when it is too late."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import discord

from bot.chat.discord.inbound.people import person_of
from bot.chat.discord.outbound.chat import DiscordChat
from bot.chat.discord.outbound.errors import NETWORK, fault
from bot.chat.discord.outbound.modals import modal
from bot.chat.discord.outbound.views import parts
from bot.core.screening.session import Person, Place
from bot.flow.forms import FieldErrors, Form, Reply
from bot.flow.messages import Message, short
from bot.flow.ports import ChatError, Outcome
from bot.flow.wording.candidates import on_platforms as said
from bot.flow.wording.catalogue import ENGLISH, Say
from bot.flow.wording.form_errors import unusable

PATIENCE_S = 0.6
"""How long an answer may take before Discord is told that it is coming; it waits for three seconds."""

Interaction = discord.Interaction[Any]

log = logging.getLogger(__name__)


class Answers:
    """Carries answers to people; never raises."""

    def __init__(self, chat: DiscordChat, say_to: Callable[[Person], Awaitable[Say]]) -> None:
        self._chat = chat
        self._say_to = say_to

    async def give(self, interaction: Interaction, work: Coroutine[Any, Any, Reply | None]) -> None:
        """Do the work, and answer with what comes of it; None is a press that ordinary messages answer."""
        task = asyncio.create_task(work)
        done, _ = await asyncio.wait({task}, timeout=PATIENCE_S)
        if not done:
            await self._try("defer", self._deferred(interaction))
        try:
            reply: Reply | None = await task
        except Exception as error:
            log.warning("something that was asked for failed: %s", type(error).__name__)
            reply = short((await self._say(interaction))(said.TOO_LATE))
        await self._answer(interaction, reply)

    async def _answer(self, interaction: Interaction, reply: Reply | None) -> None:
        answered = interaction.response.is_done()
        if reply is None:
            if not answered:
                await self._try("acknowledge", interaction.response.defer())
            return
        if isinstance(reply, Form):
            if answered:
                reply = short((await self._say(interaction))(said.WINDOW_FAILED))
            else:
                await self._try("modal", interaction.response.send_modal(modal(reply)))
                return
        if isinstance(reply, FieldErrors):
            reply = unusable(reply)  # a modal of Discord's has no place for what is wrong in it
        outcome = await self._try("answer", self._said(interaction, reply))
        if outcome is Outcome.LATE:
            await self._by_message(interaction, reply)
        elif outcome is Outcome.ANSWERED:
            await self._try("follow", self._followed(interaction, reply, 0))

    async def _say(self, interaction: Interaction) -> Say:
        """Return how somebody is spoken to; in English where even that cannot be told."""
        try:
            return await self._say_to(person_of(interaction.user))
        except Exception as error:
            log.warning("nobody could tell somebody's language: %s", type(error).__name__)
            return ENGLISH

    async def _deferred(self, interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=interaction.type.value == 2)

    async def _said(self, interaction: Interaction, reply: Message) -> None:
        begun = 0
        if reply.in_place and _is_private(interaction):
            await self._replaced(interaction, reply)
            return
        if not interaction.response.is_done():
            first = parts(reply, str(interaction.id))[0]
            files = first.files()
            await interaction.response.send_message(view=first.view(), files=files, ephemeral=True)
            begun = 1
        await self._followed(interaction, reply, begun)

    async def _replaced(self, interaction: Interaction, reply: Message) -> None:
        first, *rest = parts(reply, str(interaction.id))
        if interaction.response.is_done():
            await interaction.edit_original_response(view=first.view(), attachments=first.files())
        else:
            await interaction.response.edit_message(view=first.view(), attachments=first.files())
        if rest:
            await self._followed(interaction, reply, 1)

    async def _followed(self, interaction: Interaction, reply: Message, begun: int) -> None:
        for part in parts(reply, str(interaction.id))[begun:]:
            await interaction.followup.send(view=part.view(), files=part.files(), ephemeral=True)

    async def _by_message(self, interaction: Interaction, reply: Message) -> None:
        """Say it in direct messages, where nobody else reads it either."""
        person = Place("discord", str(interaction.user.id))
        await self._try("message", self._chat.post(person, reply, f"late/{interaction.id}"))

    async def _try(self, what: str, work: Coroutine[Any, Any, Any]) -> Outcome | None:
        """Do something that may fail without harm to what is stored; return why it failed, None if it did not."""
        try:
            await work
        except ChatError as error:
            log.warning("%s: %s", what, error)
            return error.outcome
        except (discord.DiscordException, *NETWORK) as error:
            known = fault(what, error)
            log.warning("%s", known)
            return known.outcome
        return None


def _is_private(interaction: Interaction) -> bool:
    """Return whether a press came from a message that only this person sees, so that it may be changed for them."""
    return interaction.message is not None and interaction.message.flags.ephemeral
