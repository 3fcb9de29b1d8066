"""One session's effects in their order: tried again for longer and longer, and at last left to an operator."""

from datetime import timedelta

import pytest

from bot.core.errors import DiskFull
from bot.core.screening import effects as x
from bot.core.screening.effects import Topic
from bot.flow.jobs.perform import LostClaim, Performer
from bot.flow.jobs.retries import RETRIES, JobRunner
from bot.flow.ports import ChatError
from tests.conversations.stage import Screening
from tests.flow.jobs.orders import claimed, invited, ordered

HELP = x.Tell(Topic.HELP)
AWAY = ChatError("no answer")


@pytest.fixture
def work(stage: Screening, performer: Performer) -> JobRunner:
    return JobRunner(stage.store, performer, stage.clock)


async def next_due(stage: Screening) -> timedelta:
    due = await stage.store.next_due(["console"])
    assert due is not None
    return due - stage.clock.now()


async def failed(stage: Screening) -> int:
    return (await stage.store.counts()).effects.get("failed", 0)


async def test_all_that_is_due_is_done_in_its_order(stage: Screening, work: JobRunner) -> None:
    await invited(stage)
    await ordered(stage, HELP, x.Tell(Topic.READING), HELP)

    await work.on(stage.id)

    keys = [key for _, _, key in stage.platform.posts]
    assert len(keys) == 3
    assert keys == sorted(keys)
    assert await stage.store.ready(stage.clock.now(), ["console"]) == []


async def test_waits_grow_from_seconds_to_hours_and_then_an_operator_is_needed(
    stage: Screening, work: JobRunner
) -> None:
    await invited(stage)
    await ordered(stage, HELP)
    waits = []
    for _ in RETRIES:
        stage.platform.faults = [AWAY]
        await work.on(stage.id)
        waits.append(await next_due(stage))
        stage.clock.forward(seconds=waits[-1].total_seconds())
    assert waits == list(RETRIES) == sorted(RETRIES)
    assert await failed(stage) == 0

    stage.platform.faults = [AWAY]
    await work.on(stage.id)

    assert await failed(stage) == 1
    assert stage.platform.posts == []


async def test_a_platform_that_names_a_time_is_asked_again_then(stage: Screening, work: JobRunner) -> None:
    await invited(stage)
    await ordered(stage, HELP)
    stage.platform.faults = [ChatError("busy", retry_after_s=77)]

    await work.on(stage.id)

    assert await next_due(stage) == timedelta(seconds=77)


async def test_what_waits_for_another_try_holds_up_what_is_behind_it(stage: Screening, work: JobRunner) -> None:
    await invited(stage)
    await ordered(stage, HELP, HELP)
    stage.platform.faults = [AWAY]

    await work.on(stage.id)
    assert stage.platform.posts == []
    stage.clock.forward(seconds=RETRIES[0].total_seconds())
    await work.on(stage.id)

    assert len(stage.platform.posts) == 2


async def test_what_is_refused_for_good_is_not_tried_again(stage: Screening, work: JobRunner) -> None:
    await invited(stage)
    await ordered(stage, x.PostSummary())
    stage.platform.faults = [ChatError("gone", permanent=True)]

    await work.on(stage.id)

    assert await failed(stage) == 1


@pytest.mark.parametrize(("effect", "told"), [(x.AskPractice(), True), (HELP, False)])
async def test_only_whoever_waits_for_it_hears_that_it_takes_longer(
    stage: Screening, work: JobRunner, effect: x.Effect, told: bool
) -> None:
    await invited(stage)
    await ordered(stage, effect)
    for wait in (*RETRIES, timedelta(0)):
        stage.platform.faults = [AWAY]
        await work.on(stage.id)
        stage.clock.forward(seconds=wait.total_seconds())

    assert [key.endswith("/delayed") for _, _, key in stage.platform.posts] == [True] * told


async def test_a_fault_that_is_no_chats_is_tried_again_too(
    stage: Screening, work: JobRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    await invited(stage)
    await ordered(stage, HELP)

    async def breaks(*_: object, **__: object) -> str:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(stage.platform, "post", breaks)
        await work.on(stage.id)
    assert await next_due(stage) == RETRIES[0]

    stage.clock.forward(seconds=RETRIES[0].total_seconds())
    await work.on(stage.id)
    assert len(stage.platform.posts) == 1


async def test_what_a_dead_process_held_is_taken_over_by_whoever_is_alone(stage: Screening, work: JobRunner) -> None:
    await invited(stage)
    await claimed(stage, HELP)

    await work.on(stage.id)
    assert stage.platform.posts == []
    await work.on(stage.id, alone=True)

    assert len(stage.platform.posts) == 1


async def test_what_was_settled_although_it_failed_is_said_to_be_lost(
    stage: Screening, work: JobRunner, performer: Performer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await invited(stage)
    await ordered(stage, HELP)
    settle = stage.screenings.settle

    async def settles_and_fails(*given: object, **more: object) -> None:
        await settle(*given, **more)  # type: ignore[arg-type] # whatever it takes
        raise ConnectionResetError

    monkeypatch.setattr(stage.screenings, "settle", settles_and_fails)
    with pytest.raises(LostClaim):
        await work.on(stage.id)

    assert len(stage.platform.posts) == 1
    assert await stage.store.ready(stage.clock.now(), ["console"]) == []


async def test_a_database_that_is_away_is_no_fault_of_an_effect(
    stage: Screening, work: JobRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    await invited(stage)
    await ordered(stage, HELP)

    async def settle(*_: object, **__: object) -> None:
        raise DiskFull("viva.db: there is no room")

    with monkeypatch.context() as full:
        full.setattr(stage.screenings, "settle", settle)
        for _ in range(3 * len(RETRIES)):
            with pytest.raises(DiskFull):
                await work.on(stage.id, alone=True)
    assert len(stage.platform.posts) == 1
    await work.on(stage.id, alone=True)

    assert len(stage.platform.posts) == 1
    assert await failed(stage) == 0
    assert await stage.store.parked() == []
