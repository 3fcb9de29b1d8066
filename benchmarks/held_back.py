"""The keyword grader on answers whose writer had not seen the rubrics: two rounds, ten kinds of people, 22 questions.

`score` is what an expert gives the answer, in [0, 1]. Once a rubric is mended because of them they are no longer
unseen; the README says when that was.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from statistics import mean
from typing import Any

import numpy as np
from scipy.stats import spearmanr

from benchmarks.figure import Figure
from benchmarks.process import ROOT
from benchmarks.short_answers import kappa
from bot.content.load import load
from bot.core.bank.item import Bank
from bot.core.grading.keywords import grade

ROUNDS = {
    "twelve founding questions": ROOT / "benchmarks" / "answers" / "held_back.jsonl",
    "ten on serving and metrics": ROOT / "benchmarks" / "answers" / "second_round.jsonl",
}
STEPS = 4
MOST = {"stuffed": 0.30, "inject": 0.10, "denial": 0.25, "wrong": 0.45}
"""The highest mean score of answers that list terms, give orders, deny all knowledge, or are fluent and false."""
NATIVE, TERSE = 0.10, 0.20
"""How far non-native and terse experts may be marked from a long, native one: a difference, and a share."""


UNSURE = 0.15
"""How far the mean of those who do not know and say what they would do first may lie from the expert's mean."""


def measure() -> Iterator[Figure | str]:
    """Yield the figures of each round."""
    bank = load(ROOT)
    for name, answers in ROUNDS.items():
        yield name
        yield from _round(bank, [json.loads(line) for line in answers.read_text("utf-8").splitlines()])


def _round(bank: Bank, rows: Sequence[dict[str, Any]]) -> Iterator[Figure | str]:
    """Yield the agreement with the expert, the mean score of each kind, and what brevity and a first language cost."""
    marks = [grade(r["answer"], bank.items[r["item"]], bank.rubrics[r["item"]]).score or 0.0 for r in rows]
    by_kind: dict[str, list[float]] = defaultdict(list)
    for row, mark in zip(rows, marks, strict=True):
        by_kind[row["kind"]].append(mark)
    found, wanted = np.array(marks), np.array([r["score"] for r in rows])
    agreed = kappa(np.rint(found * STEPS).astype(int), np.rint(wanted * STEPS).astype(int), STEPS)
    yield Figure("Spearman with an expert", float(spearmanr(found, wanted)[0]), "", "limit", 0.80, most=None, least=1.0)
    yield Figure("QWK with an expert", agreed, "", "limit", 0.70, most=None, least=1.0)
    for kind, limit in MOST.items():
        if kind in by_kind:
            yield Figure(f"mean score of {kind} answers", mean(by_kind[kind]), "", "limit", limit)
    expert = mean(by_kind["expert"])
    yield Figure("a terse expert is marked lower by", 1 - mean(by_kind["terse"]) / expert, "", "limit", TERSE)
    yield Figure("non-native English is marked lower by", expert - mean(by_kind["nonnative"]), "", "limit", NATIVE)
    if "unsure" in by_kind:
        wanted_of = mean(r["score"] for r in rows if r["kind"] == "unsure")
        off = abs(mean(by_kind["unsure"]) - wanted_of)
        yield Figure("who knows only where to look, off by", off, "", "limit", UNSURE)
    means = ", ".join(f"{kind} {mean(scores):.2f}" for kind, scores in by_kind.items())
    yield f"{len(rows)} answers; mean scores: {means}"
