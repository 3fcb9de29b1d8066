"""A task is cancelled in the middle of its work, as when the program is told to stop."""

import asyncio
import gc
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.errors import ScreeningError
from bot.flow.ports import Store
from bot.store.database.engine import Database, address
from bot.store.database.shielded import shield
from bot.store.store import SqlStore
from tests.contracts.stores import added, an_order
from tests.sessions import NOW, a_part, a_session


async def say(store: Store) -> int:
    async with store.unit() as unit:
        session = await unit.load("s1")
        version = session.version + 1
        await unit.first_time(f"d{version}", NOW)
        await unit.save(replace(session, version=version, asides=(*session.asides, a_part(version))))
        await unit.order("s1", [an_order(f"s1/{version}")])
    return version


async def test_wherever_it_is_cancelled_a_transaction_is_whole_or_gone(tmp_path: Path) -> None:
    async with SqlStore.open(str(tmp_path / "viva.db")) as store:
        await added(store, a_session())
        for turns in range(0, 400, 10):
            tasks = [asyncio.create_task(say(store)), asyncio.create_task(say(store))]
            for _ in range(turns):
                await asyncio.sleep(0)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

        last = await say(store)

        assert [part.id for part in (await store.load("s1")).asides] == [f"1764.{n}" for n in range(1, last + 1)]
        for version in range(1, last + 1):
            job = await store.claim("s1", NOW)
            assert job is not None
            assert job.key == f"s1/{version}"
            async with store.unit() as unit:
                await unit.settle(job.id, NOW)


async def test_a_step_is_finished_before_its_caller_is_cancelled() -> None:
    begun, may_end, ended = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def step() -> None:
        begun.set()
        await may_end.wait()
        ended.set()

    caller = asyncio.create_task(shield(step()))
    await begun.wait()
    caller.cancel()
    await asyncio.sleep(0)
    assert not caller.done()

    may_end.set()
    await asyncio.wait([caller])

    assert ended.is_set()
    assert caller.cancelled()


async def test_a_store_that_closes_while_it_is_read_leaves_no_connection_open(tmp_path: Path) -> None:
    async with SqlStore.open(str(tmp_path / "viva.db")) as store:
        await added(store, a_session())
        reading = [asyncio.create_task(store.load("s1")) for _ in range(20)]
        await asyncio.sleep(0)
        for task in reading[::2]:
            task.cancel()
    found = await asyncio.gather(*reading, return_exceptions=True)

    gc.collect()  # a connection that is still open complains here, and fails the test
    assert all(isinstance(f, (type(a_session()), asyncio.CancelledError, ScreeningError)) for f in found)
    with pytest.raises(ScreeningError, match="closed"):
        await store.load("s1")


async def test_whoever_is_cancelled_while_a_connection_opens_gives_it_back(tmp_path: Path) -> None:
    database = Database(address(str(tmp_path / "viva.db")))
    for turns in range(6):
        writing = asyncio.create_task(database.write(lambda db: None))
        for _ in range(turns):
            await asyncio.sleep(0)
        writing.cancel()
        await asyncio.wait([writing])

    out = database._engine.pool.checkedout()  # type: ignore[attr-defined] # a pool with a limit counts
    await database.close()

    assert out == 0
