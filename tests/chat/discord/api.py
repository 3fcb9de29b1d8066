"""The HTTP side of the small Discord: what Discord would refuse, it refuses, and it notes why."""

import asyncio
import re
import time
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.app import SystemClock
from tests.chat.discord.gateway import Gateway
from tests.chat.discord.guild import WINDOW_S, Call, Json, Refused
from tests.chat.discord.rules import broken
from tests.chat.discord.wire import (
    APP,
    BOT,
    GUILD,
    HIRING,
    body_of,
    json_answer,
)


@dataclass
class Api(Gateway):
    """A guild that can be called."""

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
                status = (500, 502, 503, 504)[n // troubles.broken_every % 4]
                return json_answer({"code": 0, "message": str(status)}, status=status)
        fails = troubles.next.pop(0) if troubles.next else ""
        if fails == "busy":
            return json_answer({"message": "limited"}, status=429, headers={"Retry-After": "120"})
        if fails == "broken":
            return json_answer({"code": 0, "message": "503"}, status=503)
        if "/members/" in path and self.troubles.members_wait is not None:
            await self.troubles.members_wait.wait()
        limits, full = self._bucket(request.method, path)
        if full:
            answer = {"message": "limited", "retry_after": float(limits["Retry-After"]), "global": False}
            return json_answer(answer, status=429, headers=limits)
        body, files = await body_of(request)
        self.violations += broken(request.method, path, body, files)
        try:
            answer = self._answer(request.method, path, request.query, body, files)
        except Refused as refused:
            return json_answer(refused.body, status=refused.status, headers=self.troubles.headers)
        if fails == "lost":
            return json_answer({"code": 0, "message": "503"}, status=503)
        if troubles.lost_every and n % troubles.lost_every == 0 and request.method == "POST" and "messages" in path:
            return json_answer({"code": 0, "message": "503"}, status=503)
        if answer is None:
            return web.Response(status=204, headers=limits)
        return json_answer(answer, headers=limits | self.troubles.headers)

    def _bucket(self, method: str, path: str) -> tuple[dict[str, str], bool]:
        """Return what a conversation's bucket tells of itself, and whether it is full."""
        burst = self.troubles.burst
        if not burst or method != "POST" or not path.endswith("/messages"):
            return {}, False
        now = time.monotonic()
        used = self._used[path] = [at for at in self._used.get(path, []) if now - at < WINDOW_S]
        full = len(used) >= burst
        if not full:
            used.append(now)
        ends = max(0.0, WINDOW_S - (now - used[0]))
        told = {
            "X-RateLimit-Limit": str(burst), "X-RateLimit-Remaining": str(burst - len(used)),
            "X-RateLimit-Reset-After": f"{ends:.3f}",
            "X-RateLimit-Reset": f"{SystemClock().now().timestamp() + ends:.3f}",
            "X-RateLimit-Bucket": "abcd1234", "Via": "1.1 google",
        }  # fmt: skip
        if full:
            self.refused_by_bucket += 1
            told |= {"Retry-After": f"{ends:.3f}", "X-RateLimit-Scope": "user"}
        return told, full

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

    def _react(self, channel: str, id_: str, emoji: str, **_: Any) -> None:
        if id_ not in self.messages.get(channel, {}):
            raise Refused(404, 10008)
        self.reactions.append((channel, id_, emoji))

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
        if self.troubles.late:
            raise Refused(404, 10062)
        if self.troubles.answered:
            raise Refused(400, 40060)
        if token != self._tokens[id_]:
            raise Refused(404, 10062)
        if id_ in self.calls:
            raise Refused(400, 40060)
        self.calls[id_] = Call(body["type"], {**body.get("data", {}), "files": files})
        return {"interaction": {"id": id_, "type": 3}}

    def _follow(self, _: str, token: str, body: Json, **__: Any) -> Json:
        self.whispers.setdefault(token, []).append(body)
        return self._message(HIRING, BOT, body, kept=False)


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
    ("PUT", r"/channels/(\d+)/messages/(\d+)/reactions/([^/]+)/@me", "_react"),
    ("GET", r"/guilds/(\d+)/members/(\d+)", "_fetch_member"),
    ("GET", r"/guilds/(\d+)", "_fetch_guild"),
    ("GET", r"/guilds/(\d+)/threads/active", "_active"),
    ("GET", r"/channels/(\d+)/users/@me/threads/archived/private", "_archived"),
    ("POST", r"/channels/(\d+)/threads", "_thread"),
    ("PUT", r"/channels/(\d+)/thread-members/(\d+)", "_join"),
    ("POST", r"/interactions/(\d+)/(\w+)/callback", "_callback"),
    ("POST", r"/webhooks/(\d+)/(\w+)", "_follow"),
)
