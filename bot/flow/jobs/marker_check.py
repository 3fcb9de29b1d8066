"""Has a model mark the frozen set: once to be admitted, then each day to see whether it still marks alike."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass

from bot.core.bank.candidate_copy import as_asked, fill_item
from bot.core.bank.item import Bank, Item
from bot.core.bank.rubric import Marking, Rubric
from bot.core.bank.samples import Sample
from bot.core.calibration.frozen_set import frozen_set
from bot.core.grading.grade import Rating, Source, Spent
from bot.core.grading.score import total
from bot.flow.ports import Judge

MODEL_ANSWER = "/model-answer"


@dataclass(frozen=True)
class FrozenMarks:
    """Scores of the frozen set by "item/sample": a model's own, before the rules have a say, and people's."""

    scores: dict[str, float | None]
    people: dict[str, float]


async def marked_by(judge: Judge, bank: Bank, turn: asyncio.Semaphore, *, model_answers: bool = False) -> FrozenMarks:
    """Return how a judge marks the frozen set. turn: how many answers at once."""
    wanted = dict(_answers(bank))
    if model_answers:
        for item in dict.fromkeys(name.partition("/")[0] for name in wanted):
            own, rubric = fill_item(bank.items[item], bank.rubrics[item], {})
            wanted[f"{item}{MODEL_ANSWER}"] = (rubric.model_answer, own, rubric)

    async def score(answer: str, item: Item, rubric: Rubric) -> float | None:
        async with turn:
            grade = await judge.grade(answer, item, rubric, Spent(), Spent())
        return grade.raw_score if grade.source is Source.LLM else None

    scores = await asyncio.gather(*(score(*asked) for asked in wanted.values()))
    people = {
        f"{name}/{s.id}": m for name, s in frozen_set(bank) if (m := by_people(bank.rubrics[name], s)) is not None
    }
    return FrozenMarks(dict(zip(wanted, scores, strict=True)), people)


def _answers(bank: Bank) -> Iterator[tuple[str, tuple[str, Item, Rubric]]]:
    for name, sample in frozen_set(bank):
        if by_people(bank.rubrics[name], sample) is not None:
            yield f"{name}/{sample.id}", as_asked(sample, bank.items[name], bank.rubrics[name])


def by_people(rubric: Rubric, sample: Sample) -> float | None:
    """Return the score that people's levels come to, by the way of answering that they marked."""
    markings: tuple[Marking, ...] = (rubric, *rubric.variants)
    for marking in markings:
        if {c.id for c in marking.criteria} == set(sample.levels):
            ratings = [Rating(c.id, sample.levels[c.id], c.top) for c in marking.criteria]
            return total(marking.criteria, ratings, marking.full_at, marking.best)
    return None
