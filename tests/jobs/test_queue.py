"""The queue heals: whatever happens to a job or to the worker that had it, the screening goes on."""

from collections.abc import AsyncIterator

import psycopg
import pytest

from bot.jobs import schema
from tests.contracts.house import House, Shared, a_house
from tests.contracts.stores import an_order
from tests.conversations.stage import Clock

DIES = """
WITH dead AS (INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s * interval '1 s') RETURNING id)
UPDATE procrastinate_jobs SET status = 'doing', worker_id = dead.id FROM dead
"""


@pytest.fixture
async def house(postgresql: str) -> AsyncIterator[House]:
    async with a_house(postgresql, Shared(), Clock()) as opened:
        yield opened


def run(url: str, statement: str, *values: object) -> int:
    with psycopg.connect(url) as connection:
        return connection.execute(statement.encode(), values).rowcount


class Crash(Exception):
    pass


async def crashes(house: House) -> None:
    async with house.store.unit() as unit:
        await unit.load("s1")
        await unit.order("s1", [an_order("a")])
        raise Crash


async def test_a_job_is_deferred_with_the_orders_or_not_at_all(house: House, postgresql: str) -> None:
    await house.invite("s1")
    assert run(postgresql, "DELETE FROM procrastinate_jobs") == 1

    with pytest.raises(Crash):
        await crashes(house)

    assert run(postgresql, "SELECT FROM procrastinate_jobs") == 0


async def test_a_screening_whose_job_is_lost_gets_another(house: House, postgresql: str) -> None:
    await house.invite("s1")
    assert run(postgresql, "DELETE FROM procrastinate_jobs") == 1

    await house.carrier.drain()

    assert len(house.platform.posts) == 1


async def test_the_work_of_a_dead_worker_is_taken_over_and_that_of_a_living_one_is_not(
    house: House, postgresql: str
) -> None:
    await house.invite("s1")
    job = await house.store.claim("s1", house.clock.now())
    assert job is not None
    run(postgresql, DIES, 1)
    await house.carrier.drain()
    assert house.platform.posts == []
    assert await house.store.holds(job)

    run(postgresql, "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '31 s'")
    await house.carrier.drain()

    assert [key for _, _, key in house.platform.posts] == [job.key]
    assert not await house.store.holds(job)


async def test_a_timer_gets_its_job_when_it_rings(house: House, postgresql: str) -> None:
    await house.invite("s1")
    await house.carrier.drain()
    assert run(postgresql, "SELECT FROM procrastinate_jobs") == 0

    house.clock.forward(days=60)
    await house.carrier.drain()

    assert (await house.store.load("s1")).state.over


async def test_jobs_hold_ids_and_nothing_else(house: House, postgresql: str) -> None:
    await house.invite("s1")

    with psycopg.connect(postgresql) as connection:
        assert connection.execute("SELECT args FROM procrastinate_jobs").fetchall() == [({"session_id": "s1"},)]


def test_the_tables_of_the_queue_are_made_once_and_then_migrated(bare_postgresql: str) -> None:
    assert schema.missing(bare_postgresql) == list(schema.migrations()) != []

    for _ in range(2):
        schema.bring_up_to_date(bare_postgresql)
        assert schema.missing(bare_postgresql) == []

    run(bare_postgresql, "DELETE FROM procrastinate_applied WHERE migration = %s", list(schema.migrations())[-1])
    assert len(schema.missing(bare_postgresql)) == 1
