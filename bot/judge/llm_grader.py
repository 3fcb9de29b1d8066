"""The LLM grader: reads by the model, checks in code, spend limit, fallback to the rules.

Whatever happens, an answer leaves here with a grade that says what it rests on. When the model is not
there the rules stand in, and say so; nothing is ever marked zero because a machine failed.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import Protocol

from bot.core.bank.grader_curve import Calibration, Curve
from bot.core.bank.item import Item
from bot.core.bank.rubric import Rubric
from bot.core.bank.samples import Sample, SampleKind
from bot.core.grading.grade import UNPROVEN, Call, Grade, ModelReading, Spent
from bot.core.grading.keywords import grade as grade_by_rules
from bot.core.grading.reconcile import OTHERS_AGREE, PANEL_AGREES, median_first, reconcile, wants_second
from bot.judge.capabilities import Format
from bot.judge.client import OK, Endpoint, Reply
from bot.judge.here import Apart, Here
from bot.judge.prompt import ENGLISH, Prompt, prompt, recipe
from bot.judge.replies.faults import ReplyFault, Unread
from bot.judge.replies.verdict import read_verdict
from bot.judge.spend_limit import SpendLimit

VERSION = "3"
"""Changes whenever the same reply may get another mark."""
ATTEMPTS = 2
"""Replies asked for before the rules stand in: a model that broke off once may not do so twice."""
WORTH_ASKING_AGAIN = {
    ReplyFault.CUT,
    ReplyFault.EMPTY,
    ReplyFault.NOT_JSON,
    ReplyFault.WRONG_SHAPE,
    ReplyFault.TWO_VERDICTS,
}

ANCHORS = (SampleKind.MIDDLING, SampleKind.WRONG)
"""Kinds of marked answers that a model is shown: where half of it is, and what fluent nonsense earns."""
NOT_ADMITTED = "this model was not admitted as a marker"
STANDS_IN = "marked by the rules only: {}"
NO_BUDGET = "the budget for the model is used up"
NO_SCHEMA = "the model was held to its shape by {} only"
NO_SECOND = "the suggestion hangs on this mark, and no second reading came back"
NO_PANEL = "{} of {} models of the panel read this answer"
TOO_LONG = "the model was given only the beginning of this very long answer"


@dataclass(frozen=True)
class ReadingPlan:
    """What a model is shown beside an item, in which language it writes, and who reads a doubtful answer again."""

    anchors: Callable[[str], Sequence[Sample]] = lambda _: ()
    """Marked answers to an item, by its id."""
    language: str = ENGLISH
    second: Endpoint | None = None
    """Another model for second readings; None has the same one read again, at a temperature."""
    panel: tuple[Endpoint, ...] = ()
    """Up to two more models that read every answer; the middle of their scores counts."""
    unproven: bool = True
    """Whether models may mark that were not admitted; it is said beside their marks."""


class ReplyMemory(Protocol):
    """Replies by request, kept: the same answer, asked about in the same way, gets the same mark."""

    async def recall(self, request: str) -> str | None:
        """Return the kept reply to an equal request."""

    async def keep(self, request: str, reply: str, answer: str) -> None:
        """Keep a reply that was a verdict on an answer; the first one stays."""


HERE = Here()


class LlmJudge:
    """Marks answers with a model and the rules together.

    apart: does whatever reads a candidate's text.
    calibration: the curves in use, asked for at each answer, as they may be learnt while a service runs.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        replies: ReplyMemory,
        budget: SpendLimit,
        calibration: Callable[[], Calibration],
        apart: Apart = HERE,
        plan: ReadingPlan | None = None,
    ) -> None:
        self._plan = plan or ReadingPlan()
        self._endpoint = endpoint
        self._replies = replies
        self._budget = budget
        self._calibration = calibration
        self._apart = apart

    @property
    def endpoint(self) -> Endpoint:
        """Return what is asked, with what was learnt of how to ask it."""
        return self._endpoint

    async def grade(
        self, response: str, item: Item, rubric: Rubric, session: Spent, day: Spent, near: Sequence[float] = ()
    ) -> Grade:
        """Return the grade that counts, with every request that it took.

        session, day: what was spent before on this screening and today. near: scores near which a second reading is
        asked for. Raises TooSlow.
        """
        rules = await self._apart.do(grade_by_rules, response, item, rubric)
        if not response.strip():
            return rules
        if not self._may_mark(self._endpoint):
            return _stand_in(rules, NOT_ADMITTED, ())
        if self._budget.used_up(session, day):
            return _stand_in(rules, NO_BUDGET, ())
        asked = await self.prompt_of(response, item, rubric)
        assert asked is not None, "there are words, and the model may mark them"
        until = monotonic() + self._endpoint.deadline
        first, calls = await self._reading(self._endpoint, asked, response, rubric, 1, until)
        if isinstance(first, Unread):
            return _stand_in(rules, first.fault.value, calls)
        readings = [self._by(self._endpoint, first, rules)]
        readers = self._others(first, near)
        reads = [
            self._reading(reader, asked, response, rubric, run, until)
            for run, reader in enumerate(readers, 1 if self._plan.panel else 2)
        ]
        for reader, (again, more) in zip(readers, await asyncio.gather(*reads), strict=True):
            calls += more
            if isinstance(again, Grade):
                readings.append(self._by(reader, again, rules))
        readings = median_first(self._with_doubts(readings, len(readers)))
        grade = reconcile(rules, readings, self._curve(dict(readings[0].recipe)["model"]), agree=self._agree)
        if len(readings) > 1:
            told = tuple(ModelReading(dict(r.recipe)["model"], r.score) for r in readings)
            grade = replace(grade, readings=told)
        return self._told(grade, asked, calls)

    async def prompt_of(self, response: str, item: Item, rubric: Rubric) -> Prompt | None:
        """Return what the first reading of an answer asks; None where no model is asked. Raises TooSlow."""
        if not response.strip() or not self._may_mark(self._endpoint):
            return None
        anchors = self._anchors(response, item, rubric)
        return await self._apart.do(prompt, response, item, rubric, anchors, self._plan.language)

    async def close(self) -> None:
        """Close the connections."""
        for endpoint in (self._endpoint, self._plan.second, *self._plan.panel):
            if endpoint is not None:
                await endpoint.close()

    def _curve(self, model: str) -> Curve | None:
        return self._calibration().curve_for(model, recipe())

    def _is_proven(self, reader: Endpoint) -> bool:
        return self._calibration().admission_of(reader.model, recipe()) is not None

    def _may_mark(self, reader: Endpoint) -> bool:
        return self._plan.unproven or self._is_proven(reader)

    @property
    def _agree(self) -> float:
        """Return how far readings may be apart that are called the same."""
        return PANEL_AGREES if self._plan.panel else OTHERS_AGREE

    def _others(self, first: Grade, near: Sequence[float]) -> tuple[Endpoint, ...]:
        """Return who else reads the answer: the panel, or one more where the suggestion hangs on the score."""
        if self._plan.panel:
            return tuple(reader for reader in self._plan.panel if self._may_mark(reader))
        curve = self._curve(self._endpoint.model)
        score = curve.recalibrated(first.score) if curve and first.score is not None else first.score
        second = self._plan.second
        again = second if second is not None and self._may_mark(second) else self._endpoint
        return (again,) if wants_second(score, near) else ()

    def _by(self, reader: Endpoint, reading: Grade, rules: Grade) -> Grade:
        """Return a reading with what it was made with."""
        curve = self._curve(reader.model)
        notes = reading.notes if self._is_proven(reader) else (*reading.notes, UNPROVEN)
        return replace(reading, recipe=self._recipe(reader, rules, curve), notes=notes)

    def _with_doubts(self, readings: list[Grade], wanted: int) -> list[Grade]:
        """Return the readings, with a reason for a person where a reading that was wanted did not come."""
        missing = wanted + 1 - len(readings)
        if not missing:
            return readings
        if self._plan.panel and len(readings) > 1:
            note = NO_PANEL.format(len(readings), wanted + 1)
            return [replace(readings[0], notes=(*readings[0].notes, note)), *readings[1:]]
        return [replace(readings[0], reasons=(*readings[0].reasons, NO_SECOND)), *readings[1:]]

    def _anchors(self, response: str, item: Item, rubric: Rubric) -> tuple[Sample, ...]:
        """Return a middling and a wrong answer that people marked; never the one to mark, nor with others' numbers."""
        if rubric.own is not None or item.is_template:
            return ()
        others = [sample for sample in self._plan.anchors(item.id) if sample.answer.strip() != response.strip()]
        chosen = (next((s for s in others if s.kind is kind), None) for kind in ANCHORS)
        return tuple(sample for sample in chosen if sample is not None)

    async def _reading(
        self, endpoint: Endpoint, asked: Prompt, response: str, rubric: Rubric, run: int, until: float
    ) -> tuple[Grade | Unread, tuple[Call, ...]]:
        """Return the model's grade, or why there is none, with the requests made for it."""
        request = endpoint.request(asked, run)
        kept = await self._replies.recall(request)
        if kept is not None:
            verdict = await self._apart.do(read_verdict, kept, response, rubric)
            if isinstance(verdict, Grade):
                return verdict, (Call(endpoint.model, request, OK, reply=kept, recalled=True),)
        calls: tuple[Call, ...] = ()
        unread = Unread(ReplyFault.TOO_SLOW)
        for _ in range(ATTEMPTS):
            left = until - monotonic()
            if left <= 0:
                break
            reply = await endpoint.ask(asked, run, within=left, roomy=unread.fault is ReplyFault.CUT)
            fault = reply.fault
            if reply.text is not None:
                verdict = await self._apart.do(read_verdict, reply.text, response, rubric)
                if isinstance(verdict, Grade):
                    await self._replies.keep(request, reply.text, response)
                    return _held(verdict, reply), (*calls, replace(reply.call, outcome=OK))
                fault = fault or verdict.fault
            assert fault is not None
            calls = (*calls, replace(reply.call, outcome=fault.value))
            unread = Unread(fault)
            if fault not in WORTH_ASKING_AGAIN:
                break
        return unread, calls

    def _recipe(self, reader: Endpoint, rules: Grade, curve: Curve | None) -> tuple[tuple[str, str], ...]:
        beside = dict(rules.recipe)
        return (
            ("grader", f"llm {VERSION}"),
            ("model", reader.model),
            ("parameters", str(reader.manner)),
            ("prompt", recipe()),
            ("rubric", beside["rubric"]),
            ("beside", beside["grader"]),
            ("recalibration", curve.digest if curve else "none"),
        )

    def _told(self, grade: Grade, asked: Prompt, calls: Sequence[Call]) -> Grade:
        """Return the grade with what a reader should know of how it was come by."""
        reasons = (*grade.reasons, TOO_LONG) if asked.cut else grade.reasons
        return replace(grade, reasons=reasons, calls=tuple(calls))


def _held(verdict: Grade, reply: Reply) -> Grade:
    """Return the verdict, with a note where nothing but the prompt or JSON mode held the model to its shape."""
    if reply.manner is None or reply.manner.format is Format.SCHEMA:
        return verdict
    return replace(verdict, notes=(*verdict.notes, NO_SCHEMA.format(reply.manner.format)))


def _stand_in(rules: Grade, why: str, calls: tuple[Call, ...]) -> Grade:
    """Return the rules' grade in the model's place: a person is asked for until the model has marked it."""
    return replace(rules, reasons=(STANDS_IN.format(why), *rules.reasons), stand_in=True, calls=calls)
