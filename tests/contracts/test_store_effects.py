"""What every Store promises to the flow about effects: each once, in order, and none forgotten."""

from contextlib import suppress
from dataclasses import replace

from bot.core.screening.effects import (
    AskItem,
    Effect,
    GradeResponse,
    PostSummary,
    SendInvitation,
    Tell,
    Topic,
    UpdateSummary,
    Wake,
)
from bot.core.screening.session import Person
from bot.flow.ports import SUSPECT, Order, Store
from tests.contracts.stores import MINUTE, added, an_order, claimed, settled
from tests.sessions import NOW, a_session

HERE = ["slack"]


async def test_effects_are_claimed_in_their_order_each_once(store: Store) -> None:
    effects: list[Effect] = [SendInvitation(), AskItem(2, again=True), Tell(Topic.READING), GradeResponse(2)]
    await added(store, a_session(), *(Order(f"k{n}", effect, NOW) for n, effect in enumerate(effects)))

    jobs = []
    while (job := await store.claim("s1", NOW)) is not None:
        jobs.append(job)
        await settled(store, job.id)

    assert [job.effect for job in jobs] == effects
    assert [job.key for job in jobs] == ["k0", "k1", "k2", "k3"]
    assert {(job.session_id, job.attempts) for job in jobs} == {("s1", 0)}


async def test_an_effect_under_way_is_not_claimed_again_and_holds_those_behind_it(store: Store) -> None:
    await added(store, a_session(), an_order("a"), an_order("b"))

    assert (await claimed(store)).key == "a"
    assert await store.claim("s1", NOW) is None
    assert await store.ready(NOW, HERE) == []
    assert await store.next_due(HERE) is None


async def test_the_next_effect_is_claimed_with_what_settles_the_last_one_or_neither_is(store: Store) -> None:
    await added(store, a_session(), an_order("a"), an_order("b"))
    first = await claimed(store)

    with suppress(ZeroDivisionError):
        async with store.unit() as unit:
            await unit.settle(first.id, NOW)
            assert await unit.claim("s1", NOW) is not None
            raise ZeroDivisionError
    assert await store.holds(first)
    async with store.unit() as unit:
        await unit.settle(first.id, NOW)
        await unit.order("s1", [an_order("c")])
        second = await unit.claim("s1", NOW)

    assert second is not None
    assert second.key == "b"
    assert await store.holds(second)
    assert await store.claim("s1", NOW) is None


async def test_a_key_is_ordered_once(store: Store) -> None:
    await added(store, a_session(), an_order("a"))
    job = await claimed(store)
    await settled(store, job.id)

    async with store.unit() as unit:
        await unit.order("s1", [an_order("a"), an_order("b")])
        await unit.order("s1", [an_order("b"), an_order("c")])
        await unit.order("s1", [])

    job = await claimed(store)
    assert job.key == "b"
    await settled(store, job.id)
    assert (await claimed(store)).key == "c"
    assert await store.claim("s1", NOW) is None


async def test_what_another_clock_ordered_goes_in_its_turn_however_far_ahead_that_clock_is(store: Store) -> None:
    ahead = replace(an_order("first"), due=NOW + 5 * MINUTE)
    await added(store, a_session(), ahead, an_order("second"))

    assert await store.ready(NOW, HERE) == ["s1"]
    assert (await claimed(store)).key == "first"


async def test_a_timer_lets_others_pass_until_it_rings(store: Store) -> None:
    await added(store, a_session(), an_order("timer", minutes=5), an_order("a"), an_order("b"))

    assert await store.next_due(HERE) == NOW
    job = await claimed(store)
    assert job.key == "a"
    await settled(store, job.id)
    rings = await store.claim("s1", NOW + 5 * MINUTE)
    assert rings is not None
    assert rings.effect == Wake(NOW + 5 * MINUTE)


async def test_a_postponed_effect_holds_those_behind_it_until_its_time(store: Store) -> None:
    await added(store, a_session(), an_order("a"), an_order("b"), an_order("timer", minutes=1))
    job = await claimed(store)

    assert await store.postpone(job, NOW + 2 * MINUTE, "ChatError", unsure=True)

    assert await store.claim("s1", NOW + MINUTE) is None
    assert await store.ready(NOW + MINUTE, HERE) == []
    assert await store.next_due(HERE) == NOW + 2 * MINUTE
    assert await store.ready(NOW + 2 * MINUTE, HERE) == ["s1"]
    again = await store.claim("s1", NOW + 2 * MINUTE)
    assert again == replace(job, attempts=1, faults=1, unsure_since=NOW)


async def test_a_timer_ahead_of_a_postponed_effect_still_rings(store: Store) -> None:
    await added(store, a_session(), an_order("timer", minutes=1), an_order("a"))
    job = await claimed(store)
    await store.postpone(job, NOW + 9 * MINUTE, "ChatError", unsure=False)

    assert await store.next_due(HERE) == NOW + MINUTE
    rings = await store.claim("s1", NOW + MINUTE)
    assert rings is not None
    assert rings.key == "timer"


async def test_a_failed_effect_holds_those_behind_it_for_good(store: Store) -> None:
    await added(store, a_session(), an_order("a"), an_order("b"), an_order("timer", minutes=1))
    job = await claimed(store)

    assert await store.give_up(job, NOW, "ChatError")

    assert await store.claim("s1", NOW + 99 * MINUTE) is None
    assert await store.ready(NOW + 99 * MINUTE, HERE) == []
    assert await store.next_due(HERE) is None
    assert await store.recover() == 0


async def test_what_a_dead_process_had_claimed_is_claimed_again_and_says_so(store: Store) -> None:
    await added(store, a_session("s1"), an_order("a"), an_order("b"))
    await added(store, a_session("s2"), an_order("c"))
    job = await claimed(store)

    assert await store.recover() == 1

    assert await store.claim("s1", NOW) == replace(job, attempts=1, unsure_since=NOW, deaths=1)
    assert await store.claim("s1", NOW) is None


async def test_a_settled_effect_keeps_the_name_of_its_message(store: Store) -> None:
    await added(store, a_session("s1"), an_order("s1/summary"))
    await added(store, a_session("s2"), an_order("s2/summary"))
    job = await claimed(store)
    assert await store.ref("s1", "s1/summary") is None

    await settled(store, job.id, "C9/1764.5")

    assert await store.ref("s1", "s1/summary") == "C9/1764.5"
    assert await store.ref("s2", "s1/summary") is None
    assert await store.ref("s1", "unknown") is None


async def test_sessions_are_ready_on_their_own_platform_the_longest_waiting_first(store: Store) -> None:
    there = Person("discord", "D1", "Kim")
    await added(store, a_session("s1"), an_order("late"))
    await added(store, a_session("s2"), an_order("timer", minutes=60), an_order("early", minutes=-5))
    await added(store, a_session("s3", candidate=there), an_order("there", minutes=-2))
    await added(store, a_session("s4"), an_order("future", minutes=1))
    await added(store, a_session("s5"))

    assert await store.ready(NOW, ["slack"]) == ["s2", "s1"]
    assert await store.ready(NOW, ["slack", "discord"]) == ["s2", "s3", "s1"]
    assert await store.ready(NOW + MINUTE, ["slack"]) == ["s2", "s1", "s4"]
    assert await store.ready(NOW, []) == []
    assert await store.next_due(["slack"]) == NOW - 5 * MINUTE
    assert await store.next_due(["discord"]) == NOW - 2 * MINUTE
    assert await store.next_due(["console"]) is None


async def test_a_claim_that_was_taken_over_no_longer_stands(store: Store) -> None:
    await added(store, a_session(), an_order("a"), an_order("b"))
    frozen = await claimed(store)
    assert await store.holds(frozen)
    assert await store.recover("s1") == 1
    assert not await store.holds(frozen)
    taken = await claimed(store)

    assert not await store.postpone(frozen, NOW + MINUTE, "ChatError", unsure=True)
    assert not await store.give_up(frozen, NOW, "ChatError")

    assert not await store.holds(frozen)
    assert await store.holds(taken)
    await settled(store, taken.id)
    assert not await store.holds(taken)
    assert (await claimed(store)).key == "b"


async def test_what_is_claimed_is_given_back_for_one_session_alone(store: Store) -> None:
    await added(store, a_session("s1"), an_order("a"))
    await added(store, a_session("s2"), an_order("b"))
    await claimed(store, "s1")
    other = await claimed(store, "s2")
    assert set(await store.under_way(HERE)) == {"s1", "s2"}
    assert await store.under_way(["discord"]) == []

    assert await store.recover("s1") == 1

    assert await store.under_way(HERE) == ["s2"]
    assert await store.holds(other)


async def test_the_first_try_of_unknown_outcome_is_remembered_and_a_refused_one_is_none(store: Store) -> None:
    await added(store, a_session(), an_order("a"))
    refused = await claimed(store)
    await store.postpone(refused, NOW, "ChatError", unsure=False)
    died = await claimed(store)
    assert (died.faults, died.unsure_since) == (1, None)
    await store.recover()
    later = await store.claim("s1", NOW + 3 * MINUTE)
    assert later is not None
    assert (later.faults, later.unsure_since) == (1, NOW)
    await store.recover()

    last = await store.claim("s1", NOW + 9 * MINUTE)

    assert last is not None
    assert (last.attempts, last.unsure_since) == (3, NOW)


async def test_deaths_count_up_to_a_suspicion_and_then_only_by_blame(store: Store) -> None:
    await added(store, a_session(), an_order("a"))
    seen = []
    for _ in range(SUSPECT + 2):
        seen.append((await claimed(store)).deaths)
        await store.recover()
    assert seen == [0, 1, 2, 2]

    suspect = await claimed(store)
    await store.blame(suspect)
    await store.recover()

    assert (await claimed(store)).deaths == SUSPECT + 1


async def test_who_was_blamed_for_what_was_only_broken_off_is_cleared_of_it(store: Store) -> None:
    await added(store, a_session(), an_order("a"))
    for _ in range(SUSPECT):
        await claimed(store)
        await store.recover()
    await store.blame(await claimed(store))
    await store.recover(died=False)

    assert (await claimed(store)).deaths == SUSPECT


async def test_whoever_lives_through_an_effect_clears_it_and_what_is_broken_off_kills_nobody(store: Store) -> None:
    await added(store, a_session(), an_order("a"))
    await claimed(store)
    await store.recover(died=False)
    job = await claimed(store)
    assert (job.attempts, job.deaths) == (1, 0)
    await store.recover()
    frozen = await claimed(store)
    await store.recover()
    await store.blame(frozen)  # its claim stands no more
    job = await claimed(store)
    assert job.deaths == SUSPECT

    assert await store.postpone(job, NOW, "ChatError", unsure=False)

    assert (await claimed(store)).deaths == 0


async def test_old_deliveries_are_forgotten_and_new_ones_are_not(store: Store) -> None:
    async with store.unit() as unit:
        assert await unit.first_time("old", NOW)
        assert await unit.first_time("new", NOW + MINUTE)

    assert await store.forget_deliveries(NOW + MINUTE) == 1

    async with store.unit() as unit:
        assert await unit.first_time("old", NOW + MINUTE)
        assert not await unit.first_time("new", NOW + MINUTE)


async def test_a_card_that_is_stuck_holds_what_changes_it_and_nothing_else(store: Store) -> None:
    card, change, told = PostSummary(), UpdateSummary(), Tell(Topic.OVER)
    effects: list[Effect] = [card, change, told, change]
    for session_id in ("failed", "waits"):
        orders = [Order(f"{session_id}/{n}", effect, NOW) for n, effect in enumerate(effects)]
        await added(store, a_session(session_id), *orders)
    await store.give_up(await claimed(store, "failed"), NOW, "ChatError")
    await store.postpone(await claimed(store, "waits"), NOW + 9 * MINUTE, "ChatError", unsure=True)

    assert set(await store.ready(NOW, HERE)) == {"failed", "waits"}
    assert await store.next_due(HERE) == NOW
    for session_id in ("failed", "waits"):
        job = await claimed(store, session_id)
        assert job.effect == told
        assert await store.claim(session_id, NOW) is None  # it is under way
        await settled(store, job.id)
        assert await store.claim(session_id, NOW) is None
    assert await store.ready(NOW, HERE) == []
    assert await store.next_due(HERE) == NOW + 9 * MINUTE
    again = await store.claim("waits", NOW + 9 * MINUTE)
    assert again is not None
    assert again.effect == card
    await settled(store, again.id)
    assert (await claimed(store, "waits")).effect == change


async def test_nothing_of_the_card_passes_a_message_to_the_candidate_that_is_stuck(store: Store) -> None:
    await added(store, a_session(), an_order("a"), Order("s1/summary", PostSummary(), NOW))
    await store.give_up(await claimed(store), NOW, "ChatError")

    assert await store.claim("s1", NOW) is None
    assert await store.ready(NOW, HERE) == []
