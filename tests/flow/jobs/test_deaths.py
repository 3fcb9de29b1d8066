"""An effect that takes its process down does so three times and no more; those beside it are not held to blame."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.core.grading.grade import Grade
from bot.core.person import Person
from bot.core.screening.effects import GradeResponse
from bot.core.screening.events import Accepted, Finished
from bot.core.screening.session import Place, State
from bot.flow.jobs import local_worker
from bot.flow.jobs.retries import MOST_DEATHS, SECOND_CHANCES
from bot.flow.messages import Message
from tests.conversations.stage import CANDIDATE, Clock, Platform, Screening, invite, on_stage
from tests.core.screenings import ROLE, SCREENER
from tests.waiting import HANG_S


class Died(BaseException):
    """The process is gone: nothing comes after this, no handler of errors either."""


class Deadly(Platform):
    """A platform that cannot bear one message: the process that posts it dies."""

    cause = ""

    async def post(self, to: Place, message: Message, key: str, unsure_since: object = None) -> str:
        if key == self.cause:
            raise Died
        return await super().post(to, message, key)


class Slow:
    """A grader that is never done."""

    def __init__(self) -> None:
        self.began = asyncio.Event()

    async def grade(self, *_: object) -> Grade:
        self.began.set()
        await asyncio.Event().wait()
        raise AssertionError("nobody sets it")


def dying(_: Grade) -> Grade:
    raise Died


@asynccontextmanager
async def a_process(file: Path, platform: Platform, clock: Clock) -> AsyncIterator[Screening]:
    """Start a process on what is stored; what it holds when the block ends is never given back."""
    async with on_stage(file, platform=platform, clock=clock) as stage:
        yield stage


async def test_an_answer_over_which_processes_die_goes_to_a_person_and_the_candidate_goes_on(tmp_path: Path) -> None:
    file, platform, clock = tmp_path / "viva.db", Platform(), Clock()
    async with a_process(file, platform, clock) as stage:
        await invite(stage)
        await stage.says("start", "A mail server.", "done", "It is faster.")
    for n in range(MOST_DEATHS):
        async with a_process(file, platform, clock) as stage:
            stage.judge.then = dying
            with pytest.raises(Died):
                await (stage.says("done") if n == 0 else stage.dispatcher.drain())

    async with a_process(file, platform, clock) as stage:
        stage.judge.then = dying
        await stage.dispatcher.drain()

        session = await stage.session()
        assert session.state is State.ASKING
        grade = session.administrations[0].grade
        assert grade is not None
        assert (grade.score, grade.needs_person) == (None, True)
        assert len(session.administrations) == 2


async def die(file: Path, platform: Deadly, clock: Clock) -> None:
    """Let processes die over a message until it is left alone."""
    for _ in range(MOST_DEATHS):
        async with a_process(file, platform, clock) as stage:
            with pytest.raises(Died):
                await stage.dispatcher.drain()


async def a_deadly_message(file: Path, platform: Deadly, clock: Clock) -> None:
    """Order the message that nobody can send, and let processes die over it until it is left alone."""
    async with a_process(file, platform, clock) as stage:
        await invite(stage)
        await stage.screenings.handle("s1", Accepted())
    platform.cause = "s1/2/0"
    await die(file, platform, clock)


async def test_a_message_that_others_killed_its_process_over_is_sent_after_a_while(tmp_path: Path) -> None:
    file, platform, clock = tmp_path / "viva.db", Deadly(), Clock()
    await a_deadly_message(file, platform, clock)
    platform.cause = ""
    async with a_process(file, platform, clock) as stage:
        await stage.dispatcher.drain()
        (waiting,) = await stage.store.parked()
        assert (waiting.state, waiting.fault) == ("waits", "ProcessDied")
        clock.forward(seconds=SECOND_CHANCES[0].total_seconds())
        await stage.dispatcher.drain()

        assert [key for _, _, key in platform.posts][-1] == "s1/2/0"
        assert await stage.store.parked() == []


async def test_a_message_over_which_processes_die_waits_for_the_operator(tmp_path: Path) -> None:
    file, platform, clock = tmp_path / "viva.db", Deadly(), Clock()
    await a_deadly_message(file, platform, clock)
    for chance in SECOND_CHANCES:
        async with a_process(file, platform, clock) as stage:
            await stage.dispatcher.drain()
        clock.forward(seconds=chance.total_seconds())
        await die(file, platform, clock)

    async with a_process(file, platform, clock) as stage:
        await stage.dispatcher.drain()
        (stuck,) = await stage.store.parked()
        assert (stuck.key, stuck.state, stuck.fault) == ("s1/2/0", "failed", "ProcessDied")
        assert "Everything you wrote is safe" in platform.to(CANDIDATE)[-1]

        platform.cause = ""
        assert await stage.store.retry(stuck.id, clock.now(), SCREENER)
        await stage.dispatcher.drain()
        assert [key for _, _, key in platform.posts][-1] == "s1/2/0"
        assert await stage.store.parked() == []


async def test_what_was_under_way_beside_it_is_carried_out(tmp_path: Path) -> None:
    file, platform, clock = tmp_path / "viva.db", Deadly(), Clock()
    async with a_process(file, platform, clock) as stage:
        for name in ("s1", "s2"):
            lee, hiring = Person("console", name, name), Place("console", "hiring")
            await stage.screenings.invite(name, ROLE, candidate=lee, hiring=hiring, invited_by=SCREENER, seed="7")
    platform.cause = "s1/0/0"
    for _ in range(MOST_DEATHS):
        async with a_process(file, platform, clock) as stage:
            assert await stage.store.claim("s2", clock.now()) is not None
            with pytest.raises(Died):
                await stage.dispatcher.drain()

    async with a_process(file, platform, clock) as stage:
        await stage.dispatcher.drain()

        assert [(e.key, e.fault) for e in await stage.store.parked()] == [("s1/0/0", "ProcessDied")]
        assert [key for _, _, key in platform.posts if key.startswith("s2")] == ["s2/0/0"]


async def test_a_process_that_is_told_to_stop_has_died_over_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_worker, "HAND_BACK_S", 0)
    file, platform, clock = tmp_path / "viva.db", Platform(), Clock()
    async with a_process(file, platform, clock) as stage:
        await invite(stage)
        await stage.says("start", "A mail server.", "done", "It is faster.")
        await stage.screenings.handle("s1", Finished())
    for _ in range(MOST_DEATHS + 1):
        async with a_process(file, platform, clock) as stage:
            slow = Slow()
            monkeypatch.setattr(stage.judge, "grade", slow.grade)
            working = asyncio.create_task(stage.dispatcher.run())
            await asyncio.wait_for(slow.began.wait(), HANG_S)
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)

    async with a_process(file, platform, clock) as stage:
        job = await stage.store.claim("s1", clock.now())
        assert job is not None
        assert (job.effect, job.deaths) == (GradeResponse(1), 0)
