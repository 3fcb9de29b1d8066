"""Reading in processes of their own: the same marks, a limit that the system enforces, and nobody else waits."""

import asyncio
import os
import re
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import pytest

from bot.content.load import load
from bot.core.grading.grade import Source
from bot.core.grading.keywords import grade
from bot.core.screening.session import State
from bot.flow.jobs.perform import TOO_SLOW
from bot.flow.ports import TooSlow
from bot.judge.apart import Workers
from tests.conversations.stage import invite, on_stage
from tests.factories import an_item
from tests.judge.examples import RUBRIC
from tests.waiting import HANG_S, until

ANSWER = "It is faster, at 900 GB/s."
STUCK = {
    "in a pattern": (re.match, r"(x+x+)+y", "x" * 60),
    "in Python": (exec, "while True: pass"),
    "in a wait": (time.sleep, 3600.0),
}
ENDLESS = """
import asyncio, os
from bot.judge.apart import Workers

async def main() -> None:
    print(await Workers(many=1).do(os.getpid), flush=True)
    await asyncio.Event().wait()

if __name__ == "__main__":
    asyncio.run(main())
"""


@asynccontextmanager
async def workers(*documents: object, many: int = 1, cpu_s: float = 0.5, wall_s: float = 3.0) -> AsyncIterator[Workers]:
    made = Workers(documents, cpu_s, wall_s, many)  # type: ignore[arg-type] # documents, all of them
    try:
        yield made
    finally:
        await made.close()


async def test_a_worker_gives_the_same_marks_as_this_process() -> None:
    item = an_item("nvlink")
    async with workers(cpu_s=30) as apart:
        first = await apart.do(grade, ANSWER, item, RUBRIC)
        again = await apart.do(grade, ANSWER, item, RUBRIC)

    assert first == again == grade(ANSWER, item, RUBRIC)


async def test_documents_cross_once_and_those_told_beforehand_not_at_all() -> None:
    item, known = an_item("nvlink"), "list(__import__('bot.judge.apart', fromlist=['x'])._documents)"
    async with workers(RUBRIC, cpu_s=30) as apart:
        before = await apart.do(eval, known)
        await apart.do(grade, ANSWER, item, RUBRIC)
        after = await apart.do(eval, known)

    assert before == [RUBRIC.digest]
    assert set(after) == {RUBRIC.digest, item.digest}


async def test_what_a_worker_is_at_does_not_hold_up_the_end(tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    endless = f"import time; open({str(begun)!r}, 'w').close(); time.sleep(3600)"
    async with workers(wall_s=3600) as apart:
        at_it = asyncio.create_task(apart.do(exec, endless))
        await until(begun.exists)

    with pytest.raises(BrokenProcessPool):
        await asyncio.wait_for(at_it, HANG_S)


@pytest.mark.slow
@pytest.mark.parametrize("work", STUCK.values(), ids=STUCK)
async def test_what_takes_too_long_is_ended_and_the_next_is_read(work: tuple[object, ...]) -> None:
    async with workers(wall_s=1.0) as apart:
        with pytest.raises(TooSlow):
            await asyncio.wait_for(apart.do(*work), HANG_S)  # type: ignore[arg-type] # a function and its arguments

        assert await asyncio.wait_for(apart.do(len, "four"), HANG_S) == 4


async def test_others_are_read_while_one_is_stuck() -> None:
    async with workers(many=2, cpu_s=HANG_S, wall_s=HANG_S) as apart:
        stuck = asyncio.create_task(apart.do(time.sleep, 20.0))
        for _ in range(5):
            assert await apart.do(len, "four") == 4
        assert not stuck.done()
        stuck.cancel()
        with suppress(asyncio.CancelledError):
            await stuck


async def test_a_fault_of_the_work_is_told_as_it_is_and_costs_no_worker() -> None:
    async with workers() as apart:
        before = await apart.do(os.getpid)
        with pytest.raises(ZeroDivisionError):
            await apart.do(divmod, 1, 0)

        assert await apart.do(os.getpid) == before


async def test_workers_end_when_their_process_is_killed() -> None:
    program = await asyncio.create_subprocess_exec(sys.executable, "-c", ENDLESS, stdout=subprocess.PIPE)
    assert program.stdout is not None
    worker = int(await asyncio.wait_for(program.stdout.readline(), HANG_S))
    program.kill()
    await program.wait()

    def gone() -> bool:
        status = Path(f"/proc/{worker}/status")
        try:
            return "State:\tZ" in status.read_text()
        except FileNotFoundError:
            return True

    await until(gone)


@pytest.mark.slow
async def test_a_worker_with_the_whole_bank_ready_takes_at_most_150_mb() -> None:
    bank = load(None)
    plain = [item for item in bank.items.values() if not item.is_template]
    used = "__import__('resource').getrusage(__import__('resource').RUSAGE_SELF).ru_maxrss / 1024"
    async with workers(*plain, *(bank.rubrics[i.id] for i in plain), cpu_s=60, wall_s=HANG_S) as apart:
        answer = "It is faster, because more bytes a second cross. " * 800
        await apart.do(grade, answer, plain[0], bank.rubrics[plain[0].id])

        assert await apart.do(eval, used) < 150


async def test_an_answer_that_takes_too_long_is_left_to_a_person_and_the_candidate_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with on_stage(tmp_path / "viva.db") as stage:

        async def too_slow(*_: object) -> None:
            raise TooSlow("5 CPU seconds")

        monkeypatch.setattr(stage.judge, "grade", too_slow)
        await invite(stage)
        await stage.says("start", "A mail server.", "done", "x" + " " * 39_000 + "y", "done")

        session = await stage.session()
        assert session.state is State.ASKING
        marks = session.administrations[0].grade
        assert marks is not None
        assert (marks.score, marks.source, marks.reasons) == (None, Source.RULE, (TOO_SLOW,))
        assert marks.needs_person
