"""Pages for whoever watches the service: is it alive, is it ready, and its figures."""

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from aiohttp import web

from bot.flow.ports import Clock, Counts
from bot.ops.meter import Meter

log = logging.getLogger(__name__)

PATIENCE_S = 2.0
"""How long one check may take before it counts as failed."""
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"

Check = Callable[[], Awaitable[str | None]]
"""Returns what is wrong, or None."""


class Counting(Protocol):
    """What the figures of the database are asked of."""

    async def counts(self) -> Counts:
        """Return what the database holds now."""


def alive() -> web.Application:
    """Return the page /healthz alone, which answers as long as the process turns its loop; anybody may see it."""
    application = web.Application()
    application.router.add_get("/healthz", _healthz)
    return application


def pages(
    meter: Meter, counting: Counting, checks: Mapping[str, Check], clock: Clock, token: str | None = None
) -> web.Application:
    """Return the pages /healthz, /readyz and /metrics.

    /healthz answers as long as the process turns its loop. /readyz runs every check and answers 503 if one fails,
    with the names of the checks and never more of a fault than its kind.
    token: what a request for /metrics has to bear, as "Authorization: Bearer TOKEN"; None asks for nothing.
    """

    async def readyz(_: web.Request) -> web.Response:
        wrong = dict(zip(checks, await asyncio.gather(*map(_checked, checks.values())), strict=True))
        ready = not any(wrong.values())
        shown = {name: problem or "ok" for name, problem in wrong.items()}
        return web.json_response({"ready": ready, "checks": shown}, status=200 if ready else 503)

    async def metrics(request: web.Request) -> web.Response:
        if token is not None and not _bears(request, token):
            return web.Response(status=401, headers={"WWW-Authenticate": "Bearer"})
        counts = await _counted(counting)
        return web.Response(body=meter.page(counts, clock.now()), headers={"Content-Type": PROMETHEUS})

    application = alive()
    application.add_routes([web.get("/readyz", readyz), web.get("/metrics", metrics)])
    return application


async def _healthz(_: web.Request) -> web.Response:
    return web.json_response({"alive": True})


def _bears(request: web.Request, token: str) -> bool:
    given = request.headers.get("Authorization", "")
    return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())


async def _checked(check: Check) -> str | None:
    try:
        async with asyncio.timeout(PATIENCE_S):
            return await check()
    except Exception as fault:
        return type(fault).__name__


async def _counted(counting: Counting) -> Counts | None:
    try:
        async with asyncio.timeout(PATIENCE_S):
            return await counting.counts()
    except Exception as fault:
        log.warning("the database could not be counted: %s", type(fault).__name__)
        return None
