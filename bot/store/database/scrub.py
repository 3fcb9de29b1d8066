"""What was taken out of a database, overwritten in its files, also while others use them.

A deleted row leaves copies: in SQLite's write-ahead log, in pages that are free, and in the gaps of pages whose rows
moved, which `secure_delete` does not reach; in PostgreSQL's tables until they are written anew.
"""

import sqlite3
from contextlib import closing
from pathlib import Path
from time import monotonic, sleep

from sqlalchemy import URL, text
from sqlalchemy.exc import DBAPIError

from bot.store.database.engine import file_of
from bot.store.database.sqlite_driver import PATIENCE_MS
from bot.store.migrations import connected
from bot.store.sessions.tables import Row

IN_MEMORY = 256_000_000
"""Bytes up to which a file is written anew by way of the memory; a larger one goes by way of a temporary file."""
PAUSE_S = 0.05
"""Between two tries."""
LOCK_WITHIN = "10s"
"""How long PostgreSQL waits for a table that others use; meanwhile they wait behind it."""


def scrub_database(url: URL) -> bool:
    """Write a database anew without what was taken out; return False if others kept it from being finished.

    Whoever writes meanwhile waits: about a second for each hundred megabytes. Raises ScreeningError.
    """
    file = file_of(url)
    return _server(url) if file is None else _file(file)


def _file(file: Path) -> bool:
    with closing(sqlite3.connect(file, timeout=PATIENCE_MS / 1000, isolation_level=None)) as db:
        db.execute("PRAGMA secure_delete = ON")
        if file.stat().st_size <= IN_MEMORY:
            db.execute("PRAGMA temp_store = MEMORY")
        until = monotonic() + PATIENCE_MS / 1000
        while not _written_anew(db):
            if monotonic() >= until:
                return False
            sleep(PAUSE_S)
    return True


def _written_anew(db: sqlite3.Connection) -> bool:
    try:
        db.execute("VACUUM")
        # TRUNCATE, for the log of a RESTART would keep the pages until somebody writes over them. Where another
        # process takes the log in at that moment, it says "busy" at once, however long it was told to wait.
        busy, _, _ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite3.OperationalError as fault:
        if fault.sqlite_errorcode not in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise
        return False
    return not busy


def _server(url: URL) -> bool:
    with connected(url) as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        connection.execute(text(f"SET lock_timeout = '{LOCK_WITHIN}'"))
        try:
            for table in Row.metadata.sorted_tables:
                connection.execute(text(f"VACUUM (FULL) {table.name}"))
        except DBAPIError as fault:
            if getattr(fault.orig, "sqlstate", "") != "55P03":  # the lock was not to be had
                raise
            return False
    return True
