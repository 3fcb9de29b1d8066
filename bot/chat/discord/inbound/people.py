"""Looks up who acts on Discord: roles, and which of our channels they can see, at the time of the act."""

from collections.abc import Iterable

import discord

from bot.chat.discord.outbound.base_urls import PLATFORM
from bot.chat.discord.outbound.errors import call_patiently
from bot.chat.discord.outbound.rest import Rest
from bot.core.screening.session import Person
from bot.flow.permissions import Visitor
from bot.flow.ports import ChatError, Outcome

Somebody = discord.User | discord.Member


def person_of(user: Somebody | discord.abc.User) -> Person:
    """Return a person under the name that people call them there."""
    return Person(PLATFORM, str(user.id), user.display_name)


class People:
    """Looks visitors up; `channels` are the ids that rights may rest on. Raises ChatError."""

    def __init__(self, rest: Rest, channels: Iterable[str]) -> None:
        self._rest = rest
        self._channels = frozenset(channels)

    async def visitor(self, client: discord.Client, user: Somebody, where: int | None) -> Visitor:
        """Return what Discord says of somebody now: their roles, and the channels among ours that they can read.

        where: the channel they act in, which is theirs to rest on where no hiring channel is set. A bot is nobody.
        """
        who = person_of(user)
        if user.bot:
            return Visitor(who)
        asked = self._channels or frozenset({str(where)} if where else ())
        groups: set[str] = set()
        channels: set[str] = set()
        members: dict[int, discord.Member | None] = {}
        for id_ in asked:
            channel = client.get_channel(int(id_))
            if not isinstance(channel, discord.abc.GuildChannel | discord.Thread):
                continue
            guild = channel.guild
            if guild.id not in members:
                members[guild.id] = await self._member(guild, user)
            member = members[guild.id]
            if member is None:
                continue
            groups |= {str(role.id) for role in member.roles if not role.is_default()}
            if _reads(channel, member):
                channels.add(id_)
        return Visitor(who, frozenset(groups), frozenset(channels))

    async def _member(self, guild: discord.Guild, user: Somebody) -> discord.Member | None:
        """Return somebody as a member of a server; a press there brings them as they are now."""
        if isinstance(user, discord.Member) and user.guild.id == guild.id:
            return user
        try:
            return await call_patiently("member", lambda: guild.fetch_member(user.id), self._rest.sleep)
        except ChatError as error:
            if error.outcome in {Outcome.UNKNOWN_PERSON, Outcome.NO_CHANNEL}:
                return None
            raise


def _reads(channel: discord.abc.GuildChannel | discord.Thread, member: discord.Member) -> bool:
    """Return whether a member can read a channel; of a private thread only those who look after it surely can."""
    rights = channel.permissions_for(member)
    if isinstance(channel, discord.Thread) and channel.is_private() and not rights.manage_threads:
        return False
    return rights.view_channel and rights.read_message_history
