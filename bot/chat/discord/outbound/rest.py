"""A REST client without a gateway, logged in on first use, for processes that only send."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

import discord

from bot.chat.discord.outbound.errors import NETWORK, call_patiently, fault
from bot.flow.ports import ChatError, Outcome

T = TypeVar("T")
QUIET = logging.getLogger("discord")
"""The SDK's logger: below WARNING it would write whole requests, with people's words."""
QUIET.setLevel(logging.WARNING)


class Rest:
    """One bot's HTTP side; raises ChatError. `sleep` is how it waits."""

    def __init__(self, token: str, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._token = token
        self.sleep = sleep
        self._client: discord.Client | None = None
        self._opening = asyncio.Lock()

    async def client(self) -> discord.Client:
        """Return the logged-in client, which never listens."""
        async with self._opening:
            if self._client is None:
                self._client = await call_patiently("login", self._logged_in, self.sleep)
            return self._client

    async def call(self, what: str, work: Callable[[discord.Client], Awaitable[T]]) -> T:
        """Return what a call gives; `what` names it for the log."""
        client = await self.client()
        return await call_patiently(what, lambda: work(client), self.sleep)

    async def me(self) -> int:
        """Return the bot's own id."""
        user = (await self.client()).user
        assert user is not None, "whoever is logged in is somebody"
        return user.id

    async def messages(self, channel: int, after: discord.abc.Snowflake) -> AsyncIterator[discord.Message]:
        """Yield the messages of a channel after one, the oldest first."""
        client = await self.client()
        try:
            async for message in client.get_partial_messageable(channel).history(
                limit=None, after=after, oldest_first=True
            ):
                yield message
        except (discord.DiscordException, *NETWORK) as error:
            raise fault("history", error) from error

    async def close(self) -> None:
        """Close the connections."""
        async with self._opening:
            if self._client is not None:
                await self._client.close()
                self._client = None

    async def _logged_in(self) -> discord.Client:
        client = discord.Client(intents=discord.Intents(guilds=True), allowed_mentions=discord.AllowedMentions.none())
        try:
            await client.login(self._token)
        except discord.LoginFailure as error:
            await client.close()
            raise ChatError("Discord refused the token", permanent=True, outcome=Outcome.REVOKED) from error
        except BaseException:
            await client.close()
            raise
        return client
