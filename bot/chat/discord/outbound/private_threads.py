"""Private threads in the lobby, for people who take no direct messages: one for each, found again by its name."""

from hashlib import sha256
from typing import Any, Final

import discord

from bot.chat.discord.outbound.errors import fault
from bot.chat.discord.outbound.rest import Rest
from bot.flow.ports import ChatError, Outcome

NAME = "Viva · "
WEEK_MINUTES: Final = 10_080


def name_for(person: str) -> str:
    """Return the name of somebody's thread, which tells nobody who it is."""
    return NAME + sha256(person.encode()).hexdigest()[:10]


def belongs(name: str, person: str) -> bool:
    """Return whether a thread of this name is that person's."""
    return name == name_for(person)


def in_private(interaction: "discord.Interaction[Any]") -> bool:
    """Return whether somebody acts in a direct conversation, or in a thread of ours."""
    channel = interaction.channel
    return interaction.guild_id is None or (isinstance(channel, discord.Thread) and channel.name.startswith(NAME))


class Threads:
    """Finds and makes threads in one lobby channel."""

    def __init__(self, rest: Rest, lobby: str) -> None:
        self._rest = rest
        self._lobby = lobby

    async def found(self, person: str) -> discord.Thread | None:
        """Return somebody's thread, also one that is archived; None if there is none. Raises ChatError."""
        return await self._rest.call("threads", lambda client: self._find(client, person))

    async def of(self, person: str) -> int:
        """Return the id of somebody's thread, made if need be; raises ChatError if they are not in the server."""
        return await self._rest.call("thread", lambda client: self._make(client, person))

    async def _channel(self, client: discord.Client) -> discord.TextChannel:
        channel = await client.fetch_channel(int(self._lobby))
        if not isinstance(channel, discord.TextChannel):
            raise ChatError("the lobby is no text channel", permanent=True, outcome=Outcome.NO_CHANNEL)
        return channel

    async def _find(self, client: discord.Client, person: str) -> discord.Thread | None:
        channel, name = await self._channel(client), name_for(person)
        for thread in await channel.guild.active_threads():
            if thread.name == name and thread.parent_id == channel.id:
                return thread
        async for thread in channel.archived_threads(private=True, joined=True, limit=None):
            if thread.name == name:
                return thread
        return None

    async def _make(self, client: discord.Client, person: str) -> int:
        channel = await self._channel(client)
        try:
            await channel.guild.fetch_member(int(person))
        except discord.NotFound as error:
            raise fault("member", error) from error
        thread = await self._find(client, person)
        if thread is None:
            thread = await channel.create_thread(
                name=name_for(person),
                type=discord.ChannelType.private_thread,
                invitable=False,
                auto_archive_duration=WEEK_MINUTES,
            )
        if thread.archived:
            await thread.edit(archived=False)
        await thread.add_user(discord.Object(int(person)))
        return thread.id
