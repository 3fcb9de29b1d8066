"""Opens a database: migrates it, or refuses one of an unknown version."""

from contextlib import nullcontext
from dataclasses import dataclass

from sqlalchemy import URL

from bot.core.errors import NoDatabase, ScreeningError
from bot.store.database.engine import address, file_of, safe_url
from bot.store.database.file import has_data, make_private
from bot.store.database.lock import is_owner, sole_owner
from bot.store.migrations import HEAD, current, refuse_unknown, upgrade


@dataclass(frozen=True)
class SchemaVersion:
    """A database by its name, and the version of its tables; None is without tables."""

    name: str
    version: str | None

    @property
    def is_current(self) -> bool:
        """Return whether this program can use it as it is."""
        return self.version == HEAD


def schema_version(url: str) -> SchemaVersion:
    """Return how a database stands; nothing is made or changed. Raises ScreeningError."""
    where = address(url)
    return SchemaVersion(safe_url(where), _version(where))


def must_exist(url: str) -> None:
    """Raise NoDatabase unless a database with tables of ours is there; nothing is made. Raises ScreeningError, too."""
    where = address(url)
    file = file_of(where)
    if _version(where) is None:
        what = (
            f"{file}: there is no database of viva's" if file else f"{safe_url(where)}: there are no tables of viva's"
        )
        raise NoDatabase(
            f"{what}. Nothing was looked at. Name the right one with --db or DATABASE_URL (viva db upgrade makes one)."
        )


def make_ready(url: str) -> URL:
    """Return the address of a database with current tables, after migrating an SQLite file where needed.

    Raises ScreeningError, also if a PostgreSQL database is behind: others may be at work in it.
    """
    where = address(url)
    version = _version(where)
    if version != HEAD:
        refuse_unknown(where, version)
        if file_of(where) is None:
            raise ScreeningError(
                f"{safe_url(where)}: its tables are of version {version or 'none'}, and this viva needs {HEAD}. "
                "Run: viva db upgrade"
            )
        bring_up_to_date(url)
    return where


def bring_up_to_date(url: str) -> SchemaVersion:
    """Bring a database's tables to this program's version; raise ScreeningError, also if its file is in use."""
    where = address(url)
    file = file_of(where)
    with nullcontext() if file is None or is_owner(file) else sole_owner(url):
        if file is not None:
            make_private(file)
        upgrade(where)
    return SchemaVersion(safe_url(where), HEAD)


def _version(where: URL) -> str | None:
    file = file_of(where)
    if file is None:
        return current(where)
    return current(where) if has_data(file) else None
