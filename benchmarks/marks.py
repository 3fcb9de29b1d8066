"""What marks rest on: the same answers in other forms, taken back, in other languages, in unusual words, and false.

`python -m benchmarks.marks ANSWERS.jsonl` prints the same table for other answers of that shape: one a line, `id`,
`item`, `kind`, `score` (an expert's, in [0, 1]), `answer`, and for a false claim the `claim` itself.
"""

import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import mean
from typing import Any

import click
import numpy as np
from scipy.stats import spearmanr

from benchmarks.figure import Figure
from benchmarks.process import ROOT
from benchmarks.short_answers import kappa
from bot.content.load import load
from bot.content.trial.disguises.layout import sentences
from bot.content.trial.restyle import LOWERING, STYLES
from bot.core.bank.item import Bank
from bot.core.bank.rubric import Colour
from bot.core.grading.grade import Grade
from bot.core.grading.keywords import grade

ANSWERS = ROOT / "benchmarks" / "answers" / "marks.jsonl"
SAID = ("strong", "terse", "nonnative", "middling")
"""Kinds that are played through the disguises."""
PLAIN = (*SAID, "fluent_wrong", "buzzwords", "unusual_words")
"""Kinds as people hand them in; what is decided alone is counted on these."""
MOVED, OFF, LOW = 0.1, 0.5, 0.6
STEPS = 4
DRAWS = 5

Row = dict[str, Any]


class Marks:
    """Answers of one file, each marked once."""

    def __init__(self, bank: Bank, rows: Sequence[Row]) -> None:
        self.bank = bank
        self.rows = [row for row in rows if row["item"] in bank.items]
        self._grades = {id(row): self.of(row, row["answer"]) for row in self.rows}

    def of(self, row: Row, answer: str) -> Grade:
        """Return the rules' grade of some text, as an answer to a row's question."""
        return grade(answer, self.bank.items[row["item"]], self.bank.rubrics[row["item"]])

    def own(self, row: Row) -> Grade:
        """Return the grade of a row's answer."""
        return self._grades[id(row)]

    def kinds(self, *kinds: str) -> list[Row]:
        """Return the rows of some kinds; a kind that ends with "_" stands for all that begin so."""
        return [
            r for r in self.rows if any(r["kind"] == k or (k.endswith("_") and r["kind"].startswith(k)) for k in kinds)
        ]


def accused(marked: Grade) -> bool:
    """Return whether a grade holds something against the answer."""
    return any(r.wrong for r in marked.ratings) or any(f.colour is Colour.RED for f in marked.flags)


def measure() -> Iterator[Figure | str]:
    """Yield the table for the answers in this repository."""
    if not ANSWERS.is_file():
        yield f"left out: there is no {ANSWERS.name}"
        return
    yield from table(Marks(load(ROOT), read(ANSWERS)))


def read(path: Path) -> list[Row]:
    """Return the rows of a file of answers."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def table(marks: Marks) -> Iterator[Figure | str]:
    """Yield each row of the table that the answers have something for."""
    yield from _disguises(marks)
    yield from _taken_back(marks)
    yield from _accusations(marks)
    yield from _languages(marks)
    yield from _agreement(marks)
    yield from _doses(marks)


def _disguises(marks: Marks) -> Iterator[Figure | str]:
    base = [r for r in marks.kinds(*SAID) if not marks.own(r).needs_person]
    moved: dict[str, float] = {}
    alone: list[bool] = []
    for name, style in STYLES.items():
        played = [(marks.own(r), marks.of(r, style(r["answer"]))) for r in base]
        alone += [not d.needs_person for _, d in played]
        moved[name] = mean(not d.needs_person and abs((d.score or 0) - (o.score or 0)) > MOVED for o, d in played)
    worst = sorted(moved.items(), key=lambda m: -m[1])
    yield Figure("disguises: moved unasked, the worst", worst[0][1], "", "limit", 0.03)
    yield "worst: " + ", ".join(f"{name} {share:.0%}" for name, share in worst[:12])
    yield Figure("disguised answers decided alone", mean(alone), "", "limit", 0.65, most=None, least=1.0)


def _taken_back(marks: Marks) -> Iterator[Figure | str]:
    base = [r for r in marks.kinds(*SAID) if not marks.own(r).needs_person]
    for name, change in LOWERING.items():
        touched = [r for r in base if change(r["answer"]) != r["answer"]]
        changed = [marks.of(r, change(r["answer"])) for r in touched]
        whole = sum(marks.own(r).score or 0 for r in touched) or 1.0
        kept = sum(d.score or 0 for d in changed if not d.needs_person) / whole
        against = sum(accused(d) and not accused(marks.own(r)) for r, d in zip(touched, changed, strict=True))
        yield f"{name}: credit kept unasked {kept:.0%} of {len(touched)} that it changes, newly accused {against}"
        if name == "as questions":
            yield Figure("questions in place of statements: credit kept unasked", kept, "", "limit", 0.2)
    for kind in ("question_form", "would_look", "wrong_direction", "wrong_unit"):
        rows = marks.kinds(kind)
        if rows:
            scores = [marks.own(r).score or 0 for r in rows if not marks.own(r).needs_person]
            wanted = mean(r["score"] for r in rows)
            yield f"{kind}: {len(scores)} of {len(rows)} alone, mean {mean(scores or [0]):.2f}, an expert {wanted:.2f}"


def _accusations(marks: Marks) -> Iterator[Figure | str]:
    for kind, most in (("contrast", 0.0), ("framed", 0.02)):
        rows = marks.kinds(kind)
        if rows:
            yield Figure(f"{kind}: accused", mean(accused(marks.own(r)) for r in rows), "", "limit", most)
            yield ", ".join(r["id"] for r in rows if accused(marks.own(r))) or "none"
    rows = marks.kinds("false_claim")
    if rows:
        seen = mean(accused(marks.own(r)) for r in rows)
        yield Figure("false claims: seen", seen, "", "limit", 0.65, most=None, least=1.0)


def _languages(marks: Marks) -> Iterator[Figure | str]:
    for kinds in (("lang_",), ("mixed",)):
        rows = marks.kinds(*kinds)
        if rows:
            share = mean(marks.own(r).score is not None and not marks.own(r).needs_person for r in rows)
            yield Figure(f"{kinds[0].rstrip('_')}: given a mark unasked", share, "", "limit", 0.0)


def _agreement(marks: Marks) -> Iterator[Figure | str]:
    rows = marks.kinds(*PLAIN)
    if not rows:
        return
    told = [r for r in rows if not marks.own(r).needs_person]
    off = [r for r in told if abs((marks.own(r).score or 0) - r["score"]) >= OFF]
    errors = [(marks.own(r).score or 0) - r["score"] for r in told]
    yield Figure("decided alone", len(told) / len(rows), "", "limit", 0.75, most=None, least=1.0)
    yield Figure("decided alone and off by .5", float(len(off)), "", "limit", 0.0)
    yield ", ".join(r["id"] for r in off) or "none"
    yield Figure("RMSE of those decided alone", float(np.sqrt(np.mean(np.square(errors)))), "", "limit", 0.15)
    unusual = [r for r in marks.kinds("unusual_words") if not marks.own(r).needs_person]
    low = sum((marks.own(r).score or 0) < LOW for r in unusual) / max(1, len(marks.kinds("unusual_words")))
    yield Figure("unusual words: decided alone and under .6", low, "", "limit", 0.125)
    found = np.array([marks.own(r).score or 0.0 for r in rows])
    wanted = np.array([r["score"] for r in rows])
    agreed = kappa(np.rint(found * STEPS).astype(int), np.rint(wanted * STEPS).astype(int), STEPS)
    rho, r = spearmanr(found, wanted)[0], np.corrcoef(found, wanted)[0, 1]
    yield f"all {len(rows)}: rho {rho:.3f}, QWK {agreed:.3f}, r {r:.3f}"
    yield ", ".join(_shown(marks, kind) for kind in dict.fromkeys(r["kind"] for r in marks.rows))


def _shown(marks: Marks, kind: str) -> str:
    rows = marks.kinds(kind)
    scores = [marks.own(r).score or 0 for r in rows]
    asked = sum(marks.own(r).needs_person for r in rows)
    return f"{kind} {mean(scores):.2f} for {mean(r['score'] for r in rows):.2f} ({asked}/{len(rows)} asked)"


def _doses(marks: Marks) -> Iterator[Figure | str]:
    rows = marks.kinds("strong")
    if not rows:
        return
    means = {kind: mean(marks.own(r).score or 0 for r in marks.kinds(kind)) for kind in SAID[:3] if marks.kinds(kind)}
    for share, most in ((1 / 3, 0.5), (1 / 2, 0.7)):
        drawn = [marks.of(r, part).score or 0 for r in rows for part in _parts(r["answer"], share)]
        yield Figure(f"a random {share:.2f} of a strong answer's sentences", mean(drawn), "", "limit", most)
    apart = max(means.values()) - min(means.values())
    yield Figure("strong, terse and non-native differ by", apart, "", "limit", 0.15)


def _parts(answer: str, share: float) -> Iterator[str]:
    """Yield a few random choices of a share of the sentences, in their order; the same for the same answer."""
    said = sentences(answer)
    chance = random.Random(answer)
    for _ in range(DRAWS):
        kept = sorted(chance.sample(range(len(said)), max(1, round(len(said) * share))))
        yield " ".join(said[k] for k in kept)


@click.command()
@click.argument("answers", type=click.Path(exists=True, path_type=Path))
def main(answers: Path) -> None:
    """Print the table for a file of answers."""
    for line in table(Marks(load(ROOT), read(answers))):
        click.echo(line)


if __name__ == "__main__":
    main()
