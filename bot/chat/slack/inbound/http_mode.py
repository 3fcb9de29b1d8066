"""HTTP mode: Slack calls us at one address, each request signed; a host may ask whether the process lives."""

import asyncio

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.app.async_app import AsyncApp

PATH = "/slack/events"
ALIVE = "/healthz"
LARGEST = 4 * 1024 * 1024
"""Bytes of a delivery; a press carries the whole message that it stands in."""


class WebMode:
    """Serves Slack's requests on a port of all interfaces."""

    def __init__(self, app: AsyncApp, port: int, host: str = "0.0.0.0") -> None:
        self._app = app
        self._port = port
        self._host = host
        self.bound = 0
        """The port that is listened on, once it is; for a `port` of 0."""

    async def run(self) -> None:
        """Serve until cancelled; requests under way are then finished first."""
        application = web.Application(client_max_size=LARGEST)
        application.router.add_post(PATH, self._taken)
        application.router.add_get(ALIVE, _alive)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        try:
            site = web.TCPSite(runner, self._host, self._port)
            await site.start()
            self.bound = runner.addresses[0][1]
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()

    async def _taken(self, request: web.Request) -> web.StreamResponse:
        response = await self._app.async_dispatch(await to_bolt_request(request))
        return await to_aiohttp_response(response)


async def _alive(_: web.Request) -> web.Response:
    return web.json_response({"alive": True})
