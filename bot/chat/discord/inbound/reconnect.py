"""Reconnects the gateway client: whatever ends one, the next begins after a growing wait."""

import logging
from collections.abc import Awaitable, Callable

import discord

from bot.chat.discord.inbound.client import ListeningClient
from bot.core.errors import ScreeningError
from bot.flow.jobs.backoff import jittered

FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 60.0
BAD_TOKEN = 4004
REMEDY = "Discord refused the token. Copy it anew from the application's page (DISCORD_TOKEN); viva doctor tells more."

log = logging.getLogger(__name__)


async def kept_alive(
    make: Callable[[], ListeningClient], token: str, sleep: Callable[[float], Awaitable[None]]
) -> None:
    """Listen until cancelled; raise ScreeningError if Discord refuses the token."""
    wait = FIRST_WAIT_S
    while True:
        client = make()
        try:
            await client.start(token)
            log.warning("the connection to Discord ended")
        except discord.LoginFailure as error:
            raise ScreeningError(REMEDY) from error
        except discord.ConnectionClosed as error:
            if error.code == BAD_TOKEN:
                raise ScreeningError(REMEDY) from error
            log.warning("Discord closed the connection: %s", error.code)
        except Exception as error:
            log.warning("the connection to Discord failed: %s", type(error).__name__)
        finally:
            await client.close()
        if client.was_ready:
            wait = FIRST_WAIT_S
        await sleep(jittered(wait))
        wait = min(wait * 2, LONGEST_WAIT_S)
