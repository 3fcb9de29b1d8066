"""A database moved from SQLite to PostgreSQL and back: everything arrives, and life goes on there."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Table, update

from bot.core.audit import Act, Entry
from bot.core.errors import ScreeningError
from bot.jobs import schema
from bot.store import copy as moving
from bot.store.copy import copy
from bot.store.database.opening import bring_up_to_date
from bot.store.store import SqlStore
from tests.contracts.stores import added, an_order, claimed, settled
from tests.sessions import NOW, a_full_session


async def filled(url: str) -> None:
    async with SqlStore.open(url) as store:
        await added(store, a_full_session("s1"), an_order("a"), an_order("b"), an_order("timer", minutes=5))
        await settled(store, (await claimed(store)).id, "C9/1")
        async with store.unit() as unit:
            await unit.first_time("d1", NOW)
            for detail in ("é", "冷"):
                await unit.note(Entry(NOW, "slack", "U1", Act.DECIDED, "s1", detail))
        await store.keep("r1", '{"é": "冷"}', "an answer")


async def test_everything_arrives_there_and_back_and_the_numbers_go_on(tmp_path: Path, bare_postgresql: str) -> None:
    here, again = str(tmp_path / "viva.db"), str(tmp_path / "again.db")
    await filled(here)

    there = copy(here, bare_postgresql, lambda table, rows: None)
    schema.bring_up_to_date(bare_postgresql)
    async with SqlStore.open(bare_postgresql) as store:
        assert await store.load("s1") == a_full_session("s1")
        assert await store.ref("s1", "a") == "C9/1"
        assert await store.recall("r1") == '{"é": "冷"}'
        async with store.unit() as unit:
            assert not await unit.first_time("d1", NOW)
            await unit.order("s1", [an_order("c")])
        assert [(await claimed(store)).key] == ["b"]
    back = copy(bare_postgresql, again, lambda table, rows: None)

    assert back.rows["effects"] == there.rows["effects"] + 1
    others = there.rows.keys() - {"effects"}
    assert {t: back.rows[t] for t in others} == {t: there.rows[t] for t in others}
    assert back.broken is None
    assert back.end == there.end
    assert back.end.number == 2
    async with SqlStore.open(again) as store:
        assert await store.recover() == 1
        keys = []
        while (job := await store.claim("s1", NOW + timedelta(hours=1))) is not None:
            keys.append(job.key)
            await settled(store, job.id)
    assert keys == ["b", "timer", "c"]


async def test_a_target_that_holds_something_is_refused(tmp_path: Path) -> None:
    one, other = str(tmp_path / "one.db"), str(tmp_path / "other.db")
    await filled(one)
    await filled(other)

    with pytest.raises(ScreeningError, match="holds data already"):
        copy(one, other, lambda table, rows: None)
    with pytest.raises(ScreeningError, match="name the same database"):
        copy(one, f"sqlite:///{one}", lambda table, rows: None)


async def test_a_copy_of_nothing_is_a_database_to_begin_with(tmp_path: Path) -> None:
    one, other = str(tmp_path / "one.db"), str(tmp_path / "other.db")
    bring_up_to_date(one)

    assert copy(one, other, lambda table, rows: None).rows["audit_head"] == 1
    await filled(other)


async def test_a_chain_that_was_broken_is_copied_as_it_is_and_said_to_be_broken(tmp_path: Path) -> None:
    one, other = str(tmp_path / "one.db"), str(tmp_path / "other.db")
    await filled(one)
    with closing(sqlite3.connect(one)) as file, file:
        file.execute("UPDATE audit SET actor = 'U2' WHERE number = 2")

    broken = copy(one, other, lambda table, rows: None).broken

    assert broken is not None
    assert broken.number == 2
    assert "was changed" in broken.problem


async def test_a_chain_that_does_not_arrive_as_it_was_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = str(tmp_path / "one.db"), str(tmp_path / "other.db")
    await filled(one)
    whole = moving._copy

    def with_a_slip(reader: Connection, writer: Connection, table: Table) -> int:
        number = whole(reader, writer, table)
        if table.name == "audit":
            writer.execute(update(table).where(table.c.number == 1).values(actor="U2"))
        return number

    monkeypatch.setattr(moving, "_copy", with_a_slip)
    with pytest.raises(ScreeningError, match="did not arrive as it was"):
        copy(one, other, lambda table, rows: None)

    monkeypatch.undo()
    assert copy(one, other, lambda table, rows: None).broken is None
