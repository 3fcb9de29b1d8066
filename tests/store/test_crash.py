"""A process is killed at its work; what it had committed is all there, and nothing by halves."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.store.store import SqlStore
from tests.store.processes import a_process, lines

BUSY = """
import asyncio, sys
from dataclasses import replace
from bot.core.screening.effects import Tell, Topic
from bot.flow.ports import Order, SessionNotFound
from bot.store.database.lock import sole_owner
from bot.store.store import SqlStore
from tests.sessions import NOW, a_part, a_session

async def work(url):
    async with SqlStore.open(url) as store:
        try:
            await store.load("s1")
        except SessionNotFound:
            async with store.unit() as unit:
                await unit.add(a_session("s1"))
        while True:
            async with store.unit() as unit:
                session = await unit.load("s1")
                version = session.version + 1
                await unit.first_time(f"d{version}", NOW)
                await unit.save(replace(session, version=version, asides=(*session.asides, a_part(version))))
                await unit.order("s1", [Order(f"s1/{version}", Tell(Topic.KEPT), NOW)])
            print(version, flush=True)

with sole_owner(sys.argv[1]):
    asyncio.run(work(sys.argv[1]))
"""


@pytest.mark.slow
@pytest.mark.parametrize("rounds", [3])
async def test_a_killed_process_loses_nothing_that_was_committed(tmp_path: Path, rounds: int) -> None:
    file = tmp_path / "viva.db"
    committed = 0
    for _ in range(rounds):
        with a_process(BUSY, str(file)) as process:
            said = lines(process)
            for _ in range(7):
                committed = int(next(said))
            process.kill()
            committed = max([committed, *(int(line) for line in said)])

        async with SqlStore.open(str(file)) as store:
            session = await store.load("s1")
        assert committed <= session.version <= committed + 1
        assert [part.id for part in session.asides] == [f"1764.{n}" for n in range(1, session.version + 1)]
        with closing(sqlite3.connect(file)) as db:
            assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            for table in ("effects", "deliveries"):
                assert db.execute(f"SELECT count(*) FROM {table}").fetchone() == (session.version,)
