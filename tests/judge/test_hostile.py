"""Hundreds of gradings through an endpoint that does everything wrong: none raises, none is zero by accident."""

import asyncio
import json
import random  # noqa: TID251 - the mixture is drawn from a seed

import pytest

from bot.core.bank.grader_curve import Calibration
from bot.core.grading.grade import Grade, Source, Spent
from bot.core.grading.keywords import grade as by_rules
from bot.judge.client import RequestLimits
from bot.judge.llm_grader import LlmJudge
from tests.judge.endpoint import Asked, Served, full_marks, refused, said, serving, verdict
from tests.judge.examples import FAST, ITEM, RUBRIC, SLOW, SPLIT, STRONG
from tests.judge.judges import FREE, Memory
from tests.waiting import HANG_S

GRADINGS = 300
"""A benchmark, `hostile_endpoint`, takes a thousand."""
AT_ONCE = 40
ANSWERS = (STRONG, FAST, SLOW, f"{FAST} {SPLIT}.", "I do not know.", "PCIe is faster than NVLink.")
RIGHT = verdict({"f1": FAST, "f3": SPLIT, "f4": SPLIT}, flags={"figures": FAST})


def _mixture(rng: random.Random) -> Served:
    """Return anything that an endpoint has ever been seen to do, and worse."""
    garbage = "".join(chr(rng.randrange(32, 0x2FFF)) for _ in range(rng.randrange(1, 400)))
    choices = (
        lambda: said(RIGHT),
        lambda: said(RIGHT[: rng.randrange(len(RIGHT))]),
        lambda: said(full_marks(RUBRIC, garbage)),
        lambda: said(full_marks(RUBRIC, "NVLink has 18 links")),
        lambda: said(RIGHT.replace("f3", rng.choice(["f9", "5", "f", ""]))),
        lambda: said(json.dumps({"score": rng.random()})),
        lambda: said(garbage),
        lambda: said(None, refusal="I cannot."),
        lambda: said(RIGHT, finish=rng.choice(["length", "content_filter"])),
        lambda: said(""),
        lambda: said(RIGHT, usage=False),
        lambda: Served("<html>502</html>", rng.choice([200, 502]), {"content-type": "text/html"}),
        lambda: Served(garbage),
        lambda: Served('{"choices": []}'),
        lambda: refused(garbage, status=rng.choice([400, 401, 404, 408, 409, 422, 429, 500, 503])),
        lambda: refused("slow down", status=429, **{"retry-after-ms": "1"}),
        lambda: Served("{}", delay=HANG_S),
    )
    return rng.choice(choices)()


def _proven(grade: Grade, answer: str) -> bool:
    proofs = [e for r in grade.ratings for e in r.evidence] + [f.evidence for f in grade.flags]
    return all(answer[p.start : p.end] == p.quote for p in proofs)


@pytest.mark.slow
async def test_every_grading_ends_graded_or_with_a_person_asked_for() -> None:
    rng = random.Random(2026)

    def script(_: Asked, __: int) -> Served:
        return _mixture(rng)

    async with serving(script) as scripted:
        limits = RequestLimits(timeout=2.0, retries=1, failures=50, rest=0.05)
        judge = LlmJudge(scripted.endpoint(limits), Memory(), FREE, Calibration)
        turn = asyncio.Semaphore(AT_ONCE)

        async def one(number: int) -> tuple[str, Grade]:
            answer = f"{ANSWERS[number % len(ANSWERS)]} ({number})"
            async with turn:
                return answer, await judge.grade(answer, ITEM, RUBRIC, Spent(), Spent())

        graded = await asyncio.gather(*(one(number) for number in range(GRADINGS)))

    for answer, grade in graded:
        rules = by_rules(answer, ITEM, RUBRIC)
        assert _proven(grade, answer)
        if grade.source is Source.LLM:
            assert grade.calls[-1].outcome == "ok"
            assert grade.score is not None
        else:
            assert grade.score == rules.score
            assert grade.needs_person
    assert sum(g.source is Source.LLM for _, g in graded) > GRADINGS / 20
