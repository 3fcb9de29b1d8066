"""Creates and protects the SQLite file before SQLite opens it."""

import os
from pathlib import Path

from bot.core.errors import ScreeningError
from bot.store.database.trouble import in_words

PRIVATE = 0o600
"""The mode of files that hold what candidates wrote, and of their companions."""
HEADER = b"SQLite format 3\x00"


def has_data(file: Path) -> bool:
    """Return whether a file holds an SQLite database; False if it is empty or not there.

    Raises ScreeningError if it is something else, or if there could not be a file.
    """
    if not file.parent.is_dir():
        raise ScreeningError(f"{file.parent}: there is no such folder. Make it, or name another file with --db.")
    try:
        with file.open("rb") as opened:
            header = opened.read(len(HEADER))
    except FileNotFoundError:
        return False
    except OSError as fault:
        raise in_words(fault, str(file)) or ScreeningError(
            f"{file} cannot be read: {fault.strerror}. Name another file with --db."
        ) from fault
    if header not in {b"", HEADER}:
        raise ScreeningError(f"{file} is not an SQLite database. Name another file with --db.")
    return bool(header)


def make_private(file: Path) -> None:
    """Make a missing file, readable by its owner only; SQLite gives its companions the same mode."""
    try:
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, PRIVATE))
    except OSError as fault:
        raise in_words(fault, str(file)) or ScreeningError(
            f"{file} cannot be written: {fault.strerror}. Name another file with --db."
        ) from fault
