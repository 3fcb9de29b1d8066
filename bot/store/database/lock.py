"""A process lock for each SQLite file: two processes would both send."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from bot.core.errors import ScreeningError
from bot.store.database.engine import address, file_of
from bot.store.database.file import PRIVATE, has_data
from bot.store.database.trouble import in_words

_owned: set[Path] = set()


@contextmanager
def sole_owner(url: str) -> Iterator[None]:
    """Keep other processes out of an SQLite file until the end of the block, or of the process, however it ends.

    PostgreSQL needs no owner. Raises ScreeningError if the file is taken or cannot be one.
    """
    file = file_of(address(url))
    if file is None:
        yield
        return
    has_data(file)
    lock = FileLock(f"{file}-lock", timeout=0, mode=PRIVATE, thread_local=False)
    try:
        lock.acquire()
    except Timeout as fault:
        raise ScreeningError(
            f"{file} is in use by another viva process. Stop that one first, or name another file with --db."
        ) from fault
    except OSError as fault:
        raise in_words(fault, f"{file}-lock") or ScreeningError(
            f"{file}-lock cannot be written: {fault.strerror}. Name a file in a folder that you may write to."
        ) from fault
    _owned.add(file)
    try:
        yield
    finally:
        _owned.discard(file)
        lock.release()


def is_owner(file: Path) -> bool:
    """Return whether this process is the sole owner of a file."""
    return file in _owned
