"""A thousand gradings through an endpoint that replies in every way known from the field, drawn from a seed.

Counted are verdicts that came and were not read, marks of zero that no grader gave, and changes of how the endpoint is
asked that stayed: each has to be 0.
"""

import asyncio
import random
from collections.abc import Iterator

from benchmarks.figure import Figure
from bot.core.bank.grader_curve import Calibration
from bot.core.grading.grade import Grade, Source, Spent
from bot.core.grading.keywords import grade as by_rules
from bot.judge.capabilities import Manner
from bot.judge.client import RequestLimits
from bot.judge.llm_grader import LlmJudge
from tests.judge.endpoint import Asked, Served, serving, verdict
from tests.judge.examples import ALL_FOUND, FAST, ITEM, RUBRIC, SLOW, SPLIT, STRONG
from tests.judge.judges import FREE, Memory
from tests.judge.replies import known, strange

GRADINGS = 1000
AT_ONCE = 20
ANSWERS = (STRONG, f"{FAST} {SLOW}", f"{FAST} {SPLIT}.", FAST)
FOUND = (ALL_FOUND, {"f1": FAST, "f2": SLOW}, {"f1": FAST, "f3": SPLIT, "f4": SPLIT}, {"f1": FAST})
SEED = 2026


def measure() -> Iterator[Figure | str]:
    """Yield what went wrong in a thousand gradings."""
    unread, zeros, graded, manner = asyncio.run(_soaked())
    read, earned = 1 - unread / GRADINGS, 1 - zeros / GRADINGS
    yield Figure("gradings with no verdict left unread", read, "", "all", 1.0, most=None, least=1.0)
    yield Figure("gradings without a zero by accident", earned, "", "all", 1.0, most=None, least=1.0)
    yield (
        "asked in the end as in the beginning"
        if manner == Manner()
        else f"DOES NOT HOLD: asked with {manner} in the end"
    )
    by_model = sum(grade.source is Source.LLM for grade in graded)
    yield f"{len(graded)} gradings, {by_model} by the model, {len(graded) - by_model} by the rules, a person is asked"


async def _soaked() -> tuple[int, int, list[Grade], Manner]:
    rng = random.Random(SEED)
    came: set[str] = set()
    faults = [served for served, _ in (*known.FAULTS.values(), *strange.UNREADABLE.values())]

    def script(body: Asked, _: int) -> Served:
        answer = body["messages"][1]["content"]
        number = next(n for n, text in enumerate(ANSWERS) if text in answer)
        if rng.random() < 0.5:
            came.add(answer)
            right = verdict(FOUND[number])
            return rng.choice([*known.readable(right).values(), *strange.readable(right).values()])
        return rng.choice(faults)

    async with serving(script) as scripted:
        limits = RequestLimits(timeout=20, retries=0, failures=10**6)
        judge = LlmJudge(scripted.endpoint(limits), Memory(), FREE, Calibration)
        turn = asyncio.Semaphore(AT_ONCE)

        async def one(number: int) -> tuple[str, Grade]:
            answer = f"{ANSWERS[number % len(ANSWERS)]} ({number})"
            async with turn:
                return answer, await judge.grade(answer, ITEM, RUBRIC, Spent(), Spent())

        pairs = await asyncio.gather(*(one(number) for number in range(GRADINGS)))
        unread = sum(grade.stand_in and any(answer in sent for sent in came) for answer, grade in pairs)
        zeros = sum(grade.score == 0 and by_rules(answer, ITEM, RUBRIC).score != 0 for answer, grade in pairs)
        return unread, zeros, [grade for _, grade in pairs], judge.endpoint.manner
