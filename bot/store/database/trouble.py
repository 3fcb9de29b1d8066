"""Trouble with storage in plain words: what a driver says of a disk, a file or a server, and what to do about it.

Drivers are known by what their faults carry (a code of SQLite's, a state of SQL's), so that none is imported for it.
"""

import errno
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.core.errors import Busy, Damaged, DiskFault, DiskFull, NotWritable, ServerAway, StorageTrouble

Kind = Callable[[str], StorageTrouble]

ROOM = "there is no room left on its disk. Make room (df -h shows where it went)"
KEPT = "What was acknowledged before is kept"


def disk_full(where: str) -> StorageTrouble:
    """Return that there is no room."""
    return DiskFull(f"{where}: {ROOM} and run this again. {KEPT}.")


def disk_fault(where: str) -> StorageTrouble:
    """Return that the disk fails."""
    return DiskFault(f"{where}: its disk did not read or write as it was told. See the system's log; {KEPT.lower()}.")


def not_writable(where: str) -> StorageTrouble:
    """Return that nothing may be written."""
    return NotWritable(
        f"{where}: it may not be read or written, or its folder may not. Run this as the user that owns it, on a disk "
        "that can be written to."
    )


def damaged(where: str) -> StorageTrouble:
    """Return that the data are not what was written."""
    return Damaged(
        f"{where}: it is damaged. Stop the service, keep the file, and put the last good copy in its place: "
        "viva restore, or pg_restore for PostgreSQL."
    )


def away(where: str) -> StorageTrouble:
    """Return that the server is away."""
    return ServerAway(f"{where}: the server does not answer, or ended the connection. Start it, and run this again.")


def busy(where: str) -> StorageTrouble:
    """Return that others hold it."""
    return Busy(f"{where}: others hold it, or all of its connections. Nothing was changed; try again in a moment.")


BY_SQLITE: Mapping[int, Kind] = {
    sqlite3.SQLITE_FULL: disk_full,
    sqlite3.SQLITE_IOERR: disk_fault,
    sqlite3.SQLITE_READONLY: not_writable,
    sqlite3.SQLITE_PERM: not_writable,
    sqlite3.SQLITE_CANTOPEN: not_writable,
    sqlite3.SQLITE_CORRUPT: damaged,
    sqlite3.SQLITE_NOTADB: damaged,
    sqlite3.SQLITE_BUSY: busy,
    sqlite3.SQLITE_LOCKED: busy,
    sqlite3.SQLITE_PROTOCOL: busy,
}
"""By SQLite's primary code."""
BY_STATE: Mapping[str, Kind] = {
    "08": away,
    "25006": not_writable,
    "25P03": away,
    "40001": busy,
    "40P01": busy,
    "42501": not_writable,
    "53100": disk_full,
    "53300": busy,
    "55P03": busy,
    "57P": away,
    "58": disk_fault,
    "XX001": damaged,
    "XX002": damaged,
}
"""By the SQLSTATE that PostgreSQL gives, or its beginning."""
BY_SYSTEM: Mapping[int | None, Kind] = {
    errno.ENOSPC: disk_full,
    errno.EDQUOT: disk_full,
    errno.EFBIG: disk_full,
    errno.EIO: disk_fault,
    errno.EROFS: not_writable,
    errno.EACCES: not_writable,
    errno.EPERM: not_writable,
}
"""By the system's number."""
NO_ANSWER = ("OperationalError", "InterfaceError", "ConnectorException", "PoolTimeout", "PoolClosed")
"""Faults of PostgreSQL's driver, and of what is built on it, that carry no state where no server spoke."""
SERVER_SIDE = ("psycopg", "psycopg_pool", "procrastinate")
A_LITTLE = 1_000_000
"""Bytes that are free at most on a disk that counts as full: what is left is less than one step of SQLite's."""
PRIMARY = 0xFF
"""What of a code of SQLite's is its kind."""


class GivenUp(sqlite3.OperationalError):
    """The database ended a transaction by itself, for a fault that it told of before."""


def in_words(fault: BaseException, where: str) -> StorageTrouble | None:
    """Return the trouble that a fault stands for, as a person is told it; None where it is another kind of fault.

    where: the database, or the file, as it may be shown. What the driver said is left out: it may hold people's words.
    """
    for one in _chain(fault):
        if (kind := _kind(one)) is not None:
            named = _named(one, where)
            # A full disk also shows as one that fails: SQLite maps a file beside its own, and cannot make it longer.
            return (disk_full if kind is disk_fault and _is_full(named) else kind)(named)
    return None


def _is_full(where: str) -> bool:
    try:
        return shutil.disk_usage(Path(where).parent).free < A_LITTLE
    except OSError:
        return False


def _named(fault: BaseException, where: str) -> str:
    """Return what a person is to look at: the file that the system names, or what was being worked on."""
    return str(fault.filename) if isinstance(fault, OSError) and fault.filename is not None else where


def _kind(fault: BaseException) -> Kind | None:
    if isinstance(fault, PoolTimeout):
        return busy
    if isinstance(fault, GivenUp):
        return disk_fault
    if isinstance(fault, sqlite3.Error):
        return BY_SQLITE.get((getattr(fault, "sqlite_errorcode", None) or 0) & PRIMARY)
    if type(fault).__module__.partition(".")[0] in SERVER_SIDE:
        return _of_server(fault)
    return BY_SYSTEM.get(fault.errno) if isinstance(fault, OSError) else None


def _of_server(fault: BaseException) -> Kind | None:
    state = getattr(fault, "sqlstate", None)
    if state is None:
        wraps = fault.__cause__ is not None and _of_storage(fault.__cause__)
        return away if type(fault).__name__ in NO_ANSWER and not wraps else None
    return next((kind for begin, kind in BY_STATE.items() if state.startswith(begin)), None)


def _chain(fault: BaseException) -> Iterator[BaseException]:
    """Yield a fault, what it wraps and what it came of; a fault of ours came of something else, and is left alone."""
    seen: set[int] = set()
    waiting: list[BaseException | None] = [fault]
    while waiting:
        one = waiting.pop(0)
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        if isinstance(one, BaseExceptionGroup):
            waiting += one.exceptions
        elif _of_storage(one):
            waiting += [getattr(one, "orig", None), one.__cause__, one.__context__]


def _of_storage(fault: BaseException) -> bool:
    return isinstance(fault, DBAPIError | sqlite3.Error) or type(fault).__module__.partition(".")[0] in SERVER_SIDE
