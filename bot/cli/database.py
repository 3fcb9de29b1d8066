"""Which database a command works on. One that only reads or takes out never makes one: an empty one answers falsely."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot.cli.options import settings_of_command

if TYPE_CHECKING:
    from bot.store.store import SqlStore

NO_DATABASE = "There is no database in this folder, so nothing is said of screenings. Name one with --db."
"""What a command adds that does without a database where none has its usual name."""


def address(db: str | None) -> str:
    """Return the address that a command was given, or else the settings' one."""
    return db or settings_of_command().database_url


def is_there(db: str | None) -> bool:
    """Return whether there is a database for what is only an addition to a command's own work.

    Raises NoDatabase where somebody has named one and it is not there: only the usual name may stand for none yet.
    """
    from bot.store.database.opening import must_exist, schema_version

    if db or "database_url" in settings_of_command().model_fields_set:
        must_exist(address(db))
    return schema_version(address(db)).version is not None


@asynccontextmanager
async def open_store(db: str | None) -> AsyncIterator["SqlStore"]:
    """Open the database, which has to be there, and close it at the end of the block; raise ScreeningError."""
    from bot.store.database.opening import must_exist
    from bot.store.store import SqlStore

    url = address(db)
    must_exist(url)
    async with SqlStore.open(url, key=settings_of_command().audit_key) as store:
        yield store
