"""A workspace on loopback: Web API, Socket Mode and signed HTTP. It is strict, and it notes every violation."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.chat.slack.manifest import SCOPES
from tests.chat.slack.limits import faults_of_window
from tests.chat.slack.rates import Rates
from tests.chat.slack.sockets import ACK_S, Sockets
from tests.chat.slack.state import APP, BOT_USER, TEAM, Json, State, now
from tests.chat.slack.webapi import Refused, WebApi

SECRET = "not-a-real-secret"  # pragma: allowlist secret
RETRIES = 3


@dataclass
class Troubles:
    """What goes wrong: every n-th call is refused as busy or broken, or has its effect and no answer."""

    busy_every: int = 0
    broken_every: int = 0
    lost_every: int = 0
    slow_s: float = 0.0
    replays: int = 0
    spare: tuple[str, ...] = ()
    """Methods that nothing happens to."""


@dataclass(frozen=True)
class Delivery:
    """One delivery, as it went."""

    kind: str
    attempts: int
    acknowledged: bool
    payload: Json | None
    seconds: float


class Workspace:
    """The peer of the tests: its people act, its calls are answered, what it saw can be asked."""

    def __init__(self, second: float = 1.0) -> None:
        self.state = State()
        self.bot_token, self.app_token = "xoxb-fake", "xapp-fake"
        self.scopes = set(SCOPES)
        self.troubles = Troubles()
        self.rates = Rates(second)
        self.violations: list[str] = []
        self.calls: list[tuple[str, Json]] = []
        self.deliveries: list[Delivery] = []
        self.page = 200
        self.root = ""
        self.sockets = Sockets(self.violation)
        self.app_url: str | None = None
        """Where the app is called by HTTP; None for Socket Mode."""
        self._api = WebApi(self)
        self._count = 0
        self._changed = asyncio.Event()
        self._session: aiohttp.ClientSession | None = None

    def violation(self, what: str) -> None:
        self.violations.append(what)

    def note(self, where: str, what: Json) -> None:
        self._changed.set()

    async def until(self, holds: Callable[[], Any], seconds: float = 20.0) -> Any:
        """Wait until something holds, looking after each change; return what it gave."""
        async with asyncio.timeout(seconds):
            while not (found := holds()):
                self._changed.clear()
                try:
                    await asyncio.wait_for(self._changed.wait(), 0.25)
                except TimeoutError:
                    continue
        return found

    # What people do.

    async def says(self, user: str, text: str, **more: Any) -> Delivery:
        """Write in the direct conversation; `text` as Slack would send it."""
        channel = self.state.direct(user)
        ts = self.state.stamp()
        message = {"type": "message", "user": user, "text": text, "ts": ts, "team": TEAM, **more}
        channel.messages[ts] = message
        return await self.event({**message, "channel": channel.id, "channel_type": "im", "event_ts": ts})

    async def edits(self, user: str, ts: str, text: str) -> Delivery:
        channel = self.state.direct(user)
        before = dict(channel.messages[ts])
        stamp = self.state.stamp()
        channel.messages[ts].update(text=text, edited={"user": user, "ts": stamp})
        changed = {"type": "message", "subtype": "message_changed", "channel": channel.id, "channel_type": "im",
                   "message": dict(channel.messages[ts]), "previous_message": before, "hidden": True,
                   "ts": stamp, "event_ts": stamp}  # fmt: skip
        return await self.event(changed)

    async def presses(self, user: str, channel: str, ts: str, action: str) -> Delivery:
        """Press the button of a message whose action begins so."""
        message = self.state.channels[channel].messages[ts]
        block, element = _button(message.get("blocks") or [], action)
        body = {"container": {"type": "message", "message_ts": ts, "channel_id": channel, "is_ephemeral": False},
                "channel": {"id": channel, "name": "directmessage"}, "message": message}  # fmt: skip
        return await self._act(user, block, element, body)

    async def presses_in_view(self, user: str, view: Json, action: str) -> Delivery:
        block, element = _button(view["blocks"], action)
        return await self._act(
            user, block, element, {"container": {"type": "view", "view_id": view["id"]}, "view": view}
        )

    async def commands(self, user: str, text: str, channel: str) -> Delivery:
        body = {"token": "t", "api_app_id": APP, "team_id": TEAM, "team_domain": "fake", "channel_id": channel,
                "channel_name": "hiring", "user_id": user, "user_name": user.lower(), "command": "/viva",
                "text": text, "response_url": f"{self.root}/respond", "trigger_id": self.state.trigger(user),
                "is_enterprise_install": "false"}  # fmt: skip
        return await self.deliver("slash_commands", body)

    async def fills(self, user: str, values: Mapping[str, str]) -> Delivery:
        """Fill in and send the topmost window of somebody."""
        view = self.state.views[user][-1]
        state: dict[str, Any] = {}
        for block in view["blocks"]:
            if block["type"] == "input":
                element = block["element"]
                given = values.get(block["block_id"])
                chosen = next((o for o in element.get("options", ()) if o["value"] == given), None)
                kept = {"selected_option": chosen} if "options" in element else {"value": given}
                state[block["block_id"]] = {element["action_id"]: {"type": element["type"], **kept}}
        body = {"type": "view_submission", "team": {"id": TEAM, "domain": "fake"}, "token": "t", "api_app_id": APP,
                "user": {"id": user, "username": user.lower(), "name": user.lower(), "team_id": TEAM},
                "trigger_id": self.state.trigger(user), "response_urls": [],
                "view": {**view, "state": {"values": state}}}  # fmt: skip
        done = await self.deliver("interactive", body)
        answer = done.payload or {}
        match answer.get("response_action"):
            case "update":
                self.violations += [f"view_submission: {f}" for f in faults_of_window(answer["view"])]
                self.state.views[user][-1] = {**view, **answer["view"], "hash": self.state.stamp()}
            case "clear":
                self.state.views[user] = []
            case None:
                self.state.views[user].pop()
        return done

    async def opens_home(self, user: str, tab: str = "home") -> Delivery:
        event = {"type": "app_home_opened", "user": user, "channel": self.state.direct(user).id, "tab": tab}
        return await self.event({**event, "event_ts": self.state.stamp()})

    async def event(self, event: Json) -> Delivery:
        """Deliver an event in its wrapper, as often as the troubles replay it."""
        wrapper = {"token": "t", "team_id": TEAM, "api_app_id": APP, "event": event, "type": "event_callback",
                   "event_id": self.state.new("Ev"), "event_time": now(), "is_ext_shared_channel": False,
                   "authorizations": [{"team_id": TEAM, "user_id": BOT_USER, "is_bot": True}]}  # fmt: skip
        for _ in range(self.troubles.replays):
            await self.deliver("events_api", wrapper)
        return await self.deliver("events_api", wrapper)

    async def deliver(self, kind: str, payload: Json) -> Delivery:
        """Deliver until acknowledged, at most three more times."""
        reason, attempt, done, answer, seconds = "", 0, False, None, 0.0
        tries = RETRIES + 1 if kind == "events_api" else 1
        for attempt in range(tries):
            if self.app_url is None:
                done, answer, seconds = await self.sockets.deliver(kind, payload, attempt, reason)
            else:
                done, answer, seconds = await self._posted(kind, payload, attempt, reason)
            if done:
                break
            reason = "timeout"
            await asyncio.sleep(0.3 * attempt)
        self.deliveries.append(Delivery(kind, attempt + 1, done, answer, seconds))
        return self.deliveries[-1]

    async def _act(self, user: str, block: Json, element: Json, body: Json) -> Delivery:
        acted = {"type": "button", "action_id": element["action_id"], "block_id": block.get("block_id", "b1"),
                 "text": element["text"], "action_ts": self.state.stamp()}  # fmt: skip
        if "value" in element:
            acted["value"] = element["value"]
        whole = {"type": "block_actions", "team": {"id": TEAM, "domain": "fake"}, "api_app_id": APP, "token": "t",
                 "user": {"id": user, "username": user.lower(), "name": user.lower(), "team_id": TEAM},
                 "trigger_id": self.state.trigger(user), "response_url": f"{self.root}/respond", "actions": [acted],
                 "state": {"values": {}}, "is_enterprise_install": False, "enterprise": None, **body}  # fmt: skip
        return await self.deliver("interactive", whole)

    async def _posted(self, kind: str, payload: Json, attempt: int, reason: str) -> tuple[bool, Json | None, float]:
        assert self.app_url is not None
        assert self._session is not None
        form = "application/x-www-form-urlencoded"
        if kind == "events_api":
            body, content = json.dumps(payload), "application/json"
        elif kind == "slash_commands":
            body, content = urlencode(payload), form
        else:
            body, content = urlencode({"payload": json.dumps(payload)}), form
        headers = {"Content-Type": content, **signed(body, SECRET)}
        if attempt:
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_timeout"}
        began = time.monotonic()
        try:
            async with asyncio.timeout(ACK_S), self._session.post(self.app_url, data=body, headers=headers) as answer:
                text = await answer.text()
                took = time.monotonic() - began
                is_json = answer.content_type == "application/json"
                return answer.status == 200, json.loads(text) if is_json and text else None, took
        except (aiohttp.ClientError, TimeoutError, OSError):
            return False, None, time.monotonic() - began

    # What the app asks.

    async def _called(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        arguments = await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self._count += 1
        if self.troubles.slow_s:
            await asyncio.sleep(self.troubles.slow_s)
        troubled = method not in self.troubles.spare
        if troubled and _each(self.troubles.busy_every, self._count):
            return _answered({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": "1"})
        if troubled and _each(self.troubles.broken_every, self._count):
            return web.Response(status=503, text="<html>away</html>", content_type="text/html")
        wait = self.rates.wait(method, str(arguments.get("channel", "")))
        if wait is not None:
            self.violation(f"{method}: too often")
            return _answered({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": str(int(wait))})
        self.calls.append((method, arguments))
        try:
            answer = self._api.call(method, arguments, token)
        except Refused as refused:
            return _answered({"ok": False, "error": str(refused), **refused.more})
        if troubled and _each(self.troubles.lost_every, self._count):
            return web.Response(status=500, text="lost")
        return _answered(answer, 200, {"x-oauth-scopes": ",".join(sorted(self.scopes))})

    async def _uploaded(self, request: web.Request) -> web.Response:
        file = self.state.files.get(request.match_info["id"])
        content = await request.read()
        if file is None or file["length"] != len(content):
            self.violation("an upload of another length than it was announced with")
            return web.Response(status=400)
        file["content"] = content
        return web.Response(text=f"OK - {len(content)}")

    async def _responded(self, request: web.Request) -> web.Response:
        self.state.whispers.append(await request.json())
        self.note("response", {})
        return web.Response(text="ok")

    async def _downloaded(self, request: web.Request) -> web.Response:
        if request.headers.get("Authorization") != f"Bearer {self.bot_token}":
            return web.Response(text="<html>sign in</html>", content_type="text/html")
        return web.Response(body=self.state.files[request.match_info["id"]]["content"], content_type="text/plain")

    @asynccontextmanager
    async def open(self, port: int | None = None) -> AsyncIterator["Workspace"]:
        """Serve on a free port of this machine, or on one that was served before."""
        app = web.Application(client_max_size=10_000_000)
        app.router.add_route("*", "/api/{method}", self._called)
        app.router.add_post("/upload/{id}", self._uploaded)
        app.router.add_post("/respond", self._responded)
        app.router.add_get("/files/{id}", self._downloaded)
        app.router.add_get("/link", self.sockets.serve)
        async with TestServer(app, port=port) as server, aiohttp.ClientSession() as self._session:
            self.root = self.sockets.root = str(server.make_url("")).rstrip("/")
            try:
                yield self
            finally:
                await self.sockets.close()


def signed(body: str, secret: str, at: int | None = None) -> dict[str, str]:
    """Return the headers of a signed request."""
    stamp = str(now() if at is None else at)
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


def _each(every: int, count: int) -> bool:
    return bool(every) and count % every == 0


def _button(blocks: list[Json], action: str) -> tuple[Json, Json]:
    for block in blocks:
        for element in block.get("elements", ()) if block["type"] == "actions" else ():
            if element["action_id"].startswith(action):
                return block, element
    raise AssertionError(f"there is no button {action!r}")


async def _arguments(request: web.Request) -> Json:
    if request.content_type == "application/json":
        return dict(await request.json())
    given: Json = {**request.query}
    if request.method == "POST":
        given |= dict(await request.post())
    for name in ("blocks", "metadata", "view"):
        if isinstance(given.get(name), str):
            given[name] = json.loads(given[name])
    return given


def _answered(answer: Json, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    return web.json_response(answer, status=status, headers=headers)
