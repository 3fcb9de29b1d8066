"""Socket Mode: deliveries come over a connection that we open, so the bot needs no address of its own.

Written here rather than taken from the SDK, whose client waits for its next ping before it sees that a
connection is gone, and tries a used-up address again for ever.
"""

import asyncio
import json
import logging
from collections.abc import Callable, Coroutine, Mapping
from typing import Any

import aiohttp
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest

from bot.chat.slack.outbound.api import Api
from bot.flow.jobs.backoff import jittered
from bot.flow.jobs.concurrency import cancel_all
from bot.flow.ports import ChatError

HEARTBEAT_S = 10.0
"""Between our pings; a connection that does not answer for half of it is given up."""
FIRST_WAIT_S = 0.2
LONGEST_WAIT_S = 30.0
OVERLAP_S = 10.0
"""How long an old connection may still deliver after the new one greets."""
REFUSED_WAIT_S = 60.0
BRIDGED_S = 30.0
"""A gap between connections over which Slack keeps bringing what was not acknowledged."""
FINISH_S = 3.0
"""For deliveries under way when the bot stops."""

log = logging.getLogger(__name__)


class SocketMode:
    """Keeps a connection open and hands its deliveries to the app.

    connected: called after the first greeting, and after one that ends a gap longer than Slack bridges itself.
    """

    def __init__(self, app: AsyncApp, api: Api, connected: Callable[[], Coroutine[Any, Any, None]]) -> None:
        self._app = app
        self._api = api
        self._connected = connected
        self._open = 0
        self._closed_at: float | None = None
        self._deliveries: set[asyncio.Task[Any]] = set()
        self._others: set[asyncio.Task[Any]] = set()

    async def run(self) -> None:
        """Serve until cancelled; deliveries under way are then finished first."""
        wait = FIRST_WAIT_S
        async with aiohttp.ClientSession() as session:
            try:
                while True:
                    try:
                        greeted = await self._connection(session)
                        wait = FIRST_WAIT_S if greeted else min(wait * 2, LONGEST_WAIT_S)
                    except ChatError as error:
                        log.warning("no connection to Slack: %s", error)
                        wait = REFUSED_WAIT_S if error.permanent else min(wait * 2, LONGEST_WAIT_S)
                    except (aiohttp.ClientError, TimeoutError, OSError) as error:
                        log.warning("the connection to Slack failed: %s", type(error).__name__)
                        wait = min(wait * 2, LONGEST_WAIT_S)
                    await asyncio.sleep(jittered(wait))
            finally:
                if self._deliveries:
                    await asyncio.wait(self._deliveries, timeout=FINISH_S)
                await cancel_all([*self._deliveries, *self._others])

    async def _connection(self, session: aiohttp.ClientSession) -> bool:
        """Open a connection and return when another is needed; return whether it ever greeted.

        Asked to move, it goes on for a while beside its successor, so that nothing falls between them.
        """
        answer = await self._api.read("apps.connections.open", tries=2, app_token=self._api.web.token)
        socket = await session.ws_connect(str(answer["url"]), heartbeat=HEARTBEAT_S, max_msg_size=0)
        greeted, moved = asyncio.Event(), asyncio.Event()
        serving = self._keep(self._others, self._serve(socket, greeted, moved))
        leaving = asyncio.create_task(moved.wait())
        try:
            await asyncio.wait({serving, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            leaving.cancel()
        if not serving.done():
            self._keep(self._others, _closed_later(socket))
        return greeted.is_set()

    async def _serve(
        self, socket: aiohttp.ClientWebSocketResponse, greeted: asyncio.Event, moved: asyncio.Event
    ) -> None:
        try:
            async for frame in socket:
                if frame.type is not aiohttp.WSMsgType.TEXT:
                    continue
                message = _object(frame.data)
                kind = message.get("type")
                if kind == "hello" and not greeted.is_set():
                    greeted.set()
                    self._greeted()
                elif kind == "disconnect":
                    log.info("Slack asks to connect anew: %s", message.get("reason"))
                    moved.set()
                elif message.get("envelope_id"):
                    self._keep(self._deliveries, self._deliver(socket, message))
        finally:
            if greeted.is_set():
                self._open -= 1
                self._closed_at = asyncio.get_running_loop().time()

    def _greeted(self) -> None:
        now = asyncio.get_running_loop().time()
        gap = None if self._closed_at is None else now - self._closed_at
        if self._open == 0 and (gap is None or gap > BRIDGED_S):
            self._keep(self._others, self._connected())
        self._open += 1

    async def _deliver(self, socket: aiohttp.ClientWebSocketResponse, envelope: Mapping[str, Any]) -> None:
        """Hand one delivery to the app, and acknowledge it when the app has; else Slack brings it again."""
        request = AsyncBoltRequest(mode="socket_mode", body=envelope.get("payload") or {}, headers=_headers(envelope))
        response = await self._app.async_dispatch(request)
        # Bolt says that it always returns one; a listener that acknowledges nothing gives None.
        if getattr(response, "status", None) != 200:
            return
        acknowledgement: dict[str, Any] = {"envelope_id": envelope["envelope_id"]}
        if response.body:
            kind = response.headers.get("content-type", [""])[0]
            is_json = kind.startswith("application/json")
            acknowledgement["payload"] = json.loads(response.body) if is_json else {"text": response.body}
        try:
            await socket.send_str(json.dumps(acknowledgement))
        except (ConnectionError, aiohttp.ClientError):
            log.info("a connection closed before its acknowledgement; the delivery comes again")

    def _keep(self, among: "set[asyncio.Task[Any]]", work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        def done(task: "asyncio.Task[None]") -> None:
            among.discard(task)
            if not task.cancelled() and (fault := task.exception()) is not None:
                log.warning("the connection's work failed: %s", type(fault).__name__)

        task = asyncio.create_task(work)
        among.add(task)
        task.add_done_callback(done)
        return task


def _headers(envelope: Mapping[str, Any]) -> dict[str, Any]:
    """Return the retry headers of HTTP for a repeated delivery; a first one has none."""
    attempt = envelope.get("retry_attempt")
    if not attempt:
        return {}
    return {"x-slack-retry-num": [str(attempt)], "x-slack-retry-reason": [str(envelope.get("retry_reason") or "")]}


def _object(text: str) -> Mapping[str, Any]:
    try:
        value = json.loads(text)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


async def _closed_later(socket: aiohttp.ClientWebSocketResponse) -> None:
    await asyncio.sleep(OVERLAP_S)
    await socket.close()
