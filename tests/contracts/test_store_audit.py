"""The audit chain: the same promises by every store."""

import asyncio
from datetime import timedelta

import pytest

from bot.core.audit import Act, Entry, Head, first_break
from bot.flow.ports import Store
from tests.sessions import NOW


def an_entry(actor: str = "U1", act: Act = Act.SAW_DETAILS, subject: str = "s1") -> Entry:
    return Entry(NOW, "slack", actor, act, subject, "criterion bandwidth")


async def noted(store: Store, entry: Entry) -> None:
    async with store.unit() as unit:
        await unit.note(entry)


async def test_the_chain_begins_empty_and_keeps_entries_in_order(store: Store) -> None:
    assert await store.audit_head() == Head()
    for n in range(3):
        await noted(store, an_entry(f"U{n}"))
    links = await store.audited()

    assert [link.entry.actor for link in links] == ["U0", "U1", "U2"]
    assert links[0].entry == an_entry("U0")
    assert first_break(links, await store.audit_head()) is None


async def test_what_is_about_one_screening_can_be_asked_for_and_the_newest(store: Store) -> None:
    for subject in ("s1", "s2", "s1"):
        await noted(store, an_entry(subject=subject))

    assert [link.number for link in await store.audited("s1")] == [1, 3]
    assert [link.number for link in await store.audited(last=2)] == [2, 3]


async def test_an_act_that_was_not_done_leaves_no_entry(store: Store) -> None:
    async def fails() -> None:
        async with store.unit() as unit:
            await unit.note(an_entry())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fails()
    await noted(store, an_entry("U2"))

    assert [link.number for link in await store.audited()] == [1]
    assert first_break(await store.audited(), await store.audit_head()) is None


async def test_several_entries_of_one_transaction_follow_each_other(store: Store) -> None:
    async with store.unit() as unit:
        await unit.note(an_entry("U1"))
        await unit.note(an_entry("U2", Act.DECIDED))

    assert [link.entry.act for link in await store.audited()] == [Act.SAW_DETAILS, Act.DECIDED]
    assert first_break(await store.audited(), await store.audit_head()) is None


async def test_many_writers_at_once_make_one_chain(store: Store) -> None:
    entries = [Entry(NOW + timedelta(seconds=n), "discord", f"U{n}", Act.LISTED) for n in range(20)]
    await asyncio.gather(*(noted(store, entry) for entry in entries))
    links = await store.audited()

    assert sorted(link.entry.actor for link in links) == sorted(entry.actor for entry in entries)
    assert first_break(links, await store.audit_head()) is None
