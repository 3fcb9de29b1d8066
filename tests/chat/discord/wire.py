"""What goes over the wire as Discord writes it: answers, bodies, and the parts of a server that never change."""

import json
from typing import Any

import aiohttp
from aiohttp import web

from tests.chat.discord.rules import document

Json = dict[str, Any]
BOT, APP = "900", "901"
GUILD, HIRING, LOBBY = "10", "11", "12"
EVERYTHING = str((1 << 50) - 1)


def roles() -> list[Json]:
    seen = str(1 << 10 | 1 << 11 | 1 << 16)
    shared = {"color": 0, "hoist": False, "managed": False, "mentionable": False, "position": 0}
    return [
        {"id": GUILD, "name": "@everyone", "permissions": seen, **shared},
        {"id": "13", "name": "staff", "permissions": seen, **shared},
        {"id": "14", "name": "viva", "permissions": EVERYTHING, **shared},
    ]


def text_channel(id_: str, name: str, overwrites: list[Json]) -> Json:
    return {
        "id": id_, "type": 0, "name": name, "guild_id": GUILD, "position": 0, "permission_overwrites": overwrites,
        "nsfw": False, "parent_id": None, "topic": None, "rate_limit_per_user": 0,
    }  # fmt: skip


def json_answer(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """Return an answer as Discord gives it: its type names no character set."""
    kind = {"Content-Type": "application/json"}
    return web.Response(body=json.dumps(value).encode(), status=status, headers=kind | (headers or {}))


async def body_of(request: web.Request) -> tuple[Any, dict[str, bytes]]:
    if request.content_type != "multipart/form-data":
        return (await request.json() if request.can_read_body else None), {}
    body: Any = None
    files: dict[str, bytes] = {}
    async for part in await request.multipart():
        assert isinstance(part, aiohttp.BodyPartReader)
        if part.name == "payload_json":
            body = document(await part.text())
        else:
            files[part.filename or "?"] = bytes(await part.read())
    return body, files
