"""A small, strict Discord on loopback: REST and gateway over real sockets, violations written down."""

import asyncio
import itertools
import json
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import discord
from aiohttp import web

from bot.app import SystemClock
from tests.chat.discord.rules import broken
from tests.chat.discord.wire import (
    APP,
    BOT,
    EVERYTHING,
    GUILD,
    HIRING,
    LOBBY,
    body_of,
    json_answer,
    roles,
    text_channel,
)

Json = dict[str, Any]
SETTLED_S = 15.0


class Refused(Exception):
    def __init__(self, status: int, code: int, **more: Any) -> None:
        super().__init__(f"{status} {code}")
        self.status, self.body = status, {"code": code, "message": "refused", **more}


@dataclass
class Troubles:
    """What goes wrong: every how many requests, with which; `shut` are people whose messages are closed.

    late, answered: interactions are answered as if they were that already; slow_members_s: asking for a member takes so
    long.
    """

    busy_every: int = 0
    broken_every: int = 0
    lost_every: int = 0
    shut: set[str] = field(default_factory=set)
    late: bool = False
    answered: bool = False
    slow_members_s: float = 0.0
    next: list[str] = field(default_factory=list)
    """How the next calls fail: "busy" for two minutes, "broken", "lost"; "" is well."""


@dataclass
class Call:
    """An answer to an interaction, and how long it took."""

    type: int
    data: Json
    seconds: float


@dataclass
class Server:
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
    whispers: dict[str, list[Json]] = field(default_factory=dict)
    commands: list[Json] = field(default_factory=list)
    identified: int = 0
    resumed: int = 0
    url: str = ""
    _nonces: dict[tuple[str, str], Json] = field(default_factory=dict)
    _begun: dict[str, tuple[str, float]] = field(default_factory=dict)
    _count: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    _requests: int = 0
    _socket: web.WebSocketResponse | None = None
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

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Server"]:
        app = web.Application(client_max_size=30 << 20)
        app.router.add_get("/gateway", self._gateway)
        app.router.add_route("*", "/api/v10/{rest:.*}", self._rest)
        app.router.add_get("/cdn/{id}", self._download)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.url = f"127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield self
        finally:
            await self.drop()
            await runner.cleanup()

    # What people do.

    async def says(self, person: str, text: str, channel: str = "") -> Json:
        channel = channel or self.direct(person)
        message = self._message(channel, person, {"content": text})
        await self.dispatch("MESSAGE_CREATE", self._seen(message))
        return message

    async def sends(self, person: str, name: str, content: bytes) -> Json:
        """Send a text file."""
        [file] = self._attached({name: content})
        file |= {"content_type": "text/plain; charset=utf-8", "url": f"http://{self.url}/cdn/{file['id']}"}
        message = self._message(self.direct(person), person, {"attachments": [file]})
        await self.dispatch("MESSAGE_CREATE", self._seen(message))
        return message

    async def edits(self, message: Json, text: str) -> None:
        message["content"], message["edited_timestamp"] = text, "2026-11-25T12:00:00.000000+00:00"
        await self.dispatch("MESSAGE_UPDATE", self._seen(message))

    async def presses(self, person: str, message: Json, custom_id: str) -> Call:
        data = {"custom_id": custom_id, "component_type": 2, "id": 5}
        return await self._interacts(person, message["channel_id"], 3, data, message=message)

    async def commands_(self, who: str, name: str, channel: str, **options: Any) -> Call:
        id_ = await self.asks(who, name, channel, **options)
        call: Call = await self.until(lambda: self.calls.get(id_))
        return call

    async def asks(self, who: str, name: str, channel: str, **options: Any) -> str:
        given = [{"name": n, "type": 6 if n == "person" else 3, "value": v} for n, v in options.items()]
        resolved = {"users": {v: self.people[v] for n, v in options.items() if n == "person"}}
        data = {
            "id": "77", "name": "viva", "type": 1, "resolved": resolved,
            "options": [{"name": name, "type": 1, "options": given}],
        }  # fmt: skip
        return await self._begins(who, channel, 2, data)

    async def fills(self, person: str, channel: str, modal: Json, /, **values: str) -> Call:
        def filled(label: Json) -> Json:
            inner = label["component"]
            value = values.get(inner["custom_id"], "")
            told = {"values": [value]} if inner["type"] == 3 else {"value": value}
            return {"type": 18, "id": 1, "component": {"type": inner["type"], "custom_id": inner["custom_id"], **told}}

        components = [filled(c) for c in modal["components"] if c["type"] == 18]
        data = {"custom_id": modal["custom_id"], "components": components}
        return await self._interacts(person, channel, 5, data, message=self._any(channel))

    def direct(self, person: str) -> str:
        id_ = f"5{person}"
        if id_ not in self.channels:
            self.channels[id_] = {"id": id_, "type": 1, "recipients": [self.people[person]], "last_message_id": None}
        return id_

    def posted(self, channel: str) -> list[Json]:
        return [m for m in self.messages.get(channel, {}).values() if m["author"]["id"] == BOT]

    async def until(self, look: Callable[[], Any]) -> Any:
        async with asyncio.timeout(SETTLED_S):
            while not (found := look()):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
            return found

    # The gateway.

    async def dispatch(self, event: str, data: Json) -> None:
        payload = {"op": 0, "t": event, "s": len(self._sent) + 1, "d": data}
        self._sent.append(payload)
        if self._socket is not None and not self._socket.closed:
            await self._socket.send_str(json.dumps(payload))

    async def drop(self, code: int = 4000) -> None:
        if self._socket is not None and not self._socket.closed:
            socket, self._socket = self._socket, None
            await socket.close(code=code)

    async def invalidate(self) -> None:
        assert self._socket is not None
        await self._socket.send_str(json.dumps({"op": 9, "d": False, "s": None, "t": None}))

    async def _gateway(self, request: web.Request) -> web.StreamResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_str(json.dumps({"op": 10, "d": {"heartbeat_interval": 41250}, "s": None, "t": None}))
        async for frame in socket:
            if frame.type is not aiohttp.WSMsgType.TEXT:
                continue
            payload = json.loads(frame.data)
            match payload["op"]:
                case 1:
                    await socket.send_str(json.dumps({"op": 11, "d": None}))
                case 2:
                    await self._identify(socket, payload["d"])
                case 6:
                    self.resumed += 1
                    self._socket = socket
                    for missed in self._sent[payload["d"]["seq"] :]:
                        await socket.send_str(json.dumps(missed))
                    await self.dispatch("RESUMED", {})
        return socket

    async def _identify(self, socket: web.WebSocketResponse, data: Json) -> None:
        if data["intents"] & (1 << 15 | 1 << 1 | 1 << 8):
            self.violations.append("a privileged intent")
        self.identified += 1
        self._socket, self._sent = socket, []
        await self.dispatch(
            "READY",
            {
                "v": 10, "user": self.people[BOT], "guilds": [{"id": GUILD, "unavailable": True}], "session_id": "s",
                "resume_gateway_url": f"ws://{self.url}/gateway", "application": {"id": APP, "flags": 0}, "news": 1,
            },
        )  # fmt: skip
        await self.dispatch("GUILD_CREATE", self._guild())

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

    async def _interacts(self, person: str, channel: str, kind: int, data: Json, message: Json | None = None) -> Call:
        id_ = await self._begins(person, channel, kind, data, message)
        call: Call = await self.until(lambda: self.calls.get(id_))
        return call

    async def _begins(self, person: str, channel: str, kind: int, data: Json, message: Json | None = None) -> str:
        id_ = self.snowflake()
        where = self.channels[channel]
        body: Json = {
            "id": id_, "application_id": APP, "type": kind, "token": f"t{id_}", "version": 1, "data": data,
            "channel_id": channel, "channel": where, "locale": "en-US", "entitlements": [], "news": {"un": "known"},
            "authorizing_integration_owners": {}, "attachment_size_limit": 10485760, "app_permissions": EVERYTHING,
        }  # fmt: skip
        if message is not None:
            body["message"] = self._seen(message)
        if "guild_id" in where:
            body |= {"guild_id": GUILD, "member": {**self._member(person), "permissions": "1024"}}
        else:
            body["user"] = self.people[person]
        self._begun[id_] = (f"t{id_}", time.monotonic())
        await self.dispatch("INTERACTION_CREATE", body)
        return id_

    # REST.

    async def _rest(self, request: web.Request) -> web.StreamResponse:
        self._requests += 1
        n, troubles, path = self._requests, self.troubles, "/" + request.match_info["rest"]
        if not path.startswith(("/interactions", "/webhooks")):
            if request.headers.get("Authorization") != "Bot token":
                return json_answer({"code": 0, "message": "401: Unauthorized"}, status=401)
            if troubles.busy_every and n % troubles.busy_every == 0:
                scope = ("user", "shared", "global")[n // troubles.busy_every % 3]
                headers = {"Retry-After": "0.1", "X-RateLimit-Scope": scope, "Via": "1.1 google"}
                if n % 2:
                    del headers["Via"]
                body = {"message": "limited", "retry_after": 0.1, "global": scope == "global"}
                return json_answer(body, status=429, headers=headers)
            if troubles.broken_every and n % troubles.broken_every == 0:
                return json_answer({"code": 0, "message": "503"}, status=503)
        fails = troubles.next.pop(0) if troubles.next else ""
        if fails == "busy":
            return json_answer({"message": "limited"}, status=429, headers={"Retry-After": "120"})
        if fails == "broken":
            return json_answer({"code": 0, "message": "503"}, status=503)
        if "/members/" in path:
            await asyncio.sleep(self.troubles.slow_members_s)
        body, files = await body_of(request)
        self.violations += broken(request.method, path, body, files)
        try:
            answer = self._answer(request.method, path, request.query, body, files)
        except Refused as refused:
            return json_answer(refused.body, status=refused.status)
        if fails == "lost":
            return json_answer({"code": 0, "message": "503"}, status=503)
        if troubles.lost_every and n % troubles.lost_every == 0 and request.method == "POST" and "messages" in path:
            return json_answer({"code": 0, "message": "503"}, status=503)
        if answer is None:
            return web.Response(status=204)
        return json_answer(answer)

    def _answer(self, method: str, path: str, query: Any, body: Any, files: dict[str, bytes]) -> Any:
        for verb, pattern, name in ROUTES:
            if verb == method and (match := re.fullmatch(pattern, path)):
                return getattr(self, name)(*match.groups(), body=body, files=files, query=query)
        self.violations.append(f"no such call: {method} {path}")
        raise Refused(404, 0)

    def _me(self, **_: Any) -> Json:
        return self.people[BOT]

    def _application(self, **_: Any) -> Json:
        return {
            "id": APP, "name": "Viva", "icon": None, "description": "", "bot_public": True, "summary": "",
            "bot_require_code_grant": False, "verify_key": "k", "flags": 0, "owner": self.people["22"], "team": None,
        }  # fmt: skip

    def _sync(self, _: str, body: Any, **__: Any) -> Any:
        self.commands = body
        return [{**c, "id": "77", "application_id": APP, "version": "1", "type": 1} for c in body]

    def _open_dm(self, body: Json, **_: Any) -> Json:
        person = str(body["recipient_id"])
        if person not in self.people:
            raise Refused(400, 50033)
        return self.channels[self.direct(person)]

    def _channel(self, id_: str, **_: Any) -> Json:
        if id_ not in self.channels:
            raise Refused(404, 10003)
        return self.channels[id_]

    def _send(self, id_: str, body: Json, files: dict[str, bytes], **_: Any) -> Json:
        if id_ in self.shut_out:
            raise Refused(403, 50001)
        channel = self._channel(id_)
        if channel["type"] == 1 and channel["recipients"][0]["id"] in self.troubles.shut:
            raise Refused(403, 50007)
        nonce = (id_, body.get("nonce", ""))
        if body.get("enforce_nonce") and nonce in self._nonces:
            return self._nonces[nonce]
        message = self._message(id_, BOT, {**body, "attachments": self._attached(files)})
        self._nonces[nonce] = message
        return message

    async def _download(self, request: web.Request) -> web.Response:
        return web.Response(body=self.uploads[request.match_info["id"]])

    def _attached(self, files: dict[str, bytes]) -> list[Json]:
        """Keep what was sent along, and return it as a message names it."""
        seen = {"url": "http://x/y", "proxy_url": "http://x/y"}
        kept = [(self.snowflake(), name, content) for name, content in files.items()]
        self.uploads |= {id_: content for id_, _, content in kept}
        return [{"id": id_, "filename": name, "size": len(content), **seen} for id_, name, content in kept]

    def _delete(self, channel: str, id_: str, **_: Any) -> None:
        if self.messages.get(channel, {}).pop(id_, None) is None:
            raise Refused(404, 10008)

    def _edit(self, channel: str, id_: str, body: Json, **_: Any) -> Json:
        if id_ not in self.messages.get(channel, {}):
            raise Refused(404, 10008)
        message = self.messages[channel][id_]
        message["components"] = body["components"]
        return message

    def _history(self, id_: str, query: Any, **_: Any) -> list[Json]:
        after, limit = int(query.get("after", 0)), int(query.get("limit", 50))
        found = [m for m in self.messages.get(id_, {}).values() if int(m["id"]) > after]
        chosen = found[:limit] if "after" in query else found[-limit:]
        return [self._seen(m) for m in reversed(chosen)]

    def _type(self, _: str, **__: Any) -> None:
        return None

    def _fetch_member(self, _: str, person: str, **__: Any) -> Json:
        if person not in self.people or person in self.outside:
            raise Refused(404, 10007)
        return self._member(person)

    def _fetch_guild(self, _: str, **__: Any) -> Json:
        return self._guild()

    def _active(self, _: str, **__: Any) -> Json:
        return {"threads": [c for c in self.channels.values() if c["type"] == 12], "members": []}

    def _archived(self, _: str, **__: Any) -> Json:
        return {"threads": [], "members": [], "has_more": False}

    def _thread(self, parent: str, body: Json, **_: Any) -> Json:
        id_ = self.snowflake()
        self.channels[id_] = {
            "id": id_, "type": body["type"], "name": body["name"], "parent_id": parent, "guild_id": GUILD,
            "owner_id": BOT, "message_count": 0, "member_count": 1, "rate_limit_per_user": 0, "people": [],
            "thread_metadata": {
                "archived": False, "auto_archive_duration": 10080, "locked": False, "invitable": False,
                "archive_timestamp": "2026-11-25T12:00:00+00:00",
            },
        }  # fmt: skip
        asyncio.get_running_loop().create_task(self.dispatch("THREAD_CREATE", self.channels[id_]))
        return self.channels[id_]

    def _join(self, thread: str, person: str, **_: Any) -> None:
        self.channels[thread]["people"].append(person)

    def _callback(self, id_: str, token: str, body: Json, files: dict[str, bytes], **_: Any) -> Json | None:
        known, begun = self._begun[id_]
        if self.troubles.late:
            raise Refused(404, 10062)
        if self.troubles.answered:
            raise Refused(400, 40060)
        if token != known:
            raise Refused(404, 10062)
        if id_ in self.calls:
            raise Refused(400, 40060)
        self.calls[id_] = Call(body["type"], {**body.get("data", {}), "files": files}, time.monotonic() - begun)
        return {"interaction": {"id": id_, "type": 3}}

    def _follow(self, _: str, token: str, body: Json, **__: Any) -> Json:
        self.whispers.setdefault(token, []).append(body)
        return self._message(HIRING, BOT, body, kept=False)

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


ROUTES = (
    ("GET", "/users/@me", "_me"),
    ("GET", "/oauth2/applications/@me", "_application"),
    ("PUT", r"/applications/(\d+)/commands", "_sync"),
    ("POST", "/users/@me/channels", "_open_dm"),
    ("GET", r"/channels/(\d+)", "_channel"),
    ("POST", r"/channels/(\d+)/messages", "_send"),
    ("GET", r"/channels/(\d+)/messages", "_history"),
    ("PATCH", r"/channels/(\d+)/messages/(\d+)", "_edit"),
    ("DELETE", r"/channels/(\d+)/messages/(\d+)", "_delete"),
    ("POST", r"/channels/(\d+)/typing", "_type"),
    ("GET", r"/guilds/(\d+)/members/(\d+)", "_fetch_member"),
    ("GET", r"/guilds/(\d+)", "_fetch_guild"),
    ("GET", r"/guilds/(\d+)/threads/active", "_active"),
    ("GET", r"/channels/(\d+)/users/@me/threads/archived/private", "_archived"),
    ("POST", r"/channels/(\d+)/threads", "_thread"),
    ("PUT", r"/channels/(\d+)/thread-members/(\d+)", "_join"),
    ("POST", r"/interactions/(\d+)/(\w+)/callback", "_callback"),
    ("POST", r"/webhooks/(\d+)/(\w+)", "_follow"),
)
