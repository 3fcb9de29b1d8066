"""`viva bank test --grader llm --admit`: has a model mark the frozen set, and admits it if that is good enough."""

import asyncio
from datetime import date
from pathlib import Path

from bot.content import grader_curves
from bot.content.files.roots import Roots, content_root
from bot.content.load import load
from bot.core.bank.grader_curve import Admission
from bot.core.bank.item import Bank
from bot.core.calibration.frozen_set import digest_of, errors, shortfalls
from bot.core.errors import ScreeningError
from bot.flow.jobs.marker_check import MODEL_ANSWER, marked_by
from bot.flow.ports import Judge
from bot.settings import Settings

AGAIN = "Take another model, or say aloud that it may mark all the same: VIVA_MODEL_UNPROVEN=allow"


async def admit(content: Roots | None, settings: Settings, today: date) -> tuple[Admission, Path]:
    """Return the admission of the model that is set up, and the file it was written to; raise ScreeningError if not.

    Every mark is asked for anew. What a model has marked badly is not written down.
    """
    from bot import app

    bank = load(content)
    if not bank.samples:
        raise ScreeningError("There are no marked samples to admit a model by. Write some in rubrics/samples/.")
    opened = app.open_judge(
        app.LLM, settings, app.Forgetful(), lambda: bank.calibration, anchors=bank.samples_of, unproven=True
    )
    async with opened as judge:
        admission = await _tried(bank, judge, settings, today)
    if short := "; ".join(shortfalls(admission)):
        raise ScreeningError(f"{admission.model} is not admitted: {short}. {AGAIN}.")
    return admission, grader_curves.admit(content_root(content), admission)


async def _tried(bank: Bank, judge: Judge, settings: Settings, today: date) -> Admission:
    from bot.judge.prompt import recipe

    marks = await marked_by(judge, bank, asyncio.Semaphore(settings.viva_model_at_once), model_answers=True)
    answers = {name: score for name, score in marks.scores.items() if not name.endswith(MODEL_ANSWER)}
    own = [score or 0.0 for name, score in marks.scores.items() if name.endswith(MODEL_ANSWER)]
    rmse, far = errors(answers, marks.people)
    return Admission(
        model=settings.viva_model or "",
        prompt=recipe(),
        frozen=digest_of(bank),
        answers=len(answers),
        rmse=round(rmse, 4),
        far_off=round(far, 4),
        lowest_model_answer=min(own, default=0.0),
        scores={name: None if score is None else round(score, 4) for name, score in answers.items()},
        admitted_on=today,
    )
