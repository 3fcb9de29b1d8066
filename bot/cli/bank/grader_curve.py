"""`viva bank calibrate-grader`: learns from people's marks what a model's scores mean."""

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.progress import track

from bot import app
from bot.cli.database import is_there, open_store
from bot.cli.judging import a_judge
from bot.content import grader_curves
from bot.content.files.roots import Roots, content_root
from bot.content.load import load
from bot.core.bank.candidate_copy import as_asked
from bot.core.bank.grader_curve import FEWEST_MARKS, Curve
from bot.core.bank.item import Bank
from bot.core.calibration.grader import learn
from bot.core.errors import ScreeningError
from bot.core.grading.grade import Source, Spent
from bot.flow.jobs.marker_check import by_people
from bot.flow.ports import Judge


@dataclass(frozen=True)
class Pair:
    """One answer's score by the model, before any recalibration, and by people; both in [0, 1]."""

    raw: float
    mark: float
    model: str
    prompt: str


async def learn_curve(content: Roots | None, db: str | None, today: date) -> tuple[Curve, Path]:
    """Learn a curve for the model that is set up, and return it with the file it was written to."""
    bank = load(content)
    has_screenings = is_there(db)
    async with a_judge(app.LLM, bank, db, unproven=True) as judge:
        pairs = await _from_samples(bank, judge)
    if not pairs:
        raise ScreeningError("The model marked none of the samples. Look at it with: viva doctor")
    model, prompt = pairs[0].model, pairs[0].prompt
    if has_screenings:
        pairs += [p for p in await _from_screenings(db) if (p.model, p.prompt) == (model, prompt)]
    if len(pairs) < FEWEST_MARKS:
        raise ScreeningError(
            f"A curve is learnt from at least {FEWEST_MARKS} answers that people and the model have marked, and there "
            f"are {len(pairs)}. Add marked samples to rubrics/samples/."
        )
    curve = learn([p.raw for p in pairs], [p.mark for p in pairs], model=model, prompt=prompt, today=today)
    return curve, grader_curves.write(content_root(content), curve)


async def _from_samples(bank: Bank, judge: Judge) -> list[Pair]:
    """Return the marked samples that the model could mark; a bar shows on a terminal."""
    console = Console(stderr=True)
    samples = [
        (bank.samples[name].item, sample) for name in sorted(bank.samples) for sample in bank.samples[name].samples
    ]
    pairs: list[Pair] = []
    for item, sample in track(samples, "Marking", console=console, transient=True, disable=not sys.stderr.isatty()):
        answer, theirs, rubric = as_asked(sample, bank.items[item], bank.rubrics[item])
        grade = await judge.grade(answer, theirs, rubric, Spent(), Spent())
        mark = by_people(rubric, sample)
        recipe = dict(grade.recipe)
        if grade.source is Source.LLM and grade.raw_score is not None and mark is not None:
            pairs.append(Pair(grade.raw_score, mark, recipe["model"], recipe["prompt"]))
    return pairs


async def _from_screenings(db: str | None) -> list[Pair]:
    """Return the answers of screenings that a person has marked after the model."""
    pairs: list[Pair] = []
    async with open_store(db) as store:
        for session_id in await store.over():
            for asked in (await store.load(session_id)).administrations:
                grade, recipe = asked.grade, dict(asked.grades[-1].recipe) if asked.grades else {}
                if not asked.overrides or grade is None or grade.score is None or grade.raw_score is None:
                    continue
                pairs.append(Pair(grade.raw_score, grade.score, recipe["model"], recipe["prompt"]))
    return pairs
