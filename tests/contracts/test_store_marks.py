"""What every store keeps of marks: what they cost, and a model's replies."""

from dataclasses import replace
from datetime import timedelta

from bot.core.grading.grade import Spent
from bot.core.screening.decisions import Translation
from bot.flow.ports import Store
from tests.contracts.stores import added
from tests.sessions import A_CALL, NOW, a_full_session, a_grade, a_session, an_administration

SECOND = timedelta(seconds=1)


async def test_what_was_spent_counts_from_a_moment_on(store: Store) -> None:
    paid = an_administration(grades=(a_grade(marked_at=NOW, calls=(A_CALL, A_CALL)),))
    await added(store, a_session("s2", administrations=(paid,)))

    assert await store.spent(NOW) == Spent(tokens=2 * 980, cost=2 * 0.0125)
    assert await store.spent(NOW + SECOND) == Spent()


async def test_translations_are_paid_for_from_the_same_budget(store: Store) -> None:
    made = Translation(NOW, "a-model", (("kalt", "cold"),), "", 7, 0.25)
    await added(store, a_session("s4", translations=(made,)))

    assert await store.spent(NOW) == Spent(tokens=7, cost=0.25)
    assert await store.spent(NOW + SECOND) == Spent()


async def test_nothing_is_spent_in_an_empty_store(store: Store) -> None:
    assert await store.spent(NOW) == Spent()


async def test_a_recalled_reply_costs_nothing(store: Store) -> None:
    recalled = a_grade(marked_at=NOW, calls=(replace(A_CALL, recalled=True),))
    await added(store, a_full_session("s3", administrations=(an_administration(grades=(recalled,)),)))

    assert await store.spent(NOW) == Spent()


async def test_the_first_reply_to_a_request_stays(store: Store) -> None:
    assert await store.recall("r1") is None

    await store.keep("r1", '{"é": "冷"}', "an answer")
    await store.keep("r1", "another", "an answer")

    assert await store.recall("r1") == '{"é": "冷"}'
    assert await store.recall("r2") is None


async def test_replies_to_named_requests_can_be_forgotten(store: Store) -> None:
    for request in ("r1", "r2", "r3"):
        await store.keep(request, "a reply", "an answer")
    async with store.unit() as unit:
        await unit.forget_replies(["r1", "r3"])

    assert [await store.recall(request) for request in ("r1", "r2", "r3")] == [None, "a reply", None]
