"""A database moved from SQLite to PostgreSQL and back: everything arrives, and life goes on there."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.errors import ScreeningError
from bot.jobs import schema
from bot.store.moving import copy
from bot.store.opening import bring_up_to_date
from bot.store.store import SqlStore
from tests.contracts.stores import added, an_order, claimed, settled
from tests.sessions import NOW, a_full_session


async def filled(url: str) -> None:
    async with SqlStore.open(url) as store:
        await added(store, a_full_session("s1"), an_order("a"), an_order("b"), an_order("timer", minutes=5))
        await settled(store, (await claimed(store)).id, "C9/1")
        async with store.unit() as unit:
            await unit.first_time("d1", NOW)
        await store.keep("r1", '{"é": "冷"}')


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

    assert back["effects"] == there["effects"] + 1
    assert {t: n for t, n in back.items() if t != "effects"} == {t: n for t, n in there.items() if t != "effects"}
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

    assert copy(one, other, lambda table, rows: None)["audit_head"] == 1
    await filled(other)
