"""Database steps that are shielded from cancellation.

A task that is cancelled between two halves of a statement would leave its connection in the middle of a
transaction, and SQLite locked. So the step is finished first; the transaction is then rolled back.
"""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

T = TypeVar("T")


async def shield(step: Coroutine[Any, Any, T]) -> T:
    """Return what a step returns; if the caller is cancelled meanwhile, raise CancelledError once it is over."""
    task = asyncio.ensure_future(step)
    cancelled: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError as fault:
            cancelled = fault
    if cancelled is not None:
        task.exception()  # asked for, so that nobody complains of an error that nobody saw
        raise cancelled
    return task.result()


async def open_connection(connection: AsyncConnection) -> None:
    """Open a connection; if the caller is cancelled meanwhile, give it back before that is raised."""
    try:
        await shield(connection.start())
    except asyncio.CancelledError:
        if connection.sync_connection is not None:
            await shield(connection.close())
        raise
