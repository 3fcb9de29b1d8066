"""Locks by key."""

import asyncio

from bot.flow.jobs.keyed_lock import KeyedLock


async def test_a_key_is_held_by_one_at_a_time_in_the_order_of_asking_and_others_are_free() -> None:
    locks, heard = KeyedLock(), list[str]()
    go = asyncio.Event()

    async def hold(key: str, name: str, waits: bool) -> None:
        async with locks.of(key):
            heard.append(name)
            if waits:
                await go.wait()

    tasks = [asyncio.create_task(hold("kim", "first", True))]
    tasks += [asyncio.create_task(hold("kim", name, False)) for name in ("second", "third")]
    await hold("ada", "another", False)
    assert "second" not in heard
    go.set()
    await asyncio.gather(*tasks)

    assert [name for name in heard if name != "another"] == ["first", "second", "third"]


async def test_a_key_is_forgotten_once_nobody_waits_for_it_also_when_somebody_gave_up() -> None:
    locks = KeyedLock()
    async with locks.of("kim"):
        impatient = asyncio.create_task(_held(locks, "kim"))
        await asyncio.wait([impatient], timeout=0)
        impatient.cancel()
        await asyncio.gather(impatient, return_exceptions=True)
        assert "kim" in locks

    assert "kim" not in locks


async def _held(locks: KeyedLock, key: str) -> None:
    async with locks.of(key):
        pass
