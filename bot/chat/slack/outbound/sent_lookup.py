"""Looks up which parts of a message are already sent: each carries its key in Slack's metadata."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from bot.chat.slack.outbound.api import Answer, Api

EVENT = "viva_message"
SKEW = timedelta(minutes=5)
"""How far Slack's clock may be from ours."""


@dataclass
class Out:
    """What was found: the time stamps of a message's parts by number from 0, and names of files."""

    parts: dict[int, str] = field(default_factory=dict)
    files: set[str] = field(default_factory=set)


def part_metadata(key: str, part: int) -> Mapping[str, Any]:
    """Return the metadata by which a part is found again."""
    return {"event_type": EVENT, "event_payload": {"key": key, "part": part}}


def file_name(name: str, key: str) -> str:
    """Return a file's name with a mark of its key, by which it is found again: "transcript-3f2a9c1d.md"."""
    stem, dot, ending = name.rpartition(".")
    mark = sha256(key.encode()).hexdigest()[:8]
    return f"{stem}-{mark}{dot}{ending}" if dot else f"{name}-{mark}"


async def find_parts(api: Api, channel: str, key: str, since: datetime) -> Out:
    """Return what a conversation holds of a message since then, its thread included; raises ChatError."""
    out = Out()
    oldest = f"{(since - SKEW).timestamp():.6f}"
    history: dict[str, Any] = {"channel": channel, "oldest": oldest, "include_all_metadata": True}
    async for message in api.pages("conversations.history", "messages", **history):
        _note(out, message, key)
    if 0 in out.parts:
        thread: dict[str, Any] = {"channel": channel, "ts": out.parts[0], "include_all_metadata": True}
        async for message in api.pages("conversations.replies", "messages", **thread):
            _note(out, message, key)
    return out


def _note(out: Out, message: Answer, key: str) -> None:
    out.files.update(str(file.get("name", "")) for file in message.get("files") or ())
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    if metadata.get("event_type") == EVENT and payload.get("key") == key:
        out.parts.setdefault(int(payload.get("part", 0)), str(message["ts"]))
