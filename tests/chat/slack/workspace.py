"""A workspace on loopback: Web API, Socket Mode and signed HTTP. It is strict, and it notes every violation."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.chat.slack.manifest import SCOPES
from tests.chat.slack.acting import Acting
from tests.chat.slack.deliveries import Deliveries
from tests.chat.slack.rates import Rates
from tests.chat.slack.refusals import Refused
from tests.chat.slack.sockets import Sockets
from tests.chat.slack.state import Json, State
from tests.chat.slack.webapi import WebApi
from tests.waiting import HANG_S, until

BUSY_S = {"busy": "120", "hurried": "1"}


@dataclass
class Troubles:
    """What goes wrong: every n-th call is refused as busy or broken, or has its effect and no answer."""

    busy_every: int = 0
    broken_every: int = 0
    lost_every: int = 0
    slow_s: float = 0.0
    next: list[str] = field(default_factory=list)
    """How the next calls and uploads fail: "busy" for two minutes, "hurried" for one second, "broken", "lost" after the
    effect, "cut" off after it; "" is well."""
    way: Callable[[], str] | None = None
    """Asked how a call fails, where `next` does not say."""

    def fails(self) -> str:
        if self.next:
            return self.next.pop(0)
        return self.way() if self.way else ""

    spare: tuple[str, ...] = ()
    """Methods that nothing happens to."""


class Workspace(Acting):
    """The peer of the tests: its people act, its calls are answered, what it saw can be asked."""

    def __init__(self, second: float = 1.0) -> None:
        state, self.sockets = State(), Sockets(self.violation)
        super().__init__(state, Deliveries(state, self.sockets))
        self.bot_token, self.app_token = "xoxb-fake", "xapp-fake"
        self.scopes = set(SCOPES)
        self.troubles = Troubles()
        self.rates = Rates(second)
        self.calls: list[tuple[str, Json]] = []
        self.noted: list[tuple[str, Json]] = []
        self.page = 200
        self._api = WebApi(self)
        self._count = 0

    def violation(self, what: str) -> None:
        self.violations.append(what)

    def note(self, where: str, what: Json) -> None:
        """Keep what was shown, and where, as it was then."""
        self.noted.append((where, dict(what)))

    async def until(self, holds: Callable[[], Any], seconds: float = HANG_S) -> Any:
        """Wait until something holds, and return what it gave; raise TimeoutError when the time is over."""
        async with asyncio.timeout(seconds):
            return await until(holds)

    async def _called(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        arguments = await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self._count += 1
        if self.troubles.slow_s:
            await asyncio.sleep(self.troubles.slow_s)
        troubled = method not in self.troubles.spare
        fails = self.troubles.fails()
        if fails in BUSY_S:
            return _answered({"ok": False, "error": "ratelimited"}, 429, {"Retry-After": BUSY_S[fails]})
        if fails == "broken":
            return web.Response(status=503, text="<html>away</html>", content_type="text/html")
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
        if fails == "cut" and request.transport is not None:
            request.transport.abort()
        if fails == "lost" or (troubled and _each(self.troubles.lost_every, self._count)):
            return web.Response(status=500, text="lost")
        return _answered(answer, 200, {"x-oauth-scopes": ",".join(sorted(self.scopes))})

    async def _uploaded(self, request: web.Request) -> web.Response:
        file = self.state.files.get(request.match_info["id"])
        content = await request.read()
        if fails := self.troubles.fails():
            return web.Response(status=429 if fails in BUSY_S else 503)
        if file is None or file["length"] != len(content):
            self.violation("an upload of another length than it was announced with")
            return web.Response(status=400)
        file["content"] = content
        return web.Response(text=f"OK - {len(content)}")

    async def _responded(self, request: web.Request) -> web.Response:
        self.state.whispers.append(await request.json())
        self.note("answer", self.state.whispers[-1])
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
        async with TestServer(app, port=port) as server, aiohttp.ClientSession() as self.bring.session:
            self.root = self.sockets.root = str(server.make_url("")).rstrip("/")
            try:
                yield self
            finally:
                await self.sockets.close()


def _each(every: int, count: int) -> bool:
    return bool(every) and count % every == 0


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
