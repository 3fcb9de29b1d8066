"""Stop signals: SIGTERM and SIGINT, obeyed also by a process that is stuck."""

import asyncio
import faulthandler
import os
import signal
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from types import FrameType

LEFT_S = 1.0
"""Seconds for what is still computed in threads once all is closed."""
SIGNALS = (signal.SIGTERM, signal.SIGINT)


@asynccontextmanager
async def told_to_stop(within_s: float) -> AsyncIterator[asyncio.Event]:
    """Yield an event that a signal to end sets; the process is gone `within_s` after it, whatever it is doing.

    Where the loop hangs, nobody hears the event. So a thread of the interpreter's own, which needs no turn of
    anybody, then ends the process with status 1 and writes to standard error where it hung: files, lines, names of
    functions, no data.

    After the block all is stored and closed. The interpreter would still wait for threads that compute, such as a
    picture's; they get LEFT_S, and the process ends with status 0 without them.
    """
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    before = {one: signal.signal(one, partial(_told, stop, loop, within_s)) for one in SIGNALS}
    try:
        yield stop
    finally:
        faulthandler.cancel_dump_traceback_later()
        for one, handler in before.items():
            signal.signal(one, handler)
        if stop.is_set():
            leaving = threading.Timer(LEFT_S, os._exit, (0,))
            leaving.daemon = True
            leaving.start()


def _told(stop: asyncio.Event, loop: asyncio.AbstractEventLoop, within_s: float, _: int, __: FrameType | None) -> None:
    if not stop.is_set():
        faulthandler.dump_traceback_later(within_s, exit=True)
        loop.call_soon_threadsafe(stop.set)
