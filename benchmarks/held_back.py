"""The keyword grader on answers whose writer had not seen the rubrics: nine kinds of people, twelve questions.

`score` is what an expert gives the answer, in [0, 1]. Once a rubric is mended because of them they are no longer
unseen; the README says when that was.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from statistics import mean

import numpy as np
from scipy.stats import spearmanr

from benchmarks.figure import Figure
from benchmarks.process import ROOT
from benchmarks.short_answers import kappa
from bot.content.load import load
from bot.core.keywords import grade

ANSWERS = ROOT / "benchmarks" / "answers" / "held_back.jsonl"
STEPS = 4
MOST = {"stuffed": 0.30, "inject": 0.10, "denial": 0.25, "wrong": 0.45}
"""The highest mean score of answers that list terms, give orders, deny all knowledge, or are fluent and false."""
NATIVE, TERSE = 0.10, 0.20
"""How far non-native and terse experts may be marked from a long, native one: a difference, and a share."""


def measure() -> Iterator[Figure | str]:
    """Yield the agreement with the expert, the mean score of each kind, and what brevity and a first language cost."""
    bank = load(ROOT)
    rows = [json.loads(line) for line in ANSWERS.read_text("utf-8").splitlines()]
    marks = [grade(r["answer"], bank.items[r["item"]], bank.rubrics[r["item"]]).score or 0.0 for r in rows]
    by_kind: dict[str, list[float]] = defaultdict(list)
    for row, mark in zip(rows, marks, strict=True):
        by_kind[row["kind"]].append(mark)
    found, wanted = np.array(marks), np.array([r["score"] for r in rows])
    agreed = kappa(np.rint(found * STEPS).astype(int), np.rint(wanted * STEPS).astype(int), STEPS)
    yield Figure("Spearman with an expert", float(spearmanr(found, wanted)[0]), "", "limit", 0.80, most=None, least=1.0)
    yield Figure("QWK with an expert", agreed, "", "limit", 0.70, most=None, least=1.0)
    for kind, limit in MOST.items():
        yield Figure(f"mean score of {kind} answers", mean(by_kind[kind]), "", "limit", limit)
    expert = mean(by_kind["expert"])
    yield Figure("a terse expert is marked lower by", 1 - mean(by_kind["terse"]) / expert, "", "limit", TERSE)
    yield Figure("non-native English is marked lower by", expert - mean(by_kind["nonnative"]), "", "limit", NATIVE)
    means = ", ".join(f"{kind} {mean(scores):.2f}" for kind, scores in by_kind.items())
    yield f"{len(rows)} answers; mean scores: {means}"
