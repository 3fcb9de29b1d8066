"""Group commit on SQLite: several writing transactions share one fsync.

A commit waits for the disk. Whoever writes first in a while leads: having done its part it goes to the end of
the queue, lets those who wait do theirs in the same transaction, and then commits for all. Nobody is told that
something is stored before that commit is over. A part that fails is taken back alone, by its savepoint.
"""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.store.database.shielded import open_connection, shield


class Batch:
    """A transaction that several take part in; `done` is for those who do not lead."""

    def __init__(self, connection: AsyncConnection) -> None:
        self.connection = connection
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.fault: BaseException | None = None
        """Why the database gave the whole transaction up, if it did."""

    async def over(self) -> None:
        """Return once it is committed; raise what kept it from that."""
        await asyncio.shield(self.done)


class GroupCommit:
    """The one writer of an SQLite file."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._turn = asyncio.Semaphore(1)
        self._batch: Batch | None = None

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """Open a transaction of one's own, as far as one can tell; it is committed when the block has ended."""
        async with self._turn:
            batch = self._batch
            if leads := batch is None:
                batch = Batch(AsyncConnection(self._engine))
                await open_connection(batch.connection)
                self._batch = batch
            try:
                if leads:
                    yield batch.connection
                else:
                    async with self._part(batch):
                        yield batch.connection
            except BaseException:
                if leads:  # nobody else is in it yet
                    self._batch = None
                    await shield(batch.connection.close())
                raise
        await shield(self._commit(batch) if leads else batch.over())

    @asynccontextmanager
    async def _part(self, batch: Batch) -> AsyncIterator[None]:
        savepoint = await shield(batch.connection.begin_nested().start())
        try:
            yield
        except BaseException:
            await self._end(batch, savepoint.rollback())
            raise
        await self._end(batch, savepoint.commit())

    async def _end(self, batch: Batch, step: Coroutine[Any, Any, None]) -> None:
        """End a savepoint; where that fails, the database has given up all that was in the transaction."""
        try:
            await shield(step)
        except Exception as fault:
            batch.fault = fault
            self._batch = None  # let nobody else in
            raise

    async def _commit(self, batch: Batch) -> None:
        async with self._turn:
            if self._batch is batch:
                self._batch = None
            try:
                if batch.fault is not None:
                    raise batch.fault
                await batch.connection.commit()
            except BaseException as fault:
                batch.done.set_exception(fault)
                batch.done.exception()  # asked for, as there may be nobody who waits for it
                raise
            else:
                batch.done.set_result(None)
            finally:
                await batch.connection.close()
