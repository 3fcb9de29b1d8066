"""Waiting for what is told, and never for time to pass: one generous limit ends a test that would hang."""

import asyncio
import os
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

HANG_S = float(os.environ.get("VIVA_TEST_HANG_S", "180"))
"""Nothing that works takes as long, on a machine however busy; what never happens fails a test after this time."""
LOOK_EVERY_S = 0.01


async def until(look: Callable[[], T | None]) -> T:
    """Look until there is something, and return it; raise TimeoutError after HANG_S."""
    async with asyncio.timeout(HANG_S):
        while not (found := look()):  # noqa: ASYNC110 - what is looked for is another task's doing, and has no event
            await asyncio.sleep(LOOK_EVERY_S)
        return found
