import asyncio
import sqlite3
import stat
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from bot.core.errors import ScreeningError
from bot.store.database.engine import Database, address, file_of, safe_url
from bot.store.database.lock import sole_owner
from bot.store.store import SqlStore
from tests.sessions import a_session


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(address(str(tmp_path / "viva.db")))
    yield opened
    await opened.close()


def modes_in(folder: Path) -> dict[str, int]:
    return {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}


def value_of(pragma: str) -> Callable[[Connection], object]:
    return lambda db: db.execute(text(f"PRAGMA {pragma}")).scalar()


async def test_every_connection_is_durable_and_keeps_its_references(database: Database) -> None:
    for transaction in (database.write, database.read):
        assert await transaction(value_of("journal_mode")) == "wal"
        assert await transaction(value_of("synchronous")) == 2  # FULL
        assert await transaction(value_of("foreign_keys")) == 1


async def test_another_process_that_writes_is_waited_for_while_all_else_goes_on(
    database: Database, tmp_path: Path
) -> None:
    await database.write(lambda db: db.execute(text("CREATE TABLE notes (n integer)")))
    other = sqlite3.connect(tmp_path / "viva.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    waits = asyncio.create_task(database.write(lambda db: db.execute(text("INSERT INTO notes VALUES (1)"))))
    await asyncio.sleep(0.05)
    assert not waits.done()
    count = text("SELECT count(*) FROM notes")
    assert await database.read(lambda db: db.scalar(count)) == 0
    other.rollback()
    other.close()
    await waits

    assert await database.read(lambda db: db.scalar(count)) == 1


async def test_a_transaction_that_writes_keeps_other_writers_out_from_its_start(
    database: Database, tmp_path: Path
) -> None:
    other = sqlite3.connect(tmp_path / "viva.db", timeout=0, isolation_level=None)
    async with database.writing() as transaction:
        await transaction.do(value_of("user_version"))
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    await database.read(lambda _: other.execute("BEGIN IMMEDIATE"))
    other.close()


async def test_a_row_that_refers_to_nothing_is_refused_without_telling_its_words(tmp_path: Path) -> None:
    url = str(tmp_path / "viva.db")
    async with SqlStore.open(url):
        pass
    database = Database(address(url))
    insert = text("INSERT INTO parts VALUES ('none', 'aside', 0, 'm1', :words, '2026-11-24')")
    with pytest.raises(IntegrityError) as refused:
        await database.write(lambda db: db.execute(insert, {"words": "My salary is a secret."}))
    await database.close()

    assert "secret" not in str(refused.value)


async def test_the_files_can_be_read_by_their_owner_only(tmp_path: Path) -> None:
    url = str(tmp_path / "viva.db")
    with sole_owner(url):
        async with SqlStore.open(url) as store:
            async with store.unit() as unit:
                await unit.add(a_session())
            modes = modes_in(tmp_path)

    assert modes == dict.fromkeys(("viva.db", "viva.db-wal", "viva.db-shm", "viva.db-lock"), 0o600)


@pytest.mark.parametrize(
    ("url", "means"),
    [
        ("viva.db", "sqlite+aiosqlite:///viva.db"),
        ("/var/lib/viva/viva.db", "sqlite+aiosqlite:////var/lib/viva/viva.db"),
        ("sqlite:///viva.db", "sqlite+aiosqlite:///viva.db"),
        ("sqlite+aiosqlite:////srv/viva.db", "sqlite+aiosqlite:////srv/viva.db"),
        ("postgresql://u:p@h/viva", "postgresql+psycopg://u:p@h/viva"),
        ("postgres://u:p@h:5433/viva?sslmode=require", "postgresql+psycopg://u:p@h:5433/viva?sslmode=require"),
        ("postgresql+psycopg://u:p@h/viva", "postgresql+psycopg://u:p@h/viva"),
    ],
)
def test_an_address_gets_its_driver(url: str, means: str) -> None:
    pytest.importorskip("psycopg")

    assert address(url).render_as_string(hide_password=False) == means


@pytest.mark.parametrize("url", ["", ":memory:", "sqlite://", "sqlite:///:memory:", "sqlite:///file:viva.db?uri=true"])
def test_an_address_without_a_file_is_refused(url: str) -> None:
    with pytest.raises(ScreeningError, match=r'names no file\. Write a file \("viva\.db"\)'):
        address(url)


@pytest.mark.parametrize("url", ["mysql://u:secret@h/viva", "postgresql+asyncpg://u:secret@h/viva", "://u:secret@h"])
def test_an_unknown_address_is_refused_with_what_to_write_and_without_the_password(url: str) -> None:
    with pytest.raises(ScreeningError, match=r"Write a file .* or \"postgresql://") as refused:
        address(url)

    assert "secret" not in str(refused.value)


def test_a_person_sees_the_file_or_the_address_without_its_password() -> None:
    pytest.importorskip("psycopg")

    assert safe_url(address("sqlite:///viva.db")) == "viva.db"
    assert safe_url(address("postgresql://u:secret@h/viva")) == "postgresql+psycopg://u:***@h/viva"


def test_two_names_of_one_file_are_one_file(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "data")

    assert file_of(address(str(tmp_path / "link" / "viva.db"))) == file_of(address(f"{tmp_path}/data/viva.db"))


async def test_what_is_no_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("Remember the milk, and then the bread.")

    with pytest.raises(ScreeningError, match=r"notes\.txt is not an SQLite database"):
        sole_owner(str(notes)).__enter__()
    with pytest.raises(ScreeningError, match=r"notes\.txt is not an SQLite database"):
        await SqlStore.open(str(notes)).__aenter__()

    assert modes_in(tmp_path).keys() == {"notes.txt"}


async def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(ScreeningError, match=r"nowhere: there is no such folder\. Make it"):
        async with SqlStore.open(str(tmp_path / "nowhere" / "viva.db")):
            pass

    assert not (tmp_path / "nowhere").exists()
