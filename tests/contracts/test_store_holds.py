"""Legal holds: the same promises by every store."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.hold import Hold, OnHold
from bot.flow.ports import Store
from tests.contracts.stores import added
from tests.sessions import NOW, a_full_session

SESSION = a_full_session("s1")
THEIRS = Hold(SESSION.candidate.platform, SESSION.candidate.id, "", "A claim is open.", "Lee", NOW)
ROLES = replace(THEIRS, platform="", person_id="", role_id=SESSION.role.id)
OTHERS = replace(THEIRS, person_id="U-somebody-else")


async def placed(store: Store, hold: Hold) -> Hold:
    async with store.unit() as unit:
        return await unit.place_hold(hold)


async def erased(store: Store) -> None:
    async with store.unit() as unit:
        await unit.erase("s1", "a1", NOW)


async def test_holds_are_numbered_and_kept(store: Store) -> None:
    first, second = await placed(store, THEIRS), await placed(store, replace(ROLES, until=NOW.date()))

    assert (first.number, second.number) == (1, 2)
    assert await store.legal_holds() == [first, second]


@pytest.mark.parametrize("hold", [THEIRS, ROLES], ids=["person", "role"])
async def test_what_is_on_hold_is_not_erased_by_anybody(store: Store, hold: Hold) -> None:
    await added(store, SESSION)
    kept = await placed(store, hold)
    with pytest.raises(OnHold, match=r"screening s1: on hold until it is released, for this reason: A claim is open\."):
        await erased(store)

    assert await store.holds_on("s1", NOW) in ([kept], (kept,))
    assert await store.load("s1") == SESSION


async def test_a_hold_on_somebody_else_or_that_is_over_or_released_stops_nothing(store: Store) -> None:
    await added(store, SESSION)
    await placed(store, OTHERS)
    await placed(store, replace(THEIRS, platform="discord"))
    await placed(store, replace(THEIRS, until=NOW.date() - timedelta(days=1)))
    hold = await placed(store, THEIRS)
    async with store.unit() as unit:
        released = await unit.release_hold(hold.number, "Kim", NOW)
        assert await unit.release_hold(hold.number, "Kim", NOW) is None
    assert released == replace(hold, released_by="Kim", released_at=NOW)
    await erased(store)

    assert (await store.load("s1")).is_erased


async def test_a_hold_that_is_over_names_nobody_once_they_are_erased(store: Store) -> None:
    await added(store, SESSION)
    hold = await placed(store, replace(THEIRS, until=NOW.date() - timedelta(days=1)))
    await erased(store)

    (left,) = await store.legal_holds()
    assert (left.number, left.person_id, left.reason) == (hold.number, "erased", "erased")
