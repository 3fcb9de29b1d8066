"""The engine: which database an address means, and how its connections and transactions behave.

On SQLite one transaction writes at a time, and the others of this process wait for their turn in
order; the database's own waiting is by polling, and unfair. A transaction that writes says so at its
start (BEGIN IMMEDIATE), so that it never fails half-way because somebody else wrote.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, event, make_url
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.core.errors import ScreeningError
from bot.store.tables import Row
from bot.store.unbroken import unbroken

REMEDY = 'Write a file ("viva.db"), "sqlite:///viva.db" or "postgresql://user:password@host/name"'
SQLITE = ("sqlite", "sqlite+aiosqlite")
POSTGRESQL = ("postgresql", "postgresql+psycopg", "postgres")

PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "busy_timeout = 10000")
READERS = 4
WRITERS = 8
"""Transactions at a time on PostgreSQL, for each process; on SQLite one writes."""
READING = "reading"
"""The execution option of a transaction that writes nothing."""


def address(url: str) -> URL:
    """Return the address of a database with its asynchronous driver; raise ScreeningError."""
    if "://" not in url:
        return URL.create("sqlite+aiosqlite", database=_file(str(Path(url).expanduser()) if url else url))
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        # The cause is not shown: it would repeat the address, and the password with it.
        raise ScreeningError(f"The address of the database cannot be read. {REMEDY}.") from None
    if parsed.drivername in SQLITE:
        return parsed.set(drivername="sqlite+aiosqlite", database=_file(parsed.database))
    if parsed.drivername in POSTGRESQL:
        if find_spec("psycopg") is None:
            raise ScreeningError('PostgreSQL needs its driver. Install it: pip install "viva[postgres]".')
        return parsed.set(drivername="postgresql+psycopg")
    raise ScreeningError(f'The database "{parsed.drivername}" is unknown. {REMEDY}.')


def file_of(url: URL) -> Path | None:
    """Return the file of an SQLite database, absolute and without symbolic links; None for PostgreSQL."""
    return Path(url.database or "").resolve() if url.get_backend_name() == "sqlite" else None


def for_drivers(url: str) -> str | None:
    """Return the address of a PostgreSQL database as its driver reads it, with the password; None for SQLite."""
    where = address(url)
    if file_of(where) is not None:
        return None
    return where.set(drivername="postgresql").render_as_string(hide_password=False)


def shown(url: URL) -> str:
    """Return an address as a person may see it: the file's name, or the URL without its password."""
    return url.database or "" if url.get_backend_name() == "sqlite" else url.render_as_string()


def _file(name: str | None) -> str:
    if not name or name == ":memory:" or name.startswith("file:"):
        raise ScreeningError(f"The address of the database names no file. {REMEDY}.")
    return name


class Database:
    """An engine with the transactions that the store needs."""

    def __init__(self, url: URL) -> None:
        self.url = url
        on_sqlite = url.get_backend_name() == "sqlite"
        writers = 1 if on_sqlite else WRITERS
        options: dict[str, Any] = {"connect_args": {"isolation_level": None}} if on_sqlite else {"pool_pre_ping": True}
        # Without hide_parameters an error would carry a candidate's words into the log.
        self._engine = create_async_engine(
            url, hide_parameters=True, pool_size=writers + READERS, max_overflow=0, **options
        )
        obey(self._engine.sync_engine)
        # A reader sees one moment of the database, whatever is committed meanwhile.
        self._reader = self._engine.execution_options(
            **({READING: True} if on_sqlite else {"isolation_level": "REPEATABLE READ"})
        )
        self._write_turn = asyncio.Semaphore(writers)
        self._read_turn = asyncio.Semaphore(READERS)
        self._every_turn = [self._write_turn] * writers + [self._read_turn] * READERS
        self._closed = False

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """Open a transaction that may write; it commits at the end of the block, or rolls back on an error."""
        async with self._turn(self._write_turn):
            db = AsyncSession(self._engine, autoflush=False, expire_on_commit=False)
            try:
                yield db
                await unbroken(db.commit())
            finally:
                await unbroken(db.close())

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Open a transaction that sees one moment of the database and writes nothing."""
        async with self._turn(self._read_turn):
            db = AsyncSession(self._reader, autoflush=False)
            try:
                yield db
            finally:
                await unbroken(db.close())

    async def close(self) -> None:
        """Close every connection, once the transactions under way are over; those to come are refused."""
        self._closed = True
        for turn in self._every_turn:
            await turn.acquire()
        await self._engine.dispose()
        for turn in self._every_turn:
            turn.release()

    @asynccontextmanager
    async def _turn(self, turn: asyncio.Semaphore) -> AsyncIterator[None]:
        async with turn:
            if self._closed:
                raise ScreeningError("The database is closed.")
            yield


def obey(engine: Engine, *, foreign_keys: bool = True) -> None:
    """Set up each connection and transaction of an engine, made with isolation_level None on SQLite."""
    if engine.dialect.name == "sqlite":
        pragmas = (*PRAGMAS, f"foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        event.listen(engine, "connect", partial(_set_up_sqlite, pragmas))
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", _set_up_postgresql)


def insert_new(db: AsyncSession, table: type[Row]) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT that leaves alone what is stored already."""
    dialect = db.get_bind().dialect.name
    if dialect == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing()
    return postgresql.insert(table).on_conflict_do_nothing()


def _set_up_sqlite(pragmas: tuple[str, ...], connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in pragmas:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    reads = connection.get_execution_options().get(READING, False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _set_up_postgresql(connection: DBAPIConnection, _record: object) -> None:
    """A process that freezes inside a transaction must not hold up the others for ever."""
    cursor = connection.cursor()
    cursor.execute("SET idle_in_transaction_session_timeout = '30s'")
    cursor.close()
    connection.commit()
