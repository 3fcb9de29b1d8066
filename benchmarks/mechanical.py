"""Rubrics made from model answers by a program: weighted terms, read as rubrics of bare points.

The file is YAML: `rubrics`, each with `question_id`, `question` and `variants`; a variant has `full_at` and
`criteria`, each a term (`any_of`, `weight`, `clause`, `negated`) or a whole clause (`concepts` in place of `any_of`). A
clause becomes a criterion, its terms the points.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from bot.core.bank.item import Item, Tier
from bot.core.bank.rubric import Criterion, Point, Rubric, Variant, Way

COUNTED = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6} | {str(n): n for n in range(2, 7)}
ASKS_FOR = re.compile(rf"\b({'|'.join(COUNTED)})\b(?:\W+\w+){{0,3}}?\W+\w+s\b", re.IGNORECASE)
LEVELS = ("nothing of it", "some of it", "most of it")
SOME, MOST = 0.3, 0.6
LONGEST_TERM = 80


def read_rubrics(path: Path) -> Mapping[str, tuple[Item, Rubric]]:
    """Return for each question of a file its item and its rubric; questions without any term are left out."""
    read = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return {row["question_id"]: made for row in read["rubrics"] if (made := _made(row)) is not None}


def _made(row: Mapping[str, Any]) -> tuple[Item, Rubric] | None:
    question = row["question"].strip()
    sheets = [v for v in row["variants"] if v["criteria"]]
    if not sheets:
        return None
    criteria = [tuple(_criteria(sheet["criteria"])) for sheet in sheets]
    best = _asked_for(question, max(map(len, criteria)))
    slug = re.sub(r"[^a-z0-9]+", "-", row["question_id"].lower()).strip("-")[:64].strip("-")
    # Some questions are shorter or longer than an item's stem may be.
    item = Item.model_construct(id=slug, domain="any", topic="any", tier=Tier.INTERMEDIATE, minutes=3.0, stem=question)
    variants = [
        Variant(id=f"answer-{n}", full_at=float(sheet["full_at"]), best=best, criteria=own)
        for n, (sheet, own) in enumerate(zip(sheets[1:], criteria[1:], strict=True), start=2)
    ]
    rubric = Rubric(
        item=slug,
        full_at=float(sheets[0]["full_at"]),
        best=best,
        model_answer="see the terms",
        criteria=criteria[0],
        variants=tuple(variants),
    )
    return item, rubric


def _criteria(terms: Sequence[Mapping[str, Any]]) -> Iterator[Criterion]:
    """Yield a criterion for each clause of the model answer."""
    for clause, group in groupby(terms, key=lambda term: term["clause"]):
        points = tuple(point for term in group for point in _points(term))
        worth = sum(point.worth for point in points)
        yield Criterion(
            id=f"clause-{clause}",
            asks=f"clause {clause} of the model answer",
            weight=worth,
            levels=LEVELS,
            points=points,
            level_at=(SOME * worth, MOST * worth),
        )


def _points(term: Mapping[str, Any]) -> Iterator[Point]:
    groups = term["concepts"] if "concepts" in term else [term["any_of"]]
    # A term that every question has may weigh nothing when rounded.
    worth = max(float(term["weight"]), 1e-4) / len(groups)
    denied = "concepts" not in term and bool(term.get("negated"))  # of a clause it is not said which terms it denies
    for group in groups:
        spellings = tuple(spelling[:LONGEST_TERM] for spelling in group)
        yield Point(says=spellings[0], worth=worth, ways=(Way(all_of=(spellings,), denied=denied),))


def _asked_for(question: str, offered: int) -> int | None:
    """Return how many things a question asks for, if it says so and more are on offer."""
    counts = [COUNTED[found.group(1).lower()] for found in ASKS_FOR.finditer(question)]
    fitting = [count for count in counts if count < offered]
    return fitting[-1] if fitting else None
