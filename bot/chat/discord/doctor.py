"""What `viva doctor` looks at on Discord: the token, and what the bot may do in the hiring channel and the lobby."""

from collections.abc import AsyncIterator, Sequence

import discord

from bot.chat.discord.front import DiscordSetup
from bot.chat.discord.outbound.base_urls import point
from bot.chat.discord.outbound.rest import Rest
from bot.core.errors import ScreeningError
from bot.flow.ports import ChatError, Outcome

HIRING = ("view_channel", "send_messages", "attach_files", "read_message_history")
LOBBY = (*HIRING, "create_private_threads", "send_messages_in_threads")
TOKEN = "Copy it anew from the Bot page of discord.com/developers/applications (DISCORD_TOKEN)"


async def check_discord(setup: DiscordSetup, hiring: str | None) -> AsyncIterator[str]:
    """Yield a line for each thing that is well; raise ScreeningError, with its remedy, at the first that is not."""
    point(setup.api, setup.gateway)
    rest = Rest(setup.token)
    try:
        yield await _token(rest)
        if hiring is None:
            raise ScreeningError("no hiring channel is set. Set VIVA_HIRING_CHANNEL to the channel's id, as digits.")
        yield await _channel(rest, "hiring channel", hiring, HIRING)
        if setup.lobby is None:
            yield "no lobby is set (VIVA_DISCORD_LOBBY): whoever takes no direct messages cannot be reached"
        else:
            yield await _channel(rest, "lobby", setup.lobby, LOBBY)
    finally:
        await rest.close()


async def _token(rest: Rest) -> str:
    try:
        client = await rest.client()
    except ChatError as error:
        if error.outcome in {Outcome.AWAY, Outcome.RATE}:
            raise ScreeningError(f"{error}. Check the network, and discordstatus.com.") from error
        raise ScreeningError(f"the bot token is refused. {TOKEN}.") from error
    return f"the bot token is good, as {client.user}, and no privileged intent is needed"


async def _channel(rest: Rest, what: str, id_: str, needed: Sequence[str]) -> str:
    if not id_.isdecimal():
        raise ScreeningError(f"the {what} is no id. Switch developer mode on, and copy the channel's id: digits only.")
    try:
        rights = await rest.call(what, lambda client: _rights(client, int(id_)))
    except ChatError as error:
        raise ScreeningError(
            f"the {what} {id_} cannot be seen. Check its id, and add the bot to it. ({error})"
        ) from error
    missing = [name.replace("_", " ") for name in needed if not getattr(rights, name)]
    if missing:
        raise ScreeningError(f"in the {what} {id_} the bot lacks: {', '.join(missing)}. Allow it in its permissions.")
    return f"the bot can do what it has to in the {what} {id_}"


async def _rights(client: discord.Client, id_: int) -> discord.Permissions:
    found = await client.fetch_channel(id_)
    assert client.user is not None
    if not isinstance(found, discord.abc.GuildChannel):
        raise ChatError("it is no channel of a server", permanent=True, outcome=Outcome.NO_CHANNEL)
    guild = await client.fetch_guild(found.guild.id)
    me = await guild.fetch_member(client.user.id)
    channel = await guild.fetch_channel(id_)
    assert isinstance(channel, discord.abc.GuildChannel)
    return channel.permissions_for(me)
