"""A person who is erased is out of the audit chain, too, and the chain still holds; every store does so."""

from datetime import timedelta

import pytest

from bot.core.audit import Act, Entry, first_break
from bot.flow.ports import Store
from tests.contracts.stores import added
from tests.sessions import NOW, a_full_session

SESSION = a_full_session("s1")
WHO = SESSION.candidate


def an_act(act: Act = Act.TOOK_DATA, subject: str = "s1", actor: str = WHO.id) -> Entry:
    return Entry(NOW, WHO.platform, actor, act, subject)


async def noted(store: Store, *entries: Entry) -> None:
    for entry in entries:
        async with store.unit() as unit:
            await unit.note(entry)


async def erased(store: Store, session_id: str = "s1") -> str:
    async with store.unit() as unit:
        told = await unit.unname(session_id)
        await unit.erase(session_id, "a1", NOW)
        await unit.note(Entry(NOW + timedelta(days=1), "viva", "operator", Act.ERASED, session_id, told))
    return told


async def actors(store: Store) -> list[str]:
    return [link.entry.actor for link in await store.audited()]


async def test_until_then_the_chain_tells_who_it_was(store: Store) -> None:
    await added(store, SESSION)
    await noted(store, an_act(), an_act(Act.REFUSED, "s9"), an_act(Act.DECIDED, "s2", "U77"))

    assert await actors(store) == [WHO.id, WHO.id, "U77"]
    assert first_break(await store.audited(), await store.audit_head()) is None


async def test_afterwards_it_does_not_and_holds_all_the_same(store: Store) -> None:
    await added(store, SESSION)
    await noted(store, an_act(), an_act(Act.REFUSED, "s9"), an_act(Act.DECIDED, "s2", "U77"))
    told = await erased(store)
    found = await actors(store)

    assert WHO.id not in found
    assert found[2:] == ["U77", "operator"]
    assert set(found[:2]) <= set(told.split())
    assert first_break(await store.audited(), await store.audit_head()) is None


@pytest.mark.parametrize("again", [1, 2])
async def test_who_comes_back_is_told_anew_and_may_go_again(store: Store, again: int) -> None:
    for number in range(again):
        await added(store, a_full_session(f"s{number}"))
        await noted(store, an_act(subject=f"s{number}"))
        await erased(store, f"s{number}")

    assert WHO.id not in await actors(store)
    assert first_break(await store.audited(), await store.audit_head()) is None
