"""What screeners do: commands, presses on cards and filled-in forms → Desk."""

import asyncio
from contextlib import suppress

import discord

from bot.chat.discord.inbound.people import People, Somebody, person_of
from bot.chat.discord.inbound.replies import Interaction
from bot.chat.discord.outbound.base_urls import PLATFORM
from bot.chat.discord.outbound.chat import DiscordChat
from bot.core.bank.role import Role
from bot.core.screening.session import Person, Place
from bot.flow.action_id import ActionId, UnreadableId
from bot.flow.entrance.screeners import ScreenerEntrance
from bot.flow.forms import Reply
from bot.flow.messages import short
from bot.flow.permissions import Visitor
from bot.flow.ports import ChatError
from bot.flow.wording import platform as said

OFFER_S = 2.0
"""How long may be looked for what to offer; after three seconds Discord shows a fault."""


class Screeners:
    """Hears screeners; rights are looked at by the desk, on what Discord says of them at that moment."""

    def __init__(self, desk: ScreenerEntrance, people: People, chat: DiscordChat) -> None:
        self._desk = desk
        self._people = people
        self._chat = chat

    async def command(self, interaction: Interaction, text: str) -> Reply:
        """Return the answer to "status" or "help"."""
        visitor, where = await self._visitor(interaction)
        if visitor is None:
            return short(said.CANNOT_CHECK)
        return await self._desk.command(visitor, text, where, f"discord:command:{interaction.id}")

    async def invite(self, interaction: Interaction, person: Somebody | None, name: str, role: str) -> Reply:
        """Return the answer to an invitation, of somebody on Discord or of somebody by name."""
        if person is not None and person.bot:
            return short(said.NOT_A_PERSON)
        if person is None and not name.strip():
            return short(said.WHOM)
        visitor, where = await self._visitor(interaction)
        if visitor is None:
            return short(said.CANNOT_CHECK)
        candidate = person_of(person) if person is not None else Person(PLATFORM, "", name.strip())
        return await self._desk.invite(visitor, candidate, role.strip(), where, f"discord:command:{interaction.id}")

    async def about_invitation(
        self, interaction: Interaction, verb: str, person: Somebody | None, name: str, role: str
    ) -> Reply:
        """Return the answer to taking an invitation back, or sending it again."""
        if person is None and not name.strip():
            return short(said.WHOM)
        whom = f"<@{person.id}>" if person is not None else name
        return await self.command(interaction, f"{verb} {whom} {role}")

    async def roles(self, interaction: Interaction, typed: str) -> list[Role]:
        """Return the roles to offer for what is typed so far: those they may invite to, none if Discord is slow."""
        with suppress(TimeoutError):
            async with asyncio.timeout(OFFER_S):
                visitor, where = await self._visitor(interaction)
                mine = self._desk.roles(visitor, where) if visitor is not None else ()
                words = typed.casefold().strip()
                return [role for role in mine if words in f"{role.id} {role.title}".casefold()]
        return []

    async def pressed(self, interaction: Interaction, id_: ActionId | UnreadableId) -> Reply:
        """Return the answer to a press."""
        visitor, _ = await self._visitor(interaction)
        if visitor is None:
            return short(said.CANNOT_CHECK)
        return await self._desk.pressed(visitor, id_, f"discord:press:{interaction.id}")

    async def filled(
        self, interaction: Interaction, id_: ActionId | UnreadableId, values: dict[str, str], delivery: str
    ) -> Reply:
        """Return the answer to a filled-in form."""
        visitor, _ = await self._visitor(interaction)
        if visitor is None:
            return short(said.CANNOT_CHECK)
        return await self._desk.filled(visitor, id_, values, delivery)

    async def _visitor(self, interaction: Interaction) -> tuple[Visitor | None, Place]:
        """Return who acts and where; None if Discord does not say what they may."""
        channel = interaction.channel_id if interaction.guild_id is not None else None
        if channel is not None and isinstance(interaction.client, discord.Client):
            self._chat.knows(str(channel))
        place = Place(PLATFORM, str(channel or interaction.user.id))
        try:
            return await self._people.visitor(interaction.client, interaction.user, channel), place
        except ChatError:
            return None, place
