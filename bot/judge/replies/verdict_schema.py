"""The shape of a verdict: the facts and false claims that a model may report, by short ids, and the JSON Schema of it.

The same shape is read again in code: a server may not hold its model to it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.core.bank.rubric import Criterion, Marking, Rubric

FACT, CLAIM = "f", "m"
STATED, PARTLY = "stated", "partly"

Schema = dict[str, Any]


@dataclass(frozen=True)
class FactPlace:
    """Where a fact or false claim stands: the variant (None for the rubric's own way), the criterion, the number."""

    variant: str | None
    criterion: str
    number: int


class ReplyShape(BaseModel):
    """What a model sends. What this program does not ask for is let pass; nothing is converted."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)


class Quoted(ReplyShape):
    """A passage of the answer."""

    quote: str | None = None


class QuotedFlag(Quoted):
    """A flag, or a false claim, and its proof; `reason` in the screener's language."""

    id: str
    reason: str | None = None


class Stated(QuotedFlag):
    """A fact and its proof. `extent` is STATED or PARTLY."""

    extent: str | None = None


class Other(Quoted):
    """A right statement that no fact covers, put in the screener's language."""

    says: str | None = None


class ModelReply(ReplyShape):
    """A whole verdict. What was found has to be there; the other lists may be left out."""

    found: list[Stated]
    mistakes: list[QuotedFlag] | None = None
    flags: list[QuotedFlag] | None = None
    other: list[Other] | None = None
    steers: list[Quoted] | None = None


def ways(rubric: Rubric) -> tuple[tuple[str | None, Marking], ...]:
    """Return the ways to answer by their variants' ids: the rubric's own (None) first."""
    return (None, rubric), *((v.id, v) for v in rubric.variants)


def criteria(rubric: Rubric) -> Iterator[tuple[str | None, Criterion]]:
    """Yield every criterion with the id of its variant, in the order of the prompt."""
    for variant, marking in ways(rubric):
        yield from ((variant, criterion) for criterion in marking.criteria)


def facts(rubric: Rubric) -> Mapping[str, FactPlace]:
    """Return the places of all facts by their ids in a prompt, in order: "f1", "f2", …"""
    places = [FactPlace(v, c.id, n) for v, c in criteria(rubric) for n in range(1, len(c.points) + 1)]
    return {f"{FACT}{n}": place for n, place in enumerate(places, 1)}


def claims(rubric: Rubric) -> Mapping[str, FactPlace]:
    """Return the places of all false claims by their ids in a prompt, in order: "m1", "m2", …"""
    places = [FactPlace(v, c.id, n) for v, c in criteria(rubric) for n in range(1, len(c.wrong) + 1)]
    return {f"{CLAIM}{n}": place for n, place in enumerate(places, 1)}


def schema(rubric: Rubric) -> Schema:
    """Return the JSON Schema of a verdict on this rubric, with those keywords alone that all servers know."""
    found = {"id": _one_of(list(facts(rubric))), "quote": TEXT, "extent": _one_of([STATED, PARTLY])}
    return _object(
        {
            "found": _list(found),
            "mistakes": _list({"id": _one_of(list(claims(rubric))), "quote": TEXT, "reason": TEXT}),
            "flags": _list({"id": _one_of([flag.id for flag in rubric.flags]), "quote": TEXT}),
            "other": _list({"quote": TEXT, "says": TEXT}),
            "steers": _list({"quote": TEXT}),
        }
    )


TEXT: Schema = {"type": "string"}


def _one_of(words: Sequence[str]) -> Schema:
    return {"type": "string", "enum": list(words)} if words else TEXT


def _list(properties: Schema) -> Schema:
    return {"type": "array", "items": _object(properties)}


def _object(properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
