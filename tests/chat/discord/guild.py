"""One guild of the small Discord: its people, channels and messages, and what is made to go wrong."""

import asyncio
import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import discord
from aiohttp import web

from bot.app import SystemClock
from tests.chat.discord.wire import (
    BOT,
    GUILD,
    HIRING,
    LOBBY,
    roles,
    text_channel,
)
from tests.waiting import until

Json = dict[str, Any]
WINDOW_S = 0.5


class Refused(Exception):
    def __init__(self, status: int, code: int, **more: Any) -> None:
        super().__init__(f"{status} {code}")
        self.status, self.body = status, {"code": code, "message": "refused", **more}


@dataclass
class Troubles:
    """What goes wrong: every how many requests, with which; `shut` are people whose messages are closed.

    late, answered: interactions are answered as if they were that already; members_wait: asking for a member takes
    until this is set.
    """

    busy_every: int = 0
    burst: int = 0
    """Messages that one conversation takes within WINDOW_S; more are refused, as Discord's own buckets do."""
    broken_every: int = 0
    lost_every: int = 0
    shut: set[str] = field(default_factory=set)
    headers: dict[str, str] = field(default_factory=dict)
    """Of every answer and refusal, as something between Discord and the bot may write them."""
    late: bool = False
    answered: bool = False
    members_wait: asyncio.Event | None = None
    next: list[str] = field(default_factory=list)
    """How the next calls fail: "busy" for two minutes, "broken", "lost"; "" is well."""


@dataclass
class Call:
    """An answer to an interaction."""

    type: int
    data: Json


@dataclass
class Guild:
    """One guild, its people and their conversations."""

    troubles: Troubles = field(default_factory=Troubles)
    violations: list[str] = field(default_factory=list)
    people: dict[str, Json] = field(default_factory=dict)
    outside: set[str] = field(default_factory=set)
    shut_out: set[str] = field(default_factory=set)
    """Channels that the bot may not see."""
    uploads: dict[str, bytes] = field(default_factory=dict)
    channels: dict[str, Json] = field(default_factory=dict)
    messages: dict[str, dict[str, Json]] = field(default_factory=dict)
    calls: dict[str, Call] = field(default_factory=dict)
    reactions: list[tuple[str, str, str]] = field(default_factory=list)
    whispers: dict[str, list[Json]] = field(default_factory=dict)
    commands: list[Json] = field(default_factory=list)
    identified: int = 0
    resumed: int = 0
    url: str = ""
    _nonces: dict[tuple[str, str], Json] = field(default_factory=dict)
    _tokens: dict[str, str] = field(default_factory=dict)
    _count: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    refused_by_bucket: int = 0
    _used: dict[str, list[float]] = field(default_factory=dict)
    _requests: int = 0
    _socket: web.WebSocketResponse | None = None
    _heard: int = 0
    """The last event that the bot has said it has received."""
    _sent: list[Json] = field(default_factory=list)

    def __post_init__(self) -> None:
        overwrite = {"id": GUILD, "type": 0, "allow": "0", "deny": str(1 << 10)}
        staff = {"id": "13", "type": 0, "allow": str(1 << 10), "deny": "0"}
        self.channels[HIRING] = text_channel(HIRING, "hiring", [overwrite, staff])
        self.channels[LOBBY] = text_channel(LOBBY, "lobby", [])
        for id_, name in ((BOT, "Viva"), ("21", "Kim"), ("22", "Sam"), ("23", "Eve")):
            self.people[id_] = {
                "id": id_, "username": name.lower(), "discriminator": "0", "global_name": name, "avatar": None,
                "bot": id_ == BOT,
            }  # fmt: skip

    def snowflake(self) -> str:
        return str(discord.utils.time_snowflake(SystemClock().now()) + next(self._count))

    def direct(self, person: str) -> str:
        id_ = f"5{person}"
        if id_ not in self.channels:
            self.channels[id_] = {"id": id_, "type": 1, "recipients": [self.people[person]], "last_message_id": None}
        return id_

    def posted(self, channel: str) -> list[Json]:
        return [m for m in self.messages.get(channel, {}).values() if m["author"]["id"] == BOT]

    async def until(self, look: Callable[[], Any]) -> Any:
        return await until(look)

    def _guild(self) -> Json:
        text = [c for c in self.channels.values() if c["type"] == 0]
        threads = [c for c in self.channels.values() if c["type"] == 12]
        return {
            "id": GUILD, "name": "g", "owner_id": "1", "member_count": 4, "roles": roles(), "channels": text,
            "threads": threads, "members": [self._member(BOT)], "emojis": [], "stickers": [], "features": [],
            "verification_level": 0, "default_message_notifications": 0, "explicit_content_filter": 0, "mfa_level": 0,
            "nsfw_level": 0, "premium_tier": 0, "preferred_locale": "en-US", "system_channel_flags": 0, "large": False,
            "afk_timeout": 60, "presences": [], "voice_states": [], "stage_instances": [], "icon": None, "splash": None,
        }  # fmt: skip

    def _member(self, person: str) -> Json:
        roles = {"22": ["13"], BOT: ["14"]}.get(person, [])
        return {
            "user": self.people[person], "roles": roles, "joined_at": "2026-01-01T00:00:00+00:00", "deaf": False,
            "mute": False, "flags": 0,
        }  # fmt: skip

    def _message(self, channel: str, author: str, body: Json, *, kept: bool = True) -> Json:
        id_ = self.snowflake()
        message = {
            "id": id_, "channel_id": channel, "author": self.people[author], "content": body.get("content", ""),
            "timestamp": "2026-11-25T12:00:00.000000+00:00", "edited_timestamp": None, "tts": False,
            "mention_everyone": False, "mentions": [], "mention_roles": [], "embeds": [], "pinned": False, "type": 0,
            "attachments": body.get("attachments", []), "components": body.get("components", []),
            "flags": body.get("flags", 0),
        }  # fmt: skip
        if kept:
            self.messages.setdefault(channel, {})[id_] = message
        return message

    def _seen(self, message: Json) -> Json:
        """Return a message as the bot gets it: without its words, where it may not read them."""
        channel = self.channels[message["channel_id"]]
        if "guild_id" not in channel:
            return message
        hidden = message["author"]["id"] != BOT and f"<@{BOT}>" not in message["content"]
        member = {k: v for k, v in self._member(message["author"]["id"]).items() if k != "user"}
        return {**message, "guild_id": GUILD, "member": member, **({"content": ""} if hidden else {})}

    def _any(self, channel: str) -> Json:
        return next(iter(self.messages[channel].values()))
