"""Whether a database is whole and has room: looked at cheaply, for `viva doctor` and after a copy."""

import os
import shutil
import sqlite3
from pathlib import Path

from sqlalchemy import URL, Connection, text

from bot.core.errors import StorageTrouble
from bot.store.database.engine import READING, address, file_of, safe_url
from bot.store.database.trouble import damaged, disk_full, not_writable
from bot.store.migrations import connected
from bot.store.sessions.tables import Row

LEAST_ROOM = 64_000_000
"""Bytes that have to be free on an SQLite file's disk: its log grows to some megabytes, and a copy is made in it."""
WITHIN = "60s"
"""How long PostgreSQL may take to read one table."""
EXTENSION = "SELECT 1 FROM pg_extension WHERE extname = 'amcheck'"
INDEXES = """SELECT c.relname, bt_index_check(c.oid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
JOIN pg_class t ON t.oid = i.indrelid JOIN pg_am a ON a.oid = c.relam WHERE a.amname = 'btree' AND t.relname = :table"""


def examine(url: str) -> str:
    """Return in words how a database was found to be whole; raise StorageTrouble if it is not, or has no room.

    SQLite checks its pages and references; of PostgreSQL every row is read, and each index compared with its table
    where the extension amcheck is installed.
    """
    where = address(url)
    file = file_of(where)
    with connected(where) as connection:
        if file is None:
            return _rows(connection)
        found = _pages(connection.execution_options(**{READING: True}), where)
    _room(file)
    return found


def is_sound(db: sqlite3.Connection) -> bool:
    """Return whether an SQLite database's pages and references are whole."""
    try:
        whole: bool = db.execute("PRAGMA quick_check").fetchone() == ("ok",)
        return whole and db.execute("PRAGMA foreign_key_check").fetchone() is None
    except sqlite3.DatabaseError:
        return False


def _pages(connection: Connection, where: URL) -> str:
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    if not is_sound(driver):
        raise damaged(safe_url(where))
    return "its pages and references are whole"


def _rows(connection: Connection) -> str:
    connection.execute(text(f"SET statement_timeout = '{WITHIN}'"))
    indexes = connection.execute(text(EXTENSION)).first() is not None
    for table in Row.metadata.sorted_tables:
        # Made into text, so that what is kept apart from its row is read as well.
        connection.execute(text(f"SELECT sum(length(t::text)) FROM {table.name} t")).scalar()
        if indexes:
            connection.execute(text(INDEXES), {"table": table.name}).all()
    return f"every row can be read{', and the indexes agree' if indexes else ''}"


def _room(file: Path) -> None:
    """Raise StorageTrouble if the file may not be written, or there is hardly room beside it."""
    if not (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)):
        raise not_writable(str(file))
    free = shutil.disk_usage(file.parent).free
    if free < LEAST_ROOM:
        raise _little(file, free)


def _little(file: Path, free: int) -> StorageTrouble:
    told = disk_full(str(file))
    return type(told)(f"{file}: {free / 1e6:.0f} MB are left on its disk, less than {LEAST_ROOM / 1e6:.0f}. Make room.")
