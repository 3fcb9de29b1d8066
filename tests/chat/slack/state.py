"""What a workspace holds: people, channels, messages, files, windows."""

import itertools
import time
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
TEAM, APP, BOT, BOT_USER = "T0FAKE", "A0FAKE", "B0VIVA", "U0VIVA"


@dataclass
class Channel:
    """A conversation with its messages by time stamp."""

    id: str
    members: set[str]
    messages: dict[str, Json] = field(default_factory=dict)
    private: bool = False
    archived: bool = False

    @property
    def direct(self) -> bool:
        return self.id.startswith("D")


@dataclass
class State:
    """All of it; time stamps count up, so that each is used once."""

    users: dict[str, Json] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    groups: dict[str, set[str]] = field(default_factory=dict)
    files: dict[str, Json] = field(default_factory=dict)
    views: dict[str, list[Json]] = field(default_factory=dict)
    homes: dict[str, Json] = field(default_factory=dict)
    whispers: list[Json] = field(default_factory=list)
    statuses: list[Json] = field(default_factory=list)
    triggers: dict[str, tuple[str, float]] = field(default_factory=dict)
    _ts: float = 0.0
    _ids: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def stamp(self) -> str:
        self._ts = max(_clock(), self._ts + 0.0001)
        return f"{self._ts:.6f}"

    def new(self, letter: str) -> str:
        return f"{letter}{next(self._ids):08X}"

    def add_user(self, id_: str, name: str, **more: Any) -> str:
        flags = {"deleted": False, "is_bot": False, "is_restricted": False, "is_ultra_restricted": False}
        profile = {"real_name": name, "display_name": name}
        self.users[id_] = {"id": id_, "team_id": TEAM, "name": name.lower(), "profile": profile, **flags, **more}
        return id_

    def add_channel(self, id_: str, *members: str, private: bool = False) -> Channel:
        self.channels[id_] = Channel(id_, set(members), private=private)
        return self.channels[id_]

    def direct(self, user: str) -> Channel:
        found = next((c for c in self.channels.values() if c.direct and user in c.members), None)
        return found or self.add_channel(self.new("D"), user, BOT_USER)

    def trigger(self, user: str) -> str:
        id_ = self.new("X")
        self.triggers[id_] = (user, time.monotonic())
        return id_


def now() -> int:
    """Return the time that Slack's servers have, in whole seconds."""
    return int(_clock())


def _clock() -> float:
    return time.time()  # noqa: TID251 - the peer has a clock of its own
