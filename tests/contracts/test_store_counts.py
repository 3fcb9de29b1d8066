"""What a store holds, counted: the same by every store."""

from bot.flow.ports import Job, Store
from tests.contracts.stores import MINUTE, added, an_order, claimed, settled
from tests.sessions import NOW, a_full_session


async def test_an_empty_store_holds_nothing(store: Store) -> None:
    found = await store.counts()

    assert sum(found.effects.values()) == 0
    assert (found.oldest_due, dict(found.sessions), found.answers) == (None, {}, 0)


async def test_effects_count_until_they_are_done_and_answers_once_they_are_handed_in(store: Store) -> None:
    session = await added(store, a_full_session("s1"), an_order("a"), an_order("b"), an_order("later", 30))
    job = await claimed(store)
    await store.give_up(await after(store, job.id), NOW, "ChatError")
    found = await store.counts()

    assert dict(found.effects) == {"due": 1, "sending": 0, "failed": 1}
    assert found.oldest_due == NOW + 30 * MINUTE
    assert dict(found.sessions) == {session.state.value: 1}
    assert found.answers == sum(a.answered_at is not None for a in session.administrations)


async def after(store: Store, job_id: int) -> Job:
    """Settle an effect, and return the one claimed next."""
    await settled(store, job_id)
    return await claimed(store)
