"""The app's manifest: what an admin pastes to make the app, with no scope more than it uses."""

from collections.abc import Mapping
from typing import Any

from bot.chat.slack.inbound.http_mode import PATH

SCOPES: Mapping[str, str] = {
    "channels:history": "see whether a card is in a public hiring channel before it is posted again",
    "channels:read": "see who is in a public hiring channel",
    "chat:write": "write to candidates and into the hiring channel",
    "commands": "offer /viva",
    "files:read": "read an answer that a candidate sends as a text file",
    "files:write": "hand over transcripts, and show pictures",
    "groups:history": "the same as channels:history, for a private hiring channel",
    "groups:read": "the same as channels:read, for a private hiring channel",
    "im:history": "read what candidates answer",
    "im:read": "see the direct conversations it has",
    "im:write": "begin the conversation with a candidate",
    "reactions:write": "put a tick beside what a candidate wrote and the bot has kept",
    "usergroups:read": "see who is in the user groups that rights are given to",
    "users:read": "tell people from bots, and call them by their names",
}
"""Each scope of the bot, and what it is for."""
EVENTS = ("app_home_opened", "message.im")
COMMAND = "/viva"
DESCRIPTION = "Screens engineers by asking. People decide."
LONG = (
    "Viva talks with candidates in a direct message: tiered questions, chosen from the answers so far, answered in the "
    "candidate's own time. A program marks each answer against a written rubric, and the hiring channel gets a card "
    "with a band, how sure it is, and what a person should look at. Viva never rejects anybody: people decide."
)


def manifest(url: str | None = None) -> dict[str, Any]:
    """Return the manifest; `url` is the bot's own address for HTTP mode, None for Socket Mode."""
    address = {"request_url": url.rstrip("/") + PATH} if url else {}
    command = {
        "command": COMMAND,
        "description": "Invite somebody, or see how screenings stand",
        "usage_hint": "invite @person role | status | help",
        # Names of people arrive as their ids.
        "should_escape": True,
    }
    return {
        "_metadata": {"major_version": 2, "minor_version": 0},
        "display_information": {
            "name": "Viva",
            "description": DESCRIPTION,
            "long_description": LONG,
            "background_color": "#1f3a5f",
        },
        "features": {
            "agent_view": {"agent_description": DESCRIPTION},
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Viva", "always_online": True},
            "slash_commands": [command | ({"url": address["request_url"]} if url else {})],
        },
        "oauth_config": {"scopes": {"bot": sorted(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS)} | address,
            "interactivity": {"is_enabled": True} | address,
            "org_deploy_enabled": False,
            "socket_mode_enabled": url is None,
            "token_rotation_enabled": False,
        },
    }
