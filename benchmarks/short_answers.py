"""How near the keyword grader comes to people's scores on public short answers, and what it makes of tricks.

The answers, the program that makes rubrics from model answers alone, and the program that makes tricky answers lie in
a folder of their own (VIVA_SHORT_ANSWERS, or ../shared/shortanswers). Any other set of that shape can be marked with
`python -m benchmarks.short_answers RUBRICS.yaml ANSWERS.jsonl --out MARKS.jsonl`.
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

import click
import numpy as np
from scipy.stats import pearsonr, spearmanr

from benchmarks.figure import Figure
from benchmarks.mechanical import read_rubrics
from bot.core.bank.item import Item
from bot.core.bank.rubric import Rubric
from bot.core.grading.keywords import grade

FOLDER = Path(os.environ.get("VIVA_SHORT_ANSWERS", "../shared/shortanswers"))
SETS = {"saf_en": (4, {"Pearson": 0.72, "QWK": 0.60}), "beetle": (2, {"Pearson": 0.50})}
"""Steps of the people's scale, and what has to be reached."""
BOUNDS = {
    "reference": (0.9, 1.0, 0.95),
    "typo": (0.8, 1.0, 0.95),
    "echo": (0.0, 0.2, 0.80),
    "foreign": (0.0, 0.2, 0.80),
    "negated": (0.0, 0.4, 0.60),
    "bag": (0.0, 0.7, 0.60),
    "blank": (0.0, 0.0, 1.0),
}
"""For each kind of tricky answer the marks that it may get, and the share that has to lie within."""

Row = dict[str, Any]
Rubrics = Mapping[str, tuple[Item, Rubric]]


def measure() -> Iterator[Figure | str]:
    """Yield agreement with people for each set, beside the best of the stored baselines, then the tricks."""
    if not (FOLDER / "data").is_dir():
        yield f"left out: there are no short answers in {FOLDER}; set VIVA_SHORT_ANSWERS"
        return
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder)
        rubrics: dict[str, tuple[Item, Rubric]] = {}
        for name in SETS:
            _run("to_rubric.py", f"data/{name}.jsonl", "-o", str(made / f"{name}.yaml"))
            rubrics |= read_rubrics(made / f"{name}.yaml")
        _run("probes.py", "make", str(made / "probes.jsonl"))
        probes = _rows((made / "probes.jsonl").open(encoding="utf-8"))
    for name, (steps, wanted) in SETS.items():
        yield from _agreement(name, steps, wanted, rubrics)
    yield from _tricks(probes, rubrics)


def _agreement(name: str, steps: int, wanted: Mapping[str, float], rubrics: Rubrics) -> Iterator[Figure | str]:
    read = _rows((FOLDER / "data" / f"{name}.jsonl").open(encoding="utf-8"))
    test = [r for r in read if r["split"] != "ignored" and r["answer"].strip()]
    if name == "beetle":
        test = [r for r in test if r["split"] != "train"]
    people = np.array([r["human_score"] for r in test], float)
    marked = [(_mark(r, rubrics), _alone(r, rubrics)) for r in test]
    marks, alone = np.array([mark for mark, _ in marked]), np.array([decided for _, decided in marked])
    found = _figures(marks, people, steps)
    for what, least in wanted.items():
        yield Figure(f"{name}: {what} with people", found[what], "", "limit", least, most=None, least=1.0)
    own = _figures(marks[alone], people[alone], steps)
    yield Figure(
        f"{name}: share decided without a person", float(alone.mean()), "", "limit", 0.70, most=None, least=1.0
    )
    yield Figure(f"{name}: RMSE of those", own["RMSE"], "", "limit, mean of sets", 0.33, most=None)
    yield Figure(f"{name}: Pearson of those", own["Pearson"], "", "all", found["Pearson"], most=None)
    baselines = _baselines(name, test)
    best = {what: max(baselines.values(), key=lambda b: b[what])[what] for what in ("Pearson", "Spearman", "QWK")}
    for what, other in best.items():
        yield Figure(f"{name}: {what} with people", found[what], "", "best baseline", other, most=None)
    least_error = min(b["RMSE"] for b in baselines.values())
    yield Figure(f"{name}: RMSE", found["RMSE"], "", "best baseline", least_error, most=None)
    for label, figures in sorted(baselines.items(), key=lambda b: -b[1]["Pearson"]):
        yield f"{label:<18} " + "  ".join(f"{what} {figure:.3f}" for what, figure in figures.items())


def _tricks(probes: Sequence[Row], rubrics: Rubrics) -> Iterator[Figure | str]:
    marks: dict[str, list[float]] = defaultdict(list)
    for probe in probes:
        marks[probe["kind"]].append(_mark(probe, rubrics))
    for kind, (low, high, share) in BOUNDS.items():
        within = float(np.mean([low - 1e-9 <= mark <= high + 1e-9 for mark in marks[kind]]))
        what = f"{kind}: share marked {low:g} to {high:g}"
        yield Figure(what, within, "", "limit", share, most=None, least=1.0)
    yield f"{len(marks['reference'])} questions; an echo repeats the question, a bag sorts the model answer's words"


def _mark(row: Row, rubrics: Rubrics) -> float:
    made = rubrics.get(row["question_id"])
    return 0.0 if made is None else grade(row["answer"], *made).score or 0.0


def _alone(row: Row, rubrics: Rubrics) -> bool:
    """Return whether an answer is marked and no person is asked for."""
    made = rubrics.get(row["question_id"])
    if made is None:
        return False
    marked = grade(row["answer"], *made)
    return marked.score is not None and not marked.needs_person


def _figures(marks: np.ndarray[Any, Any], people: np.ndarray[Any, Any], steps: int) -> dict[str, float]:
    return {
        "Pearson": float(pearsonr(marks, people)[0]),
        "Spearman": float(spearmanr(marks, people)[0]),
        "QWK": kappa(np.rint(marks * steps).astype(int), np.rint(people * steps).astype(int), steps),
        "RMSE": float(np.sqrt(np.mean((marks - people) ** 2))),
    }


def kappa(one: np.ndarray[Any, Any], other: np.ndarray[Any, Any], steps: int) -> float:
    """Return the quadratic weighted kappa of two series of levels 0 … steps."""
    seen = np.zeros((steps + 1, steps + 1))
    np.add.at(seen, (one, other), 1)
    distance = np.subtract.outer(np.arange(steps + 1), np.arange(steps + 1)) ** 2
    chance = np.outer(seen.sum(1), seen.sum(0)) / seen.sum()
    return float(1 - (distance * seen).sum() / (distance * chance).sum())


def _baselines(name: str, test: Sequence[Row]) -> dict[str, dict[str, float]]:
    """Return the figures of each stored baseline on the same answers; its marks are in thousandths."""
    people = np.array([r["human_score"] for r in test], float)
    with (FOLDER / "baselines" / f"{name}.csv").open(encoding="utf-8", newline="") as opened:
        stored = {row["answer_id"]: row for row in csv.DictReader(opened)}
    columns = [c for c in next(iter(stored.values())) if c != "answer_id"]
    found = {}
    for column in columns:
        values = [stored[r["answer_id"]][column] if r["answer_id"] in stored else "" for r in test]
        if all(values):
            found[column] = _figures(np.array(values, float) / 1000, people, SETS[name][0])
    return found


def _rows(source: IO[str]) -> list[Row]:
    with source:
        return [json.loads(line) for line in source if line.strip()]


def _run(program: str, *arguments: str) -> None:
    subprocess.run([sys.executable, program, *arguments], cwd=FOLDER, check=True, stdout=subprocess.DEVNULL)


@click.command()
@click.argument("rubrics", type=click.Path(exists=True, path_type=Path))
@click.argument("answers", type=click.File("r", encoding="utf-8"))
@click.option("--out", type=click.File("w", encoding="utf-8"), default="-", help="Where the marks go.")
def main(rubrics: Path, answers: IO[str], out: IO[str]) -> None:
    """Mark answers (JSONL) by rubrics made from model answers (YAML); a question without a rubric is left out."""
    read = read_rubrics(rubrics)
    for row in _rows(answers):
        if row["question_id"] in read:
            mark = _mark(row, read)
            kept = {"question_id": row["question_id"], "answer_id": row["answer_id"], "predicted": round(mark, 4)}
            out.write(json.dumps(kept) + "\n")


if __name__ == "__main__":
    main()
