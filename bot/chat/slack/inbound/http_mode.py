"""HTTP mode: Slack calls us at one address, each request signed; a host may ask whether the process lives."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.chat.slack.inbound.signatures import HEADER, LARGEST, Answered, signed_body

BELOW = "/slack"
PATH = f"{BELOW}/events"
ALIVE = "/healthz"
TYPES = ("application/json", "application/x-www-form-urlencoded")

Serve = Callable[[web.Application, int, str], AbstractAsyncContextManager[int]]
"""Serves an application on a port of a host, as `bot.ops.http_server` does; yields the port."""


class WebMode:
    """Serves Slack's requests; whatever Slack has not signed gets status 401 on every path below BELOW, unread.

    So does a copy of a request that was answered well.

    secret: the app's signing secret; now: tells the time; host, port: where to listen, 0 for a port that is free.
    """

    def __init__(
        self, app: AsyncApp, secret: str, now: Callable[[], datetime], serve: Serve, port: int, host: str
    ) -> None:
        self._app = app
        self._secret = secret
        self._now = now
        self._serve = serve
        self._port = port
        self._host = host
        self._answered = Answered()
        self.bound = 0
        """The port that is listened on, once it is."""

    async def run(self) -> None:
        """Serve until cancelled; requests under way are then finished first."""
        application = web.Application(client_max_size=LARGEST)
        application.router.add_route("*", BELOW + "{below:.*}", self._called)
        application.router.add_get(ALIVE, _alive)
        async with self._serve(application, self._port, self._host) as self.bound:
            await asyncio.Event().wait()

    async def _called(self, request: web.Request) -> web.StreamResponse:
        body = await signed_body(request, self._secret, self._now())
        signature = request.headers.get(HEADER, "")
        if body is None or signature in self._answered:
            return web.Response(status=401)
        if request.path != PATH or request.method != "POST":
            return web.Response(status=404)
        if request.content_type not in TYPES:
            return web.Response(status=415)
        try:
            headers: dict[str, str | Sequence[str]] = {n: request.headers.getall(n) for n in request.headers}
            asked = AsyncBoltRequest(body=body.decode(), query=request.query_string, headers=headers)
        except ValueError:
            return web.Response(status=400)
        answer = await to_aiohttp_response(await self._app.async_dispatch(asked))
        if answer.status == 200:
            self._answered.note(signature, self._now())
        return answer


async def _alive(_: web.Request) -> web.Response:
    return web.json_response({"alive": True})
