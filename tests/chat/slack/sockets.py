"""Socket Mode of the fake workspace: one-use addresses, hello, envelopes, acknowledgements with their times."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any

from aiohttp import WSMsgType, web

from tests.chat.slack.state import APP, Json
from tests.waiting import HANG_S

TRIES = 4
"""How often an event is brought at most."""


class Sockets:
    """The connections of the app; each delivery goes to one of them."""

    def __init__(self, violation: Callable[[str], None]) -> None:
        self.root = ""
        self.patience_s = HANG_S
        """How long a delivery waits for a connection before it counts as failed."""
        self.acks_s = (HANG_S,) * TRIES
        """How long each try waits to be acknowledged. Slack waits for three seconds, which a busy machine may need."""
        self.ticketed = 0
        self._violation = violation
        self._tickets: set[str] = set()
        self._live: list[web.WebSocketResponse] = []
        self._waiting: dict[str, asyncio.Future[Json]] = {}
        self._joined = asyncio.Event()
        self._turn = 0

    def ticket(self) -> str:
        self.ticketed += 1
        ticket = f"t{self.ticketed}"
        self._tickets.add(ticket)
        return f"{self.root.replace('http', 'ws')}/link?ticket={ticket}&app_id={APP}"

    async def serve(self, request: web.Request) -> web.StreamResponse:
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets:
            self._violation("a socket address was used twice")
            return web.Response(status=404)
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        hello = {"type": "hello", "num_connections": len(self._live) + 1, "connection_info": {"app_id": APP}}
        await socket.send_str(json.dumps({**hello, "debug_info": {"host": "fake"}}))
        self._live.append(socket)
        self._joined.set()
        try:
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    self._acknowledged(json.loads(frame.data))
        finally:
            self._gone(socket)
        return socket

    async def connected(self) -> None:
        """Wait for a connection."""
        async with asyncio.timeout(self.patience_s):
            while not self._live:
                self._joined.clear()
                await self._joined.wait()

    async def deliver(self, kind: str, payload: Json, attempt: int, reason: str) -> tuple[bool, Json | None, float]:
        """Send one envelope; return whether it was acknowledged, with what, and after how long."""
        try:
            await self.connected()
        except TimeoutError:
            return False, None, self.patience_s
        id_ = f"e{time.monotonic_ns()}"
        takes_payload = kind != "events_api"
        envelope = {"envelope_id": id_, "type": kind, "payload": payload, "accepts_response_payload": takes_payload,
                    "retry_attempt": attempt, "retry_reason": reason}  # fmt: skip
        waiting = self._waiting[id_] = asyncio.get_running_loop().create_future()
        began = time.monotonic()
        self._turn += 1
        try:
            await self._live[self._turn % len(self._live)].send_str(json.dumps(envelope))
            acknowledged = await asyncio.wait_for(waiting, self.acks_s[attempt])
        except (TimeoutError, ConnectionError, IndexError):
            return False, None, time.monotonic() - began
        finally:
            self._waiting.pop(id_, None)
        return True, acknowledged.get("payload"), time.monotonic() - began

    async def drop(self) -> None:
        """Cut every connection, as a cable does."""
        for socket in list(self._live):
            self._gone(socket)
            transport = socket._req.transport if socket._req else None
            if transport is not None:
                transport.abort()

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Ask to connect anew."""
        for socket in list(self._live):
            await socket.send_str(json.dumps({"type": "disconnect", "reason": reason, "debug_info": {}}))

    async def close(self) -> None:
        for socket in list(self._live):
            await socket.close()

    def _acknowledged(self, message: Json) -> None:
        waiting = self._waiting.get(str(message.get("envelope_id")))
        if waiting is not None and not waiting.done():
            waiting.set_result(message)

    def _gone(self, socket: Any) -> None:
        if socket in self._live:
            self._live.remove(socket)
