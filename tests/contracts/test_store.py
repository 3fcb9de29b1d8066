"""What every Store promises to the flow about sessions: whole or not at all, and nothing lost."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.core.screening.session import Person, State
from bot.flow.ports import SessionNotFound, StaleSession, Store
from tests.contracts.stores import MINUTE, added, an_order, claimed, saved
from tests.sessions import (
    LONG,
    NOW,
    a_full_session,
    a_grade,
    a_part,
    a_rubric,
    a_session,
    an_administration,
    an_override,
)


async def test_a_new_session_comes_back_as_it_was(store: Store) -> None:
    session = await added(store, a_session())

    assert await store.load("s1") == session


async def test_a_session_with_everything_in_it_comes_back_as_it_was(store: Store) -> None:
    session = await added(store, a_full_session())

    loaded = await store.load("s1")

    assert loaded == session
    assert loaded.administrations[0].response == LONG + "\n"
    assert len(LONG) > 20_000
    assert loaded.seen_at.tzinfo is not None


async def test_a_session_that_grows_to_hold_everything_comes_back_as_it_was(store: Store) -> None:
    await added(store, a_session(version=40, code=a_full_session().code))

    async with store.unit() as unit:
        await unit.load("s1")
        await unit.save(a_full_session(version=41))

    assert await store.load("s1") == a_full_session(version=41)


async def test_an_unknown_session_is_not_found(store: Store) -> None:
    with pytest.raises(SessionNotFound, match="s1"):
        await store.load("s1")
    with pytest.raises(SessionNotFound, match="s1"):
        async with store.unit() as unit:
            await unit.load("s1")


async def test_a_corrected_message_replaces_the_old_words(store: Store) -> None:
    asked = an_administration(parts=(a_part(1), a_part(2)))
    session = await added(store, a_session(administrations=(asked,), practice=(a_part(3),)))

    asked = replace(asked, parts=(a_part(1), replace(a_part(2), text="No: it is slower.")))
    session = await saved(store, replace(session.with_administration(asked), practice=()))

    assert await store.load("s1") == session


async def test_a_session_keeps_the_items_and_rubrics_that_it_was_given(store: Store) -> None:
    before = an_administration(1)
    after = an_administration(2, item=before.item.model_copy(update={"stem": "Another stem for the same id?"}))
    await added(store, a_session("s1", administrations=(before,)))
    await added(store, a_session("s2", administrations=(before, after)))

    assert (await store.load("s1")).administrations[0].item.stem == before.item.stem
    assert [a.item.stem for a in (await store.load("s2")).administrations] == [before.item.stem, after.item.stem]


async def test_a_stale_session_is_refused(store: Store) -> None:
    session = await added(store, a_session())
    await saved(store, replace(session, reminders=1))

    with pytest.raises(StaleSession):
        await saved(store, replace(session, reminders=2))

    assert (await store.load("s1")).reminders == 1


async def test_a_session_may_be_saved_more_than_once_in_a_transaction(store: Store) -> None:
    session = await added(store, a_session())

    async with store.unit() as unit:
        await unit.save(replace(session, version=1, asides=(a_part(1),)))
        await unit.save(replace(session, version=2, asides=(a_part(1), a_part(2))))
        last = await unit.load("s1")

    assert await store.load("s1") == last
    assert last.asides == (a_part(1), a_part(2))


async def test_an_id_is_given_once(store: Store) -> None:
    await added(store, a_session())

    with pytest.raises(ValueError, match="s1"):
        await added(store, a_session(seed="8"))

    assert (await store.load("s1")).seed == "7"


@pytest.mark.parametrize(
    "change",
    [
        {"grades": (a_grade(score=1.0),)},
        {"grades": ()},
        {"overrides": (an_override(new=0),)},
        {"rubric": a_rubric("item-1", full_at=0.5)},
    ],
)
async def test_marks_and_what_they_rest_on_are_never_changed(store: Store, change: dict[str, Any]) -> None:
    asked = an_administration(1, grades=(a_grade(),), overrides=(an_override(),))
    session = await added(store, a_session(administrations=(asked,)))

    with pytest.raises(ValueError, match="change"):
        await saved(store, session.with_administration(replace(asked, **change)))

    assert await store.load("s1") == session


async def test_only_unfinished_sessions_of_the_person_are_found_the_newest_first(store: Store) -> None:
    later = {"invited_at": NOW + MINUTE}
    await added(store, a_session("old"))
    await added(store, a_session("new", **later))
    await added(store, a_session("over", state=State.WITHDRAWN, **later))
    await added(store, a_session("elsewhere", candidate=Person("discord", "U1", "Zoë"), **later))
    await added(store, a_session("other", candidate=Person("slack", "U3", "Kim"), **later))

    assert [s.id for s in await store.unfinished("slack", "U1")] == ["new", "old"]
    assert await store.unfinished("slack", "U4") == []


async def test_how_often_an_item_was_put_is_counted_over_all_sessions(store: Store) -> None:
    await added(store, a_session("s1", administrations=(an_administration(1), an_administration(2))))
    await added(store, a_session("s2", administrations=(an_administration(1),), state=State.EXPIRED))

    async with store.unit() as unit:
        assert dict(await unit.shown(NOW + 9 * MINUTE)) == {"item-1": 2, "item-2": 1}


async def test_items_shown_at_a_time_or_later_are_not_counted_before_it(store: Store) -> None:
    earlier, later = replace(an_administration(1), asked_at=NOW), replace(an_administration(2), asked_at=NOW + MINUTE)
    await added(store, a_session("s1", administrations=(earlier, later)))

    async with store.unit() as unit:
        assert dict(await unit.shown(NOW)) == {}
        assert dict(await unit.shown(NOW + MINUTE)) == {"item-1": 1}


async def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    await added(store, a_session("s1"), an_order("known"))
    job = await claimed(store)

    async def fail() -> None:
        async with store.unit() as unit:
            await unit.first_time("d1", NOW)
            await unit.add(a_full_session("s2"))
            await unit.save(a_session("s1", version=1, reminders=3))
            await unit.order("s1", [an_order("new")])
            await unit.settle(job.id, NOW, "m1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()

    assert await store.load("s1") == a_session("s1")
    with pytest.raises(SessionNotFound):
        await store.load("s2")
    assert await store.ref("s1", "known") is None
    async with store.unit() as unit:
        assert dict(await unit.shown(NOW + MINUTE)) == {}
        assert await unit.first_time("d1", NOW)
        await unit.settle(job.id, NOW)
    assert await store.claim("s1", NOW) is None


async def test_a_transaction_that_is_cancelled_leaves_nothing_and_holds_up_nobody(store: Store) -> None:
    inside = asyncio.Event()

    async def stuck() -> None:
        async with store.unit() as unit:
            await unit.add(a_session("s1"))
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(stuck())
    await inside.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

    await added(store, a_session("s1"))
    assert await store.load("s1") == a_session("s1")


async def test_nothing_is_seen_of_a_transaction_before_it_ends(store: Store) -> None:
    await added(store, a_session("s1"))

    async with store.unit() as unit:
        await unit.save(a_session("s1", version=1, reminders=1))
        await unit.order("s1", [an_order("a")])
        assert (await store.load("s1")).version == 0
        assert await store.ready(NOW, ["slack"]) == []

    assert (await store.load("s1")).version == 1
    assert await store.ready(NOW, ["slack"]) == ["s1"]


async def test_every_one_of_many_at_once_gets_its_turn(store: Store) -> None:
    await added(store, a_session("s1"))

    async def say(number: int) -> None:
        for _ in range(50):
            try:
                async with store.unit() as unit:
                    session = await unit.load("s1")
                    asides = (*session.asides, a_part(number))
                    await unit.save(replace(session, version=session.version + 1, asides=asides))
                    await unit.order("s1", [an_order(f"{number}")])
            except StaleSession:
                continue
            return
        raise AssertionError("it never got its turn")

    await asyncio.gather(*(say(number) for number in range(40)))

    session = await store.load("s1")
    assert session.version == 40
    assert set(session.asides) == {a_part(number) for number in range(40)}


async def test_a_delivery_is_new_once(store: Store) -> None:
    async with store.unit() as unit:
        assert await unit.first_time("d1", NOW)
        assert not await unit.first_time("d1", NOW)
    async with store.unit() as unit:
        assert not await unit.first_time("d1", NOW + MINUTE)
        assert await unit.first_time("d2", NOW)
