"""Stop signals: SIGTERM and SIGINT, obeyed also by a process that is stuck."""

import asyncio
import faulthandler
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from types import FrameType

SIGNALS = (signal.SIGTERM, signal.SIGINT)


@asynccontextmanager
async def told_to_stop(within_s: float) -> AsyncIterator[asyncio.Event]:
    """Yield an event that a signal to end sets; the process is gone `within_s` after it, whatever it is doing.

    Where the loop hangs, nobody hears the event. So a thread of the interpreter's own, which needs no turn of
    anybody, then ends the process with status 1 and writes to standard error where it hung: files, lines, names of
    functions, no data.
    """
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    before = {one: signal.signal(one, partial(_told, stop, loop, within_s)) for one in SIGNALS}
    try:
        yield stop
    finally:
        faulthandler.cancel_dump_traceback_later()
        for one, handler in before.items():
            signal.signal(one, handler)


def _told(stop: asyncio.Event, loop: asyncio.AbstractEventLoop, within_s: float, _: int, __: FrameType | None) -> None:
    if not stop.is_set():
        faulthandler.dump_traceback_later(within_s, exit=True)
        loop.call_soon_threadsafe(stop.set)
