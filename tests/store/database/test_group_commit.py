"""Writers who share a commit: each is told the truth about its own part."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, OperationalError

from bot.core.errors import ScreeningError
from bot.store.database.engine import Database, address
from bot.store.database.sqlite_driver import Connection as Driver


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(address(str(tmp_path / "viva.db")))
    await opened.write(lambda db: db.execute(text("CREATE TABLE notes (n integer PRIMARY KEY)")))
    yield opened
    await opened.close()


def put(number: int) -> Callable[[Connection], None]:
    def step(db: Connection) -> None:
        db.execute(text("INSERT INTO notes VALUES (:n)"), {"n": number})

    return step


def give_up(db: Connection) -> None:
    """Do as SQLite does on a full disk, say: take back all of the transaction, and refuse the statement."""
    db.exec_driver_sql("ROLLBACK")
    db.exec_driver_sql("INSERT INTO nowhere VALUES (1)")


async def stored(database: Database) -> list[int]:
    return list(await database.read(lambda db: db.scalars(text("SELECT n FROM notes ORDER BY n")).all()))


async def all_at_once(database: Database, *steps: Callable[[Connection], None]) -> list[BaseException | None]:
    return await asyncio.gather(*map(database.write, steps), return_exceptions=True)


async def test_those_who_write_at_once_wait_for_the_disk_together(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    commits, real = [], Driver.commit

    async def counted(self: Driver) -> None:
        commits.append(1)
        await real(self)

    monkeypatch.setattr(Driver, "commit", counted)

    assert await all_at_once(database, *map(put, range(50))) == [None] * 50

    assert await stored(database) == list(range(50))
    assert len(commits) <= 2


async def test_one_who_fails_is_taken_back_alone(database: Database) -> None:
    told = await all_at_once(database, put(1), put(2), put(2), put(3))

    assert [type(t).__name__ for t in told] == ["NoneType", "NoneType", "IntegrityError", "NoneType"]
    assert await stored(database) == [1, 2, 3]


async def test_one_who_fails_first_leaves_the_way_free(database: Database) -> None:
    await database.write(put(1))

    told = await all_at_once(database, put(1), put(2), put(3))

    assert [type(t).__name__ for t in told] == ["IntegrityError", "NoneType", "NoneType"]
    assert await stored(database) == [1, 2, 3]


async def test_nobody_is_told_that_it_is_stored_when_the_commit_fails(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(_: Driver, __: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    with monkeypatch.context() as while_full:
        while_full.setattr(Driver, "_elsewhere", full)
        told = await all_at_once(database, put(1), put(2), put(3))

    assert [type(t) for t in told] == [OperationalError] * 3
    assert await stored(database) == []
    assert await all_at_once(database, put(1), put(2)) == [None, None]
    assert await stored(database) == [1, 2]


@pytest.mark.parametrize("at", [0, 1, 2])
async def test_when_the_database_gives_all_up_everybody_before_is_told_and_nothing_is_stored_in_part(
    database: Database, at: int
) -> None:
    steps = [put(1), put(2), put(3)]
    steps.insert(at, give_up)

    told = await all_at_once(database, *steps)

    assert isinstance(told[at], DBAPIError)
    fine = [number for number, said in zip([1, 2, 3], told[:at] + told[at + 1 :], strict=True) if said is None]
    assert await stored(database) == fine
    assert fine == [1, 2, 3][at:]
    await database.write(put(9))
    assert 9 in await stored(database)


async def test_whoever_is_cancelled_while_others_wait_takes_nobody_along(database: Database) -> None:
    for turns in range(12):
        writing = [asyncio.create_task(database.write(put(turns * 10 + n))) for n in range(4)]
        for _ in range(turns):
            await asyncio.sleep(0)
        writing[turns % 4].cancel()
        told = await asyncio.gather(*writing, return_exceptions=True)

        there = set(await stored(database))
        for n, said in enumerate(told):
            assert isinstance(said, asyncio.CancelledError) or turns * 10 + n in there


async def test_a_database_that_is_closed_has_stored_what_was_under_way(tmp_path: Path) -> None:
    database = Database(address(str(tmp_path / "viva.db")))
    await database.write(lambda db: db.execute(text("CREATE TABLE notes (n integer PRIMARY KEY)")))
    writing = [asyncio.create_task(database.write(put(n))) for n in range(5)]
    await asyncio.sleep(0)
    await database.close()

    assert await asyncio.gather(*writing) == [None] * 5
    with pytest.raises(ScreeningError, match="closed"):
        await database.write(put(9))
    again = Database(address(str(tmp_path / "viva.db")))
    assert await stored(again) == list(range(5))
    await again.close()
