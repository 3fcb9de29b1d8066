"""The versions of the tables, and the way from one to the next. Alembic is imported only to go there."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, inspect, text
from sqlalchemy.exc import DBAPIError

from bot.core.errors import ScreeningError, ServerAway
from bot.store.database.engine import READING, obey, safe_url
from bot.store.database.sqlite_driver import PATIENCE_MS
from bot.store.database.trouble import in_words

REVISIONS = tuple(f"{number:04}" for number in range(1, 16))
"""Every version, the oldest first; a test compares them with the scripts."""
HEAD = REVISIONS[-1]
NOTHING = "base"
"""Alembic's name of a database without tables."""

_one_at_a_time = threading.Lock()
"""Alembic keeps the migration under way in a module's variable."""


def current(url: URL) -> str | None:
    """Return the version of a database's tables; None if there are none. Raises ScreeningError."""
    with connected(url) as connection:
        # As a reader: a transaction that writes waits for whoever writes, and a look need not.
        return _version(connection.execution_options(**{READING: True}))


def upgrade(url: URL, to: str = HEAD) -> None:
    """Bring a database's tables to a later version, all the way or not at all; raise ScreeningError."""
    _go(url, to, up=True)


def downgrade(url: URL, to: str) -> None:
    """Bring a database's tables back to an earlier version, all the way or not at all; raise ScreeningError."""
    _go(url, to, up=False)


def refuse_unknown(url: URL, version: str | None) -> None:
    """Raise ScreeningError if a database was made by something else than this program or an older one."""
    if version is not None and version not in REVISIONS:
        raise ScreeningError(
            f"{safe_url(url)}: its tables are of version {version}, which this viva does not know. "
            "Install the newer viva that wrote it, or name another database with --db."
        )


def _go(url: URL, to: str, *, up: bool) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    folder = str(Path(__file__).parent)
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("recursive_version_locations", "true")
    with _one_at_a_time, connected(url) as connection:
        refuse_unknown(url, _version(connection))
        _refuse_strange_file(url, connection)
        config.attributes["connection"] = connection
        (command.upgrade if up else command.downgrade)(config, to)
        connection.commit()


def _refuse_strange_file(url: URL, connection: Connection) -> None:
    tables = inspect(connection).get_table_names()
    if connection.dialect.name == "sqlite" and tables and "alembic_version" not in tables:
        raise ScreeningError(f"{safe_url(url)}: this database is another program's. Name another file with --db.")


@contextmanager
def connected(url: URL) -> Iterator[Connection]:
    """Open a connection of its own, blocking and without a pool; raise StorageTrouble where storage is in the way."""
    blocking = url.set(drivername="sqlite") if url.get_backend_name() == "sqlite" else url
    options = (
        {"isolation_level": None, "timeout": PATIENCE_MS / 1000} if blocking.get_backend_name() == "sqlite" else {}
    )
    engine = create_engine(blocking, hide_parameters=True, poolclass=NullPool, connect_args=options)
    # A migration on SQLite may have to build a table anew; dropping the old one must not take its children along.
    obey(engine, foreign_keys=False)
    with _told(url), _reached(url, engine) as connection:
        yield connection


def _reached(url: URL, engine: Engine) -> Connection:
    try:
        return engine.connect()
    except DBAPIError as fault:
        if url.get_backend_name() == "sqlite":
            raise
        said = str(fault.orig).splitlines()[0].rstrip(".")
        raise ServerAway(f"{safe_url(url)}: {said}. Check the address, and that you may use it.") from fault


@contextmanager
def _told(url: URL) -> Iterator[None]:
    """Say in plain words what is amiss with storage."""
    try:
        yield
    except DBAPIError as fault:
        told = in_words(fault, safe_url(url))
        if told is None:
            raise
        raise told from fault


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return found
