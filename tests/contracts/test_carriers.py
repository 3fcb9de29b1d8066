"""What every dispatcher promises: all that is due is carried out, each session's in order, and no death loses any."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.core.grading.grade import Grade, Source
from bot.core.screening.events import Accepted, Finished, HelpAsked, Said, Skipped
from bot.flow.jobs import local_worker
from bot.flow.jobs.perform import LostClaim, Performer
from bot.flow.jobs.retries import QUICK, RETRIES, SENDS_AT_ONCE
from bot.flow.ports import ChatError, Job
from tests.contracts.house import House, Shared, a_house
from tests.conversations.stage import Clock, Judge, text_of
from tests.waiting import HANG_S, until


@pytest.fixture(params=["embedded", "queue"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return str(tmp_path / "viva.db" if request.param == "embedded" else request.getfixturevalue("postgresql"))


@pytest.fixture
async def house(url: str) -> AsyncIterator[House]:
    async with a_house(url, Shared(), Clock()) as opened:
        yield opened


async def test_all_that_is_due_is_carried_out_in_order_and_sessions_go_side_by_side(house: House) -> None:
    names = [f"s{n}" for n in range(6)]
    for name in names:
        await house.invite(name)
        await house.screenings.handle(name, Accepted())
        await house.screenings.handle(name, Skipped())

    await house.carrier.drain()

    for name in names:
        said = house.platform.to(f"kim-{name}")
        keys = [key for _, _, key in house.platform.posts if key.startswith(f"{name}/")]
        assert len(said) == len(set(keys)) == 3
        assert keys == sorted(keys)
    assert house.platform.clashes == []


async def test_what_is_ordered_while_it_runs_is_carried_out_at_once(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Neither a sweep nor a poll finds it before the test would hang.
    for look in ("flow.jobs.local_worker.LONGEST_SLEEP_S", "jobs.worker.SWEEP_S", "jobs.worker.SHORTEST_SWEEP_S"):
        monkeypatch.setattr(f"bot.{look}", 2 * HANG_S)
    running = asyncio.create_task(house.carrier.run())
    await house.invite("s1")
    await until(lambda: len(house.platform.posts) == 1)
    await house.screenings.handle("s1", Accepted())
    await until(lambda: len(house.platform.posts) == 2)

    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_refused_message_is_tried_again_in_its_turn_and_only_an_unknown_outcome_is_doubted(
    house: House,
) -> None:
    house.platform.faults = [ChatError("slow down", retry_after_s=7), ChatError("no answer")]
    await house.invite("s1")
    await house.screenings.handle("s1", Accepted())
    await house.carrier.drain()
    assert house.platform.posts == []

    house.clock.forward(seconds=6)
    await house.carrier.drain()
    assert len(house.platform.faults) == 1
    house.clock.forward(seconds=2)
    await house.carrier.drain()
    assert house.platform.faults == []
    began = house.clock.now()
    house.clock.forward(seconds=QUICK[1].total_seconds())
    await house.carrier.drain()

    assert [key for _, _, key in house.platform.posts] == ["s1/0/0", "s1/1/0"]
    assert house.platform.unsure[-2:] == [began, None]


async def test_what_fails_for_good_is_parked_and_nothing_runs_past_it(house: House) -> None:
    def fail(key: str) -> None:
        if key == "s1/0/0":
            raise ChatError("no answer")

    house.platform.before = fail
    await house.invite("s1")
    await house.invite("s2")
    for wait in (*RETRIES, timedelta(0)):
        await house.carrier.drain()
        house.clock.forward(seconds=wait.total_seconds())
    house.platform.before = lambda key: None
    for name in ("s1", "s2"):
        await house.screenings.handle(name, Accepted())
    house.clock.forward(hours=9)

    await house.carrier.drain()

    assert [key for _, _, key in house.platform.posts] == ["s2/0/0", "s2/2/0"]


async def test_a_candidate_whose_question_is_given_up_is_told_that_it_takes_longer(house: House) -> None:
    await house.invite("s1")
    await house.screenings.handle("s1", Accepted())
    await house.carrier.drain()
    await house.screenings.handle("s1", Skipped())

    def fail(key: str) -> None:
        if key == "s1/3/0":
            raise ChatError("no answer")

    house.platform.before = fail
    for wait in (*RETRIES, timedelta(0)):
        await house.carrier.drain()
        house.clock.forward(seconds=wait.total_seconds())
    await house.screenings.handle("s1", HelpAsked())
    house.clock.forward(days=1)
    await house.carrier.drain()

    assert [key for _, _, key in house.platform.posts] == ["s1/0/0", "s1/1/0", "s1/3/0/delayed"]
    assert "Everything you wrote is safe" in text_of(house.platform.posts[-1][1])


async def test_what_a_dead_process_had_begun_is_finished_by_the_next(url: str) -> None:
    platform, clock = Shared(), Clock()
    async with a_house(url, platform, clock) as dead:
        await dead.invite("s1")
        job = await dead.store.claim("s1", clock.now())
        assert job is not None
    began = clock.now()
    clock.forward(minutes=1)

    async with a_house(url, platform, clock) as living:
        await living.carrier.drain()

    assert [key for _, _, key in platform.posts] == [job.key]
    assert platform.unsure == [began]


async def test_a_process_that_was_thought_dead_sends_nothing_more(house: House) -> None:
    await house.invite("s1")
    frozen = await house.store.claim("s1", house.clock.now())
    assert frozen is not None
    await house.store.recover("s1")
    await house.carrier.drain()
    thawed = Performer(house.store, house.screenings, {"console": house.platform}, Judge(), house.clock)

    with pytest.raises(Exception, match=frozen.key):
        await thawed.perform(frozen)

    assert len(house.platform.posts) == 1


async def test_what_is_under_way_is_finished_when_the_process_is_told_to_stop(house: House) -> None:
    running = asyncio.create_task(house.carrier.run())
    started = asyncio.Event()
    house.platform.before = lambda key: started.set()
    await house.invite("s1")
    await asyncio.wait_for(started.wait(), HANG_S)

    running.cancel()
    await asyncio.gather(running, return_exceptions=True)

    assert len(house.platform.posts) == 1
    assert await house.store.under_way(["console"]) == []


async def test_a_whole_answer_is_marked_once(house: House) -> None:
    await house.invite("s1")
    for event in (Accepted(), Skipped(), Said("m1", "It is faster."), Finished(), Finished()):
        await house.screenings.handle("s1", event)
        await house.carrier.drain()

    session = await house.store.load("s1")
    assert [len(a.grades) for a in session.administrations] == [1, 0]


async def test_what_was_stored_although_the_database_seemed_to_fail_leaves_nothing_undone(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_worker, "BREATH_S", 0)
    real, doubtful = house.screenings.settle, iter([True])

    async def settle(*told: Any, **more: Any) -> Job | None:
        following = await real(*told, **more)
        if next(doubtful, False):
            raise ConnectionResetError
        return following

    monkeypatch.setattr(house.screenings, "settle", settle)
    for name in ("s1", "s2"):
        await house.invite(name)
        await house.screenings.handle(name, HelpAsked())
    with suppress(LostClaim):
        await house.carrier.drain()
    await asyncio.sleep(0.01)
    await house.carrier.drain()

    keys = [key for _, _, key in house.platform.posts]
    assert sorted(keys) == sorted(set(keys))
    assert len(keys) == 4


@pytest.mark.slow
async def test_answers_that_wait_for_a_slow_model_hold_no_invitation(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, waiting = asyncio.Event(), list[str]()

    async def slow(response: str, *_: Any) -> Grade:
        waiting.append(response)
        await go_on.wait()
        return Grade(None, (), (), Source.LLM, reasons=("too slow",))

    monkeypatch.setattr(house.judge, "grade", slow)
    many = SENDS_AT_ONCE + 36
    for n in range(many):
        await house.invite(f"s{n}")
        for event in (Accepted(), Skipped(), Said("m1", "It is faster."), Finished()):
            await house.screenings.handle(f"s{n}", event)
    running = asyncio.create_task(house.carrier.run())
    await until(lambda: len(waiting) == many)

    await house.invite("new")
    await until(lambda: [key for _, _, key in house.platform.posts if key.startswith("new/")])

    assert not go_on.is_set()
    go_on.set()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
