"""Points discord.py at other base URLs by replacing two of its module constants: it has no option for that."""

import json
from typing import Any

from aiohttp import ClientResponse
from discord import http
from discord.gateway import DiscordWebSocket
from discord.http import Route
from discord.webhook import async_
from yarl import URL

PLATFORM = "discord"
API = "https://discord.com/api/v10"
GATEWAY = "wss://gateway.discord.gg/"


def point(api: str | None, gateway: str | None) -> None:
    """Let every client of this process talk to these addresses; None for Discord's own.

    api: with everything before "/users/@me".
    """
    Route.BASE = (api or API).rstrip("/")
    DiscordWebSocket.DEFAULT_GATEWAY = URL(gateway or GATEWAY)
    http.json_or_text = _json_or_text
    # Answers to interactions are read in another room, under a name of its own.
    async_.json_or_text = _json_or_text  # type: ignore[attr-defined] # not exported


async def _json_or_text(response: ClientResponse) -> Any:
    """Read an answer whose type names a character set, too, as proxies write it; the SDK takes it for plain text."""
    text = await response.text(encoding="utf-8")
    return json.loads(text) if response.content_type == "application/json" else text
