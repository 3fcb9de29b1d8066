"""How a real model's own marks lie to people's on the bank's marked samples, before the rules have a say.

Set up a model (VIVA_MODEL, OPENAI_BASE_URL) and run `python -m benchmarks.model_marks [seconds] [rows.jsonl]`: items in
their order, one sample of each kind, until the time is up. What was marked before stands in the file and is left out.
"""

import asyncio
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import correlation, mean
from time import monotonic
from typing import Any

from benchmarks.process import ROOT
from bot.app import LLM, Forgetful, open_judge
from bot.content.load import load
from bot.core.bank.candidate_copy import as_asked
from bot.core.bank.item import Bank
from bot.core.bank.samples import Sample, SampleKind
from bot.core.grading.grade import Spent
from bot.flow.jobs.marker_check import by_people
from bot.judge.replies.verdict import INVENTED
from bot.settings import Settings

KINDS = (SampleKind.STRONG, SampleKind.MIDDLING, SampleKind.WRONG, SampleKind.TERSE, SampleKind.WEAK)
EVERY = 9
"""Each so-manieth item is tried: the bank's neighbours are on the same subject."""


def samples_of(bank: Bank) -> Iterator[tuple[str, Sample]]:
    """Yield items' ids and one sample of each kind."""
    for name in sorted(bank.samples)[::EVERY]:
        for kind in KINDS:
            yield from [(name, s) for s in bank.samples[name].samples if s.kind is kind and s.levels][:1]


async def marked(seconds: float, file: Path) -> None:
    """Have the model mark samples until the time is up; each is a line in the file."""
    bank = load(ROOT)
    known = {json.loads(line)["sample"] for line in _lines(file)}
    began = monotonic()
    async with open_judge(LLM, Settings(), Forgetful(), lambda: bank.calibration, unproven=True) as judge:
        for name, sample in samples_of(bank):
            if f"{name}/{sample.id}" in known:
                continue
            if monotonic() - began > seconds:
                return
            answer, item, rubric = as_asked(sample, bank.items[name], bank.rubrics[name])
            grade = await judge.grade(answer, item, rubric, Spent(), Spent())
            row: dict[str, Any] = {
                "sample": f"{name}/{sample.id}",
                "kind": sample.kind.value,
                "people": by_people(rubric, sample),
                "model": grade.raw_score,
                "invented": INVENTED in grade.notes,
                "calls": [[c.outcome, c.prompt_tokens, c.completion_tokens, c.latency] for c in grade.calls],
            }
            with file.open("a", encoding="utf-8") as rows:
                rows.write(json.dumps(row) + "\n")


def told(file: Path) -> Iterator[str]:
    """Yield what the rows of a file come to."""
    rows = [json.loads(line) for line in _lines(file)]
    read = [r for r in rows if r["model"] is not None]
    pairs = [(r["people"], r["model"]) for r in read]
    yield f"{len(rows)} answers, {len(read)} read, {sum(r['invented'] for r in rows)} with an invented quote"
    if len(read) > 1:
        rmse = mean((a - b) ** 2 for a, b in pairs) ** 0.5
        far = sum(abs(a - b) >= 0.5 for a, b in pairs)
        yield f"r {correlation(*zip(*pairs, strict=True)):.3f}, RMSE {rmse:.3f}, off by .5: {far}"
    for kind in KINDS:
        of = [r for r in read if r["kind"] == kind.value]
        if of:
            yield f"{kind.value}: people {mean(r['people'] for r in of):.2f}, model {mean(r['model'] for r in of):.2f}"


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines() if file.exists() else []


if __name__ == "__main__":
    limit, path = float(sys.argv[1]), Path(sys.argv[2])
    asyncio.run(marked(limit, path))
    print("\n".join(told(path)))
