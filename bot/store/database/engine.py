"""The database engine: what an address means, and how connections and transactions behave.

On SQLite one transaction writes at a time, and the others of this process wait for their turn in
order; the database's own waiting is by polling, and unfair. A transaction that writes says so at its
start (BEGIN IMMEDIATE), so that it never fails half-way because somebody else wrote.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from time import monotonic
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy import URL, Connection, Engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, InvalidatePoolError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.util import greenlet_spawn

from bot.core.errors import ScreeningError
from bot.store.database import sqlite_driver
from bot.store.database.group_commit import GroupCommit
from bot.store.database.shielded import open_connection, shield
from bot.store.database.trouble import in_words

T = TypeVar("T")
P = ParamSpec("P")

REMEDY = 'Write a file ("viva.db"), "sqlite:///viva.db" or "postgresql://user:password@host/name"'
SQLITE = ("sqlite", "sqlite+aiosqlite")
POSTGRESQL = ("postgresql", "postgresql+psycopg", "postgres")

PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "secure_delete = ON")
READERS = 4
WRITERS = 8
"""Transactions at a time on PostgreSQL, for each process; on SQLite one writes."""
THREADS = 2
"""For what waits on SQLite: one writes, and somebody may wait for another process meanwhile."""
USED = "used"
RESTED_S = 5.0
"""A connection that was used less than this ago is not tried before it is used again."""
READING = "reading"
"""The execution option of a transaction that writes nothing."""
NO_DRIVER = (
    "PostgreSQL needs its driver. In a clone `make install` brings it; beside a wheel, the requirements.lock that it "
    'was built with (pip install --require-hashes -r requirements.lock), or pip install "THE-WHEEL.whl[postgres]".'
)


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
            raise ScreeningError(NO_DRIVER)
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


def safe_url(url: URL) -> str:
    """Return an address as a person may see it: the file's name, or the URL without its password."""
    return url.database or "" if url.get_backend_name() == "sqlite" else url.render_as_string()


def _file(name: str | None) -> str:
    if not name or name == ":memory:" or name.startswith("file:"):
        raise ScreeningError(f"The address of the database names no file. {REMEDY}.")
    return name


class Database:
    """An engine with the transactions that the store needs; each raises StorageTrouble where storage is in the way."""

    def __init__(self, url: URL) -> None:
        self.url = url
        on_sqlite = url.get_backend_name() == "sqlite"
        writers = 1 if on_sqlite else WRITERS
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="sqlite") if on_sqlite else None
        options: dict[str, Any] = {}
        if self._threads is not None:
            options = {"async_creator": partial(_connect, str(file_of(url)), self._threads)}
        # Without hide_parameters an error would carry a candidate's words into the log.
        self._engine = create_async_engine(
            url, hide_parameters=True, pool_size=writers + READERS, max_overflow=0, **options
        )
        obey(self._engine.sync_engine)
        # A reader sees one moment of the database, whatever is committed meanwhile.
        self._reader = self._engine.execution_options(
            **({READING: True} if on_sqlite else {"isolation_level": "REPEATABLE READ"})
        )
        self._looker = self._reader if on_sqlite else self._engine.execution_options(isolation_level="AUTOCOMMIT")
        self._together = GroupCommit(self._engine) if on_sqlite else None
        self._write_turn = asyncio.Semaphore(writers)
        self._read_turn = asyncio.Semaphore(READERS)
        self._under_way = 0
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._closed = False

    async def read(self, step: Callable[[Connection], T]) -> T:
        """Return what a step reads, in a transaction that sees one moment of the database and writes nothing."""
        with self._use():
            async with self._read_turn:
                return await shield(greenlet_spawn(_alone, self._reader.sync_engine, step))

    async def look(self, step: Callable[[Connection], T]) -> T:
        """Return what a step finds by one statement alone, which needs no transaction around it."""
        with self._use():
            async with self._read_turn:
                return await shield(greenlet_spawn(_alone, self._looker.sync_engine, step))

    async def write(self, step: Callable[[Connection], T]) -> T:
        """Return what a step returns once it is committed; it is rolled back on an error."""
        async with self.writing() as transaction:
            return await transaction.do(step)

    @asynccontextmanager
    async def writing(self) -> AsyncIterator["Transaction"]:
        """Open a transaction of several steps; it commits at the end of the block, or rolls back on an error."""
        with self._use():
            async with self._together.transaction() if self._together else self._by_itself() as connection:
                yield Transaction(connection)

    @asynccontextmanager
    async def _by_itself(self) -> AsyncIterator[AsyncConnection]:
        async with self._write_turn:
            connection = AsyncConnection(self._engine)
            await open_connection(connection)
            try:
                yield connection
                await shield(connection.commit())
            finally:
                await shield(connection.close())

    async def close(self) -> None:
        """Close every connection, once the transactions under way are over; those to come are refused."""
        self._closed = True
        await self._quiet.wait()
        await self._engine.dispose()
        if self._threads is not None:
            self._threads.shutdown(wait=False)

    @contextmanager
    def _use(self) -> Iterator[None]:
        if self._closed:
            raise ScreeningError("The database is closed.")
        self._under_way += 1
        self._quiet.clear()
        try:
            yield
        except Exception as fault:
            told = in_words(fault, safe_url(self.url))
            if told is None:
                raise
            raise told from fault
        finally:
            self._under_way -= 1
            if not self._under_way:
                self._quiet.set()


class Transaction:
    """A transaction that is open for several steps."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def do(self, step: Callable[Concatenate[Connection, P], T], *args: P.args, **options: P.kwargs) -> T:
        """Return what a step returns; nothing of it is committed yet."""
        return await shield(self._connection.run_sync(step, *args, **options))

    async def driver(self) -> Any:
        """Return the driver's own connection."""
        return (await self._connection.get_raw_connection()).driver_connection


def _alone(engine: Engine, step: Callable[[Connection], T]) -> T:
    with engine.connect() as connection:
        return step(connection)


def obey(engine: Engine, *, foreign_keys: bool = True) -> None:
    """Set up each connection and transaction of an engine, made with isolation_level None on SQLite."""
    if engine.dialect.name == "sqlite":
        pragmas = (*PRAGMAS, f"foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        event.listen(engine, "connect", partial(_set_up_sqlite, pragmas))
        event.listen(engine, "begin", _begin_sqlite)
    else:
        event.listen(engine, "connect", _set_up_postgresql)
        event.listen(engine, "checkout", partial(_try_old, engine))
        event.listen(engine, "checkin", _note_use)


async def _connect(file: str, threads: Executor, *_: object, **__: object) -> sqlite_driver.Connection:
    return sqlite_driver.Connection(file, threads)


def _set_up_sqlite(pragmas: tuple[str, ...], connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in pragmas:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    reads = connection.get_execution_options().get(READING, False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _note_use(_: DBAPIConnection | None, record: ConnectionPoolEntry) -> None:
    record.info[USED] = monotonic()


def _try_old(engine: Engine, connection: DBAPIConnection, record: ConnectionPoolEntry, _: object) -> None:
    """Try a connection that has rested: the server may have gone and come back. Trying each would cost much."""
    if monotonic() - record.info.get(USED, monotonic()) > RESTED_S:
        try:
            engine.dialect.do_ping(connection)
        except Exception as fault:
            raise InvalidatePoolError from fault


def _set_up_postgresql(connection: DBAPIConnection, _record: object) -> None:
    """A process that freezes inside a transaction must not hold up the others for ever."""
    cursor = connection.cursor()
    cursor.execute("SET idle_in_transaction_session_timeout = '30s'")
    cursor.close()
    connection.commit()
