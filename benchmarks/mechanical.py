"""Rubrics made from model answers by a program: weighted terms, read as rubrics of bare facts, which have no ways.

The file is YAML: `rubrics`, each with `question_id`, `question` and `variants`; a variant has `full_at` and
`criteria`, each a term (`any_of`, `weight`, `clause`, `negated`) or a whole clause (`concepts` in place of `any_of`). A
clause becomes a criterion of one fact, put together from its terms; its weight is theirs.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import yaml

from bot.core.bank.item import Item, Tier
from bot.core.bank.rubric import Criterion, Point, Rubric, Variant

COUNTED = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6} | {str(n): n for n in range(2, 7)}
ASKS_FOR = re.compile(rf"\b({'|'.join(COUNTED)})\b(?:\W+\w+){{0,3}}?\W+\w+s\b", re.IGNORECASE)
LEVELS = ("nothing of it", "half of it", "enough of it")
SPREAD = 0.75
"""A model answer says more than full marks need, by the file's `full_at`. Of a long fact a part of the
words is enough as it is, so that each clause takes only this power of it."""
LONGEST_FACT = 300


def read_rubrics(path: Path) -> Mapping[str, tuple[Item, Rubric]]:
    """Return for each question of a file its item and its rubric; questions without any term are left out."""
    read = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
    return {row["question_id"]: made for row in read["rubrics"] if (made := _made(row)) is not None}


def _made(row: Mapping[str, Any]) -> tuple[Item, Rubric] | None:
    question = row["question"].strip()
    sheets = [v for v in row["variants"] if v["criteria"]]
    if not sheets:
        return None
    criteria = [tuple(_criteria(sheet["criteria"], float(sheet["full_at"]) ** SPREAD)) for sheet in sheets]
    best = _asked_for(question, max(map(len, criteria)))
    slug = re.sub(r"[^a-z0-9]+", "-", row["question_id"].lower()).strip("-")[:64].strip("-")
    # Some questions are shorter or longer than an item's stem may be.
    item = Item.model_construct(id=slug, domain="any", topic="any", tier=Tier.INTERMEDIATE, minutes=3.0, stem=question)
    variants = [Variant(id=f"answer-{n}", best=best, criteria=own) for n, own in enumerate(criteria[1:], start=2)]
    rubric = Rubric(
        item=slug,
        best=best,
        model_answer="see the terms",
        criteria=criteria[0],
        variants=tuple(variants),
    )
    return item, rubric


def _criteria(terms: Sequence[Mapping[str, Any]], full_at: float) -> Iterator[Criterion]:
    """Yield a criterion with one fact for each clause of the model answer."""
    for clause, group in groupby(terms, key=lambda term: term["clause"]):
        own = list(group)
        # A term that every question has may weigh nothing when rounded.
        weight = sum(max(float(term["weight"]), 1e-4) for term in own)
        yield Criterion(
            id=f"clause-{clause}",
            asks=f"clause {clause} of the model answer",
            weight=weight,
            levels=LEVELS,
            points=(Point(says=_sentence(own)),),
            level_at=(full_at / 2, full_at),
        )


def _sentence(terms: Sequence[Mapping[str, Any]]) -> str:
    """Return a clause as it can be put together again from its terms."""
    said: tuple[list[str], list[str]] = ([], [])
    for term in terms:
        groups = term["concepts"] if "concepts" in term else [term["any_of"]]
        said[bool(term.get("negated"))].extend(group[0] for group in groups)
    denied = ["not", *said[True]] if said[True] else []
    return " ".join((*said[False], *denied))[:LONGEST_FACT]


def _asked_for(question: str, offered: int) -> int | None:
    """Return how many things a question asks for, if it says so and more are on offer."""
    counts = [COUNTED[found.group(1).lower()] for found in ASKS_FOR.finditer(question)]
    fitting = [count for count in counts if count < offered]
    return fitting[-1] if fitting else None
