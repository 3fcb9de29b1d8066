"""Where Discord is: the one place that points the SDK elsewhere, which it has no option for."""

from discord.gateway import DiscordWebSocket
from discord.http import Route
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
