"""Handing over and taking out one person's data: the same promises by every store."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.screening.effects import PostSummary
from bot.core.screening.session import Part
from bot.flow.jobs.screenings import summary_key
from bot.flow.ports import Order, SessionNotFound, Store
from tests.contracts.stores import added, claimed, settled
from tests.sessions import A_CALL, NOW, a_full_session

SECRET = "my very own words"


async def a_posted_screening(store: Store, session_id: str = "s1") -> None:
    session = a_full_session(session_id)
    session = replace(session, asides=(Part("m9", SECRET, NOW),))
    await added(store, session, Order(summary_key(session_id), PostSummary(), NOW))
    await settled(store, (await claimed(store, session_id)).id, "1700.42")


async def erased(store: Store, session_id: str = "s1") -> list[str]:
    async with store.unit() as unit:
        return list(await unit.erase(session_id, "a1", NOW))


async def test_everything_about_a_screening_is_handed_over(store: Store) -> None:
    await a_posted_screening(store)
    found = await store.exported("s1")

    assert SECRET in json.dumps(found, default=str)
    assert found["sessions"][0]["candidate_name"] == a_full_session("s1").candidate.name
    assert {part["text"] for part in found["parts"]} >= {p.text for p in a_full_session("s1").practice}
    with pytest.raises(SessionNotFound):
        await store.exported("s2")


async def test_nothing_of_the_person_is_left_and_what_was_posted_is_named(store: Store) -> None:
    await a_posted_screening(store)
    name = a_full_session("s1").candidate.name
    refs = await erased(store)
    left = await store.load("s1")
    kept = json.dumps(await store.exported("s1"), default=str)

    assert refs == ["1700.42"]
    assert (left.candidate.name, left.candidate.id) == ("erased", "erased-a1")
    assert left.state.over
    assert (left.administrations, left.practice, left.asides) == ((), (), ())
    assert left.role == a_full_session("s1").role
    assert SECRET not in kept
    assert name not in kept
    assert await store.next_due(["slack", "discord", "console"]) is None


async def test_others_keep_what_is_theirs(store: Store) -> None:
    await a_posted_screening(store, "s1")
    await a_posted_screening(store, "s2")
    before = await store.load("s2")
    await erased(store)

    assert await store.load("s2") == before


async def test_whoever_decided_meanwhile_loses_the_race(store: Store) -> None:
    await a_posted_screening(store)
    before = await store.load("s1")
    await erased(store)

    assert (await store.load("s1")).version == before.version + 1


async def test_screenings_older_than_a_moment_are_found_once(store: Store) -> None:
    await a_posted_screening(store)
    session = await store.load("s1")
    last = session.ended_at or session.seen_at

    assert await store.ended_before(last, [session.role.id]) == []
    assert await store.ended_before(last + timedelta(seconds=1), ["another-role"]) == []
    assert await store.ended_before(last + timedelta(seconds=1), [session.role.id]) == ["s1"]
    await erased(store)
    assert await store.ended_before(last + timedelta(days=999), [session.role.id]) == []


async def test_what_a_model_replied_about_the_answers_is_forgotten_and_other_replies_stay(store: Store) -> None:
    await a_posted_screening(store)
    answer = a_full_session("s1").administrations[0].response
    await store.keep(A_CALL.request, SECRET, "an answer")
    await store.keep("of which no mark was made", SECRET, answer)
    await store.keep("about somebody else", "their words", "another answer")
    await erased(store)

    assert await store.recall(A_CALL.request) is None
    assert await store.recall("of which no mark was made") is None
    assert await store.recall("about somebody else") == "their words"
