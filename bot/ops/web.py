"""A small web server for whoever watches the service: is it alive, is it ready, and its figures."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Protocol

from aiohttp import web

from bot.flow.ports import Clock, Counts
from bot.ops.meter import Meter

log = logging.getLogger(__name__)

PATIENCE_S = 2.0
"""How long one check may take before it counts as failed."""
EVERYWHERE = "0.0.0.0"  # a container's probes come from outside
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"

Check = Callable[[], Awaitable[str | None]]
"""Returns what is wrong, or None."""


class Counting(Protocol):
    """What the figures of the database are asked of."""

    async def counts(self) -> Counts:
        """Return what the database holds now."""


def pages(meter: Meter, counting: Counting, checks: Mapping[str, Check], clock: Clock) -> web.Application:
    """Return the pages /healthz, /readyz and /metrics; a front end may add its own routes.

    /healthz answers as long as the process turns its loop. /readyz runs every check and answers 503 if one fails,
    with the names of the checks and never more of a fault than its kind.
    """

    async def healthz(_: web.Request) -> web.Response:
        return web.json_response({"alive": True})

    async def readyz(_: web.Request) -> web.Response:
        wrong = dict(zip(checks, await asyncio.gather(*map(_checked, checks.values())), strict=True))
        ready = not any(wrong.values())
        shown = {name: problem or "ok" for name, problem in wrong.items()}
        return web.json_response({"ready": ready, "checks": shown}, status=200 if ready else 503)

    async def metrics(_: web.Request) -> web.Response:
        counts = await _counted(counting)
        return web.Response(body=meter.page(counts, clock.now()), headers={"Content-Type": PROMETHEUS})

    application = web.Application()
    application.add_routes([web.get("/healthz", healthz), web.get("/readyz", readyz), web.get("/metrics", metrics)])
    return application


@asynccontextmanager
async def serving(application: web.Application, port: int, host: str = EVERYWHERE) -> AsyncIterator[int]:
    """Serve the pages until the end of the block; yield the port, which for 0 is one that was free."""
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        await site.start()
        bound: int = runner.addresses[0][1]
        log.info("listening on port %d", bound)
        yield bound
    finally:
        await runner.cleanup()


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
