"""The SQLite driver: statements run in the calling thread, only what may wait in another.

A statement on a local file takes microseconds; handing it to a thread and back takes longer, and on a busy
process much longer. Two things wait: a commit, for the disk, and whatever another process has locked.
"""

import sqlite3
from asyncio import get_running_loop
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from typing import Any, TypeVar

from bot.store.database.shielded import shield
from bot.store.database.trouble import GivenUp

T = TypeVar("T")

PATIENCE_MS = 10_000
"""How long a lock of another process is waited for."""
BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_BUSY_RECOVERY)


class Connection:
    """One connection, as SQLAlchemy's asynchronous dialect for SQLite uses its driver."""

    isolation_level = None
    """Transactions begin when they are told to."""

    def __init__(self, file: str, threads: Executor) -> None:
        self._connection = sqlite3.connect(file, timeout=0, isolation_level=None, check_same_thread=False)
        self._threads = threads

    def cursor(self) -> "Cursor":
        """Return a new cursor."""
        return Cursor(self, self._connection.cursor())

    async def commit(self) -> None:
        """Commit; when this returns, it is on the disk."""
        if not self._connection.in_transaction:  # the module below would take that for a success
            raise GivenUp("the database has given the transaction up")
        try:
            await self._elsewhere(self._connection.commit)
        except BaseException:
            # A refused commit may leave the transaction open, and the next user of the connection in it.
            self._connection.rollback()
            raise

    async def rollback(self) -> None:
        """Roll back."""
        self._connection.rollback()

    async def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def stop(self) -> None:
        """Close the connection, from outside of a task."""
        self._connection.close()

    async def create_function(self, *args: Any, **options: Any) -> None:
        """Give SQL a function."""
        self._connection.create_function(*args, **options)

    async def at_once(self, step: Callable[[], T]) -> T:
        """Return what a step returns: at once, or in a thread if another process has what it needs."""
        try:
            return step()
        except sqlite3.OperationalError as fault:
            if fault.sqlite_errorcode not in BUSY:
                raise
        return await self._elsewhere(lambda: self._patiently(step))

    def _patiently(self, step: Callable[[], T]) -> T:
        self._connection.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
        try:
            return step()
        finally:
            self._connection.execute("PRAGMA busy_timeout = 0")

    async def _elsewhere(self, step: Callable[[], T]) -> T:
        """Return what a step returns in a thread; a cancellation waits for it, so that none goes on by itself."""

        async def whole() -> T:
            return await get_running_loop().run_in_executor(self._threads, step)

        return await shield(whole())


class Cursor:
    """One cursor of a connection."""

    arraysize = 1

    def __init__(self, connection: Connection, cursor: sqlite3.Cursor) -> None:
        self._connection = connection
        self._cursor = cursor

    async def __aenter__(self) -> "Cursor":
        """Begin."""
        return self

    @property
    def description(self) -> Any:
        """Return the columns of what was asked for; None for a statement without rows."""
        return self._cursor.description

    @property
    def rowcount(self) -> int:
        """Return how many rows were changed."""
        return self._cursor.rowcount

    @property
    def lastrowid(self) -> int | None:
        """Return the id of the row put in last."""
        return self._cursor.lastrowid

    async def execute(self, statement: str, parameters: Sequence[Any] = ()) -> "Cursor":
        """Run a statement."""
        await self._connection.at_once(lambda: self._cursor.execute(statement, parameters))
        return self

    async def executemany(self, statement: str, rows: Iterable[Sequence[Any]]) -> "Cursor":
        """Run a statement for each row of parameters."""
        parameters = list(rows)
        await self._connection.at_once(lambda: self._cursor.executemany(statement, parameters))
        return self

    async def fetchall(self) -> list[Any]:
        """Return the rows that are left."""
        return self._cursor.fetchall()

    async def close(self) -> None:
        """Close the cursor."""
        self._cursor.close()
