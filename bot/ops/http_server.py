"""A web server that strangers may call: limits of connections and of time, so that none of them holds it up."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.typedefs import Handler

log = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
EVERYWHERE = "0.0.0.0"
HEAD_S = 10.0
"""Seconds for the head of a request, from the opening of the connection or the end of the request before."""
REST_S = 2.0
"""Seconds for which what nobody reads of a request is taken in and dropped, so that its sender sees the answer."""
ENDING_S = 2.0
"""Seconds for requests under way when the server ends; the platform brings again what got no answer."""
MOST_CONNECTIONS = 128
"""Open at once; one more takes the place of the oldest that has no request under way. Far below 1,024 descriptors."""
BACKLOG = 1024
"""Connections that the system accepts before we do: a burst is not told to come again in a second."""


class Room:
    """The connections of one server: those that have a request under way are never closed for others."""

    def __init__(self, most: int = MOST_CONNECTIONS) -> None:
        self._most = most
        self._idle: dict[asyncio.BaseTransport, None] = {}
        self._busy: set[asyncio.BaseTransport] = set()

    def __len__(self) -> int:
        """Return how many are open."""
        return len(self._idle) + len(self._busy)

    def enter(self, transport: asyncio.Transport) -> None:
        """Take a connection in; one too many ends the one that has been idle for longest, which may be itself."""
        self._idle[transport] = None
        if len(self) > self._most:
            oldest = next(iter(self._idle))
            del self._idle[oldest]
            assert isinstance(oldest, asyncio.Transport)
            oldest.abort()

    def leave(self, transport: asyncio.BaseTransport) -> None:
        """Forget a connection that is closed."""
        self._idle.pop(transport, None)
        self._busy.discard(transport)

    @web.middleware
    async def while_busy(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Note that a connection has a request under way, until it is answered."""
        transport = request.transport
        if transport is None or transport not in self._idle:
            return web.Response(status=408)  # it was closed meanwhile: nobody reads this, and nothing is logged of it
        del self._idle[transport]
        self._busy.add(transport)
        try:
            return await handler(request)
        finally:
            if transport in self._busy:
                self._busy.discard(transport)
                self._idle[transport] = None


class Entering(asyncio.Protocol):
    """One connection on its way into the room, handed on to the server's own protocol."""

    def __init__(self, room: Room, inner: asyncio.Protocol) -> None:
        self._room = room
        self._inner = inner
        self._transport: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Let the connection in."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._inner.connection_made(transport)
        self._room.enter(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """Let it out."""
        if self._transport is not None:
            self._room.leave(self._transport)
        self._inner.connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Hand on what came."""
        self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        """Hand on that no more will come."""
        return self._inner.eof_received()

    def pause_writing(self) -> None:
        """Hand on that the other side reads slowly."""
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        """Hand on that it has caught up."""
        self._inner.resume_writing()


@asynccontextmanager
async def serving(
    application: web.Application, port: int, host: str = LOOPBACK, ending_s: float = ENDING_S
) -> AsyncIterator[int]:
    """Serve an application until the end of the block; yield the port, which for 0 is one that was free.

    Requests' bodies come as they are, never unpacked. ending_s: how long requests under way then may take.
    Raises OSError where nobody may listen there.
    """
    room = Room()
    application.middlewares.insert(0, room.while_busy)
    runner = web.AppRunner(
        application,
        access_log=None,
        keepalive_timeout=HEAD_S,
        lingering_time=REST_S,
        auto_decompress=False,
        shutdown_timeout=ending_s,
    )
    await runner.setup()
    try:
        assert runner.server is not None
        entering = _entering(room, runner.server)
        listening = await asyncio.get_running_loop().create_server(entering, host, port, backlog=BACKLOG)
        try:
            bound: int = listening.sockets[0].getsockname()[1]
            log.info("listening on %s, port %d", host, bound)
            yield bound
        finally:
            listening.close()
    finally:
        await runner.cleanup()


def _entering(room: Room, inner: Callable[[], asyncio.Protocol]) -> Callable[[], asyncio.Protocol]:
    return lambda: Entering(room, inner())
