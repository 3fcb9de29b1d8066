"""Answers in bulk: matched by name, checked as always; what did not come is asked for singly, and nothing is left."""

import asyncio
import json
from collections.abc import Sequence

import pytest

from bot.core.bank.grader_curve import Calibration
from bot.core.grading.grade import Source, Spent
from bot.judge.bulk import MOST_LOST, BulkMemory, NoBulkError, Unmarked, fetch
from bot.judge.llm_grader import LlmJudge
from tests.judge.bulk_endpoint import BulkEndpoint, serving_bulk
from tests.judge.endpoint import Asked, Served, full_marks, refused, said
from tests.judge.examples import ITEM, RUBRIC, STRONG
from tests.judge.judges import FREE, Memory

ANSWERS = tuple(f"{STRONG} That is case {n}." for n in range(4))
WANTED = [Unmarked(answer, ITEM, RUBRIC) for answer in ANSWERS]


def reads(body: Asked) -> Served:
    """Find everything, in a quote that only the answer asked about has."""
    case = next(n for n in range(9) if f"That is case {n}." in body["messages"][1]["content"])
    return said(full_marks(RUBRIC, f"That is case {case}."))


def judge_of(bulk: BulkEndpoint, ahead: BulkMemory) -> LlmJudge:
    return LlmJudge(bulk.endpoint(), ahead, FREE, lambda: Calibration())


async def quotes(judge: LlmJudge, answers: Sequence[str] = ANSWERS) -> list[str]:
    """Return the first quote of each answer's marks."""
    grades = [await judge.grade(answer, ITEM, RUBRIC, Spent(), Spent()) for answer in answers]
    assert {grade.source for grade in grades} == {Source.LLM}
    return [grade.ratings[0].evidence[0].quote for grade in grades]


async def test_each_answer_gets_its_own_reply_whatever_their_order_and_nobody_is_asked_again() -> None:
    async with serving_bulk(BulkEndpoint(reads)) as bulk:
        ahead = BulkMemory(Memory())
        judge = judge_of(bulk, ahead)
        came = await fetch(judge, ahead, WANTED, poll_s=0)

        assert (came.sent, came.verdicts, came.paid.tokens) == (4, 4, 4 * 1100)
        assert await quotes(judge) == [f"That is case {n}" for n in range(4)]
        await judge.close()

    assert bulk.asked_singly == []
    assert bulk.files == {}, "nothing of a candidate's stays at the provider"


async def test_a_line_is_the_request_that_would_be_sent_singly() -> None:
    async with serving_bulk(BulkEndpoint(reads)) as bulk:
        ahead = BulkMemory(Memory())
        judge = judge_of(bulk, ahead)
        await fetch(judge, ahead, WANTED[:1], poll_s=0)
        other = judge_of(bulk, BulkMemory(Memory()))
        await quotes(other, ANSWERS[:1])
        await judge.close()
        await other.close()

    assert [line["body"] for line in bulk.lines] == bulk.asked_singly


async def test_what_is_kept_already_is_not_sent_and_what_came_is_kept() -> None:
    async with serving_bulk(BulkEndpoint(reads)) as bulk:
        memory = Memory()
        for sent in (4, 0):
            ahead = BulkMemory(memory)
            judge = judge_of(bulk, ahead)
            assert (await fetch(judge, ahead, WANTED, poll_s=0)).sent == sent
            await judge.close()


@pytest.mark.parametrize(
    "garble",
    [
        lambda lines: lines[:2],
        lambda lines: [lines[0], lines[1], "no JSON", json.dumps(["x"])],
        lambda lines: [
            lines[0],
            lines[1],
            *(line.replace('"status_code": 200', '"status_code": 500') for line in lines),
        ],
        lambda lines: [lines[0], lines[1], *(line.replace("custom_id", "other_id") for line in lines[2:])],
    ],
)
async def test_what_did_not_come_is_asked_for_singly(garble: object) -> None:
    async with serving_bulk(BulkEndpoint(reads, garble=garble)) as bulk:  # type: ignore[arg-type]
        ahead = BulkMemory(Memory())
        judge = judge_of(bulk, ahead)
        came = await fetch(judge, ahead, WANTED, poll_s=0)

        assert came.verdicts == 2
        assert await quotes(judge) == [f"That is case {n}" for n in range(4)]
        await judge.close()
    assert len(bulk.asked_singly) == 2


async def test_a_reply_that_is_no_verdict_is_asked_for_singly() -> None:
    async with serving_bulk(BulkEndpoint(lambda _: said("I would rather not."))) as bulk:
        ahead = BulkMemory(Memory())
        judge = judge_of(bulk, ahead)
        came = await fetch(judge, ahead, WANTED, poll_s=0)
        await judge.close()

    assert (came.sent, came.verdicts) == (4, 0)
    assert ahead.came == {}


@pytest.mark.parametrize(
    ("made", "told"),
    [
        ({"refuses": 404}, "takes no requests in bulk (status 404)"),
        ({"refuses": 501}, "takes no requests in bulk (status 501)"),
        ({"statuses": ["failed"]}, "did not carry the bulk out (failed)"),
        ({"statuses": ["lost"] * MOST_LOST}, "no longer says"),
    ],
)
async def test_an_endpoint_without_bulk_is_told_of_in_words(made: dict[str, object], told: str) -> None:
    async with serving_bulk(BulkEndpoint(reads, **made)) as bulk:  # type: ignore[arg-type]
        ahead = BulkMemory(Memory())
        judge = judge_of(bulk, ahead)
        with pytest.raises(NoBulkError, match=told.replace("(", r"\(").replace(")", r"\)")):
            await fetch(judge, ahead, WANTED, poll_s=0)
        await judge.close()

    assert bulk.files == {}


async def test_an_endpoint_that_says_something_else_is_told_of_too() -> None:
    async with serving_bulk(BulkEndpoint(reads, statuses=["lost", "in_progress", "completed"])) as bulk:
        ahead = BulkMemory(Memory())
        judge = judge_of(bulk, ahead)
        assert (await fetch(judge, ahead, WANTED, poll_s=0)).verdicts == 4, "one lost question is no end"
        await judge.close()


async def test_whoever_breaks_off_leaves_nothing_behind() -> None:
    async with serving_bulk(BulkEndpoint(reads, statuses=["in_progress"])) as bulk:
        ahead = BulkMemory(Memory())
        judge = judge_of(bulk, ahead)
        task = asyncio.create_task(fetch(judge, ahead, WANTED, poll_s=0))
        await bulk.polled.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await judge.close()

    assert bulk.cancelled == ["b1"]
    assert bulk.files == {}


async def test_no_model_is_asked_about_an_empty_answer() -> None:
    async with serving_bulk(BulkEndpoint(lambda _: refused("never asked"))) as bulk:
        ahead = BulkMemory(Memory())
        judge = judge_of(bulk, ahead)
        assert (await fetch(judge, ahead, [Unmarked("  ", ITEM, RUBRIC)], poll_s=0)).sent == 0
        await judge.close()
    assert bulk.lines == []
