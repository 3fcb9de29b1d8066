"""The shape of a verdict: the JSON Schema that a model is held to, and the same shape checked again in code."""

from collections.abc import Iterator, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.core.bank.rubric import Criterion, Rubric

CANNOT_TELL = "cannot_tell"
LEVEL = "level_{}"

Schema = dict[str, Any]


class Shape(BaseModel):
    """What a model sends; nothing is converted, nothing unknown is let in."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Mark(Shape):
    """One criterion's mark: the proof, the reason, then the level."""

    quote: str
    reason: str
    level: str


class Raised(Shape):
    """A flag and its proof."""

    id: str
    quote: str


class Instructs(Shape):
    """Whether the answer tries to steer the marking, and where."""

    found: bool
    quote: str


class Verdict(Shape):
    """A whole verdict; `criteria` by name, see `names`."""

    criteria: dict[str, Mark]
    flags: list[Raised]
    instructs: Instructs


def names(rubric: Rubric) -> Iterator[tuple[str, str | None, Criterion]]:
    """Yield each criterion with its name in a verdict and its variant's id, which is None for the rubric's own."""
    for criterion in rubric.criteria:
        yield criterion.id, None, criterion
    for variant in rubric.variants:
        for criterion in variant.criteria:
            yield f"{variant.id}__{criterion.id}", variant.id, criterion


def level_names(criterion: Criterion) -> list[str]:
    """Return what a verdict may say of a criterion, the lowest level first."""
    return [*(LEVEL.format(k) for k in range(len(criterion.levels))), CANNOT_TELL]


def schema(rubric: Rubric) -> Schema:
    """Return the JSON Schema of a verdict on this rubric, with those keywords alone that all servers know."""
    marks = {
        name: _object({"quote": TEXT, "reason": TEXT, "level": _one_of(level_names(criterion))})
        for name, _, criterion in names(rubric)
    }
    flag_ids = [flag.id for flag in rubric.flags]
    flag = _object({"id": _one_of(flag_ids) if flag_ids else TEXT, "quote": TEXT})
    return _object(
        {
            "criteria": _object(marks),
            "flags": {"type": "array", "items": flag},
            "instructs": _object({"found": {"type": "boolean"}, "quote": TEXT}),
        }
    )


TEXT: Schema = {"type": "string"}


def _one_of(words: Sequence[str]) -> Schema:
    return {"type": "string", "enum": list(words)}


def _object(properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }
