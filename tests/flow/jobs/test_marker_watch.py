"""A model is watched: the frozen set once a day, by one process, and what came of it is told."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from bot.content.files.roots import content_roots
from bot.content.load import load
from bot.core.bank.grader_curve import Admission
from bot.core.bank.item import Bank, Item
from bot.core.bank.rubric import Rubric
from bot.core.calibration.frozen_set import digest_of
from bot.core.grading.grade import Grade, Source, Spent
from bot.flow.jobs.marker_check import marked_by
from bot.flow.jobs.marker_watch import DayOfMarking, MarkerWatch, last_marking

BEGAN = datetime(2026, 12, 1, 9, tzinfo=UTC)


class Reader:
    """A model that gives every answer a share of its length, less what it has become harder by."""

    def __init__(self) -> None:
        self.harder = 0.0
        self.asked = 0

    async def grade(self, response: str, item: Item, rubric: Rubric, session: Spent, day: Spent, *_: object) -> Grade:
        self.asked += 1
        score = min(1.0, len(response) / 1500) * (1 - self.harder)
        return Grade(score, (), (), Source.LLM, raw_score=score)


class Clock:
    def __init__(self) -> None:
        self.at = BEGAN

    def now(self) -> datetime:
        return self.at


class Kept:
    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    async def recall(self, request: str) -> str | None:
        return self.texts.get(request)

    async def keep(self, request: str, reply: str, answer: str) -> None:
        self.texts.setdefault(request, reply)


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load(content_roots())


async def admitted(reader: Reader, bank: Bank) -> Admission:
    import asyncio

    marks = await marked_by(reader, bank, asyncio.Semaphore(4))
    return Admission(
        model="m", prompt="p", frozen=digest_of(bank), answers=len(marks.scores), rmse=0.1, far_off=0.0,
        lowest_model_answer=0.9, scores=marks.scores, admitted_on=date(2026, 11, 30),
    )  # fmt: skip


async def watched(bank: Bank) -> tuple[MarkerWatch, Reader, Clock, Kept, list[DayOfMarking]]:
    reader, clock, kept, told = Reader(), Clock(), Kept(), list[DayOfMarking]()
    admission = await admitted(reader, bank)
    reader.asked = 0
    watch = MarkerWatch(reader, lambda: admission, lambda: bank, kept, clock, "one", told.append)
    return watch, reader, clock, kept, told


async def test_the_frozen_set_is_marked_once_a_day_whoever_asks(bank: Bank) -> None:
    watch, reader, clock, _, told = await watched(bank)
    await watch.look()
    once = reader.asked
    await watch.look()
    await replace(watch, own="another").look()
    assert reader.asked == once > 20
    clock.at += timedelta(days=1)
    await replace(watch, own="another").look()

    assert reader.asked == 2 * once
    assert [day.found.beyond_noise for day in told] == [False, False]


async def test_a_model_that_has_become_harder_is_told_of_with_the_last_good_day(
    bank: Bank, caplog: pytest.LogCaptureFixture
) -> None:
    watch, reader, clock, kept, told = await watched(bank)
    await watch.look()
    reader.harder = 0.4
    for _ in range(2):
        clock.at += timedelta(days=1)
        await watch.look()

    assert [(d.on.day, d.found.beyond_noise, d.well.day) for d in told] == [(1, False, 1), (2, True, 1), (3, True, 1)]
    assert "viva regrade --since 2026-12-01" in caplog.text
    admission = watch.admission()
    assert admission is not None
    assert await last_marking(kept, admission, clock.now().date()) == told[-1]


async def test_nobody_marks_where_no_model_is_admitted_or_the_frozen_set_has_changed(bank: Bank) -> None:
    watch, reader, _, _, _ = await watched(bank)
    admission = watch.admission()
    assert admission is not None

    assert await replace(watch, admission=lambda: None).look() is None
    changed = admission.model_copy(update={"frozen": "other"})
    assert await replace(watch, admission=lambda: changed).look() is None
    assert reader.asked == 0
