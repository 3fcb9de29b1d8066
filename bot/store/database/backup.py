"""A copy of an SQLite database while it is in use, and the way back. PostgreSQL has pg_dump for that."""

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from bot.core.errors import Damaged, DiskFault, DiskFull, NotWritable, ScreeningError
from bot.store.database.engine import address, file_of
from bot.store.database.file import PRIVATE, has_data
from bot.store.database.lock import sole_owner
from bot.store.database.opening import must_exist
from bot.store.database.soundness import is_sound
from bot.store.database.sqlite_driver import PATIENCE_MS
from bot.store.database.trouble import damaged, in_words
from bot.store.migrations import current, refuse_unknown

COMPANIONS = ("-wal", "-shm")
PAGES = 256
"""Pages copied at a time, so that writers get their turn."""


def back_up(url: str, target: Path) -> int:
    """Copy the database to a new file and return its bytes; raise ScreeningError.

    The copy is one moment of the database, whatever is written meanwhile, and is checked before it gets its name.
    """
    source = _file(url)
    must_exist(url)
    if target.exists():
        raise ScreeningError(f"{target} is there already. Name a file that is not.")
    draft = target.with_name(f"{target.name}.part")
    try:
        _copied(source, draft)
        with closing(sqlite3.connect(draft)) as copy:
            copy.execute("PRAGMA journal_mode = DELETE")
            if not is_sound(copy):
                raise damaged(str(source))
        draft.rename(target)
    except OSError as fault:
        raise in_words(fault, str(target)) or ScreeningError(
            f"{target} cannot be written: {fault.strerror}."
        ) from fault
    finally:
        draft.unlink(missing_ok=True)
    return target.stat().st_size


def restore(copy: Path, url: str) -> Path | None:
    """Put a copy in the database's place; return where the old one went, if there was one. Raises ScreeningError.

    Nothing is thrown away: the old file keeps its data under another name, also where it is damaged. It stays in its
    place until the copy stands whole beside it. Refused while a process has the database.
    """
    file = _file(url)
    if not has_data(copy):
        raise ScreeningError(f"{copy} holds no database. Name a file that viva backup wrote.")
    _sound(copy)
    refuse_unknown(address(str(copy)), current(address(str(copy))))
    draft = file.with_name(f"{file.name}.part")
    with sole_owner(url):
        try:
            _copied(copy, draft)
            kept = _set_aside(file) if file.exists() and file.stat().st_size else None
            draft.rename(file)
        finally:
            draft.unlink(missing_ok=True)
    return kept


def _copied(source: Path, draft: Path) -> None:
    """Copy an SQLite file, whoever writes in it, to one that is readable by its owner alone; raise StorageTrouble."""
    try:
        _private(draft)
        with (
            closing(sqlite3.connect(source, timeout=PATIENCE_MS / 1000)) as live,
            closing(sqlite3.connect(draft)) as copy,
        ):
            live.backup(copy, pages=PAGES)
    except sqlite3.Error as fault:
        told = in_words(fault, str(source))
        if isinstance(told, DiskFull | DiskFault | NotWritable):
            told = in_words(fault, str(draft.with_suffix("")))
        if told is None:
            raise
        raise told from fault


def _file(url: str) -> Path:
    file = file_of(address(url))
    if file is None:
        raise ScreeningError(
            "This copies SQLite files. For PostgreSQL use pg_dump and pg_restore; see docs/operating.md."
        )
    return file


def _set_aside(file: Path) -> Path:
    """Give the old database another name, with all that was written into it; a damaged one keeps its log beside it."""
    try:
        with closing(sqlite3.connect(file, timeout=PATIENCE_MS / 1000)) as old:
            old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.DatabaseError as fault:
        told = in_words(fault, str(file))
        if not isinstance(told, Damaged):
            raise told or fault from fault
    number = 1
    while (kept := file.with_name(f"{file.name}.before-restore-{number}")).exists():
        number += 1
    file.rename(kept)
    for ending in COMPANIONS:
        with suppress(FileNotFoundError):
            Path(f"{file}{ending}").rename(f"{kept}{ending}")
    return kept


def _private(file: Path) -> None:
    os.close(os.open(file, os.O_CREAT | os.O_RDWR | os.O_TRUNC, PRIVATE))


def _sound(file: Path) -> None:
    """Raise Damaged if a database's pages or references are."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as db:
        whole = is_sound(db)
    if not whole:
        raise Damaged(f"{file} is damaged. Use an earlier copy.")
