"""The rubric: criteria with ordered levels, points and false claims with their ways, flags.

The descriptors (`asks`, `levels`, `evidence`) are for people and for a grader that reads; `points`
are for the keyword grader, which counts those that an answer makes.
"""

import re
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Any

from pydantic import (
    ConfigDict,
    Field,
    PositiveFloat,
    PositiveInt,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic.json_schema import SkipJsonSchema

from bot.core.bank.document import Document, Line, Prose, Slug
from bot.core.bank.formula import Figure, Formula, Name, Tolerance
from bot.core.bank.parameters import Parameter
from bot.core.bank.pattern import expand

TRUSTED = "trusted"
"""In the context of a validation: the patterns are known to compile, which takes longer than all the rest."""

Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]
"""A word or a few, in any usual form: stems, hyphens and small typos are the grader's business.

A trailing `*` matches any word that starts so ("quanti*").
"""

Group = Annotated[tuple[Phrase, ...], Field(min_length=1)]
"""Spellings of one idea: any of them will do."""


class Scope(StrEnum):
    """How close together the groups of one way must stand."""

    CLAUSE = "clause"
    SENTENCE = "sentence"
    PASSAGE = "passage"
    """Two neighbouring sentences."""
    ANSWER = "answer"


class Number(Document):
    """A figure between `min` and `max`, or `near` a value, in the first unit; `units` maps spellings to factors.

    `{"min": 800, "max": 1000, "units": {"GB/s": 1, "TB/s": 1000}}` accepts 900 GB/s and 0.9 TB/s.
    `{"near": "gpus * 2", "within": 0.15}` accepts what is at most 15 % away. Without units a bare figure counts.
    Each may be a calculation with the item's own numbers.
    """

    min: Figure | None = None
    max: Figure | None = None
    near: Figure | None = None
    within: Tolerance = 0.1
    """How far from `near` a figure may be, as a share of it: 0.1 is 10 %."""
    units: dict[Phrase, PositiveFloat] = {}

    @property
    def bounds(self) -> tuple[float, float]:
        """Return the least and the greatest figure that counts; raises ValueError before calculations are done."""
        if self.near is not None:
            near = _done(self.near)
            return near - abs(near) * self.within, near + abs(near) * self.within
        assert self.min is not None
        assert self.max is not None
        return _done(self.min), _done(self.max)

    @model_validator(mode="after")
    def _ordered(self) -> "Number":
        if self.near is None and (self.min is None or self.max is None):
            raise ValueError("a number needs min and max, or near")
        if self.near is not None and (self.min is not None or self.max is not None):
            raise ValueError("a number has near, or min and max, not both")
        if isinstance(self.min, float | int) and isinstance(self.max, float | int) and self.min > self.max:
            raise ValueError(f"min {self.min:g} is above max {self.max:g}")
        return self


def _done(figure: float | str) -> float:
    if isinstance(figure, str):
        raise ValueError(f"{figure!r} is to be calculated for a candidate first (core/given)")
    return figure


class Way(Document):
    """One way to make a point: every group, the number and the pattern within one scope.

    `denied` says that the point itself is a denial ("PCIe is not shared"): the clause must then deny.
    """

    all_of: tuple[Group, ...] = ()
    number: Number | None = None
    pattern: str | None = Field(default=None, max_length=600)
    """A regular expression, searched in the scope's text without regard to case.

    `<40>` is a gap of up to 40 characters that stays on its subject: it crosses no end of a sentence, no word that
    turns it, nothing else that the rubric speaks about and, before a figure, no figure. `<~40>` crosses them.
    """
    none_of: tuple[Phrase, ...] = ()
    """Words that must not stand in the same scope."""
    within: Scope = Scope.SENTENCE
    denied: bool = False

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern: str | None, info: ValidationInfo) -> str | None:
        if pattern is not None and not (info.context or {}).get(TRUSTED):
            try:
                re.compile(expand(pattern))
            except re.error as fault:
                raise ValueError(f"the regular expression does not compile: {fault}") from fault
        return pattern

    @model_validator(mode="after")
    def _says_something(self) -> "Way":
        if not (self.all_of or self.number or self.pattern):
            raise ValueError("a way needs all_of, number or pattern")
        return self


class Point(Document):
    """A fact that an answer can state. `worth` is how many points it counts for."""

    says: Line
    ways: tuple[Way, ...] = ()
    """Ways to say it; without any, an answer states it as far as it asserts the words of `says`."""
    worth: PositiveFloat = 1.0
    any_one: bool = False
    """What it says is a list, of which one is enough; otherwise all of it counts."""
    naming: bool = False
    """Naming it is enough; otherwise an answer has to say something about it."""


class WrongClaim(Document):
    """A claim that is false. An answer that makes it reaches at most level `cap` on the criterion."""

    says: Line
    also: tuple[Line, ...] = ()
    """The same mistake, or a part of it, in other sentences; the rules look for the words of each, as for `says`."""
    ways: tuple[Way, ...] = ()
    """Ways to say it, beside nearly the words of its sentences."""
    cap: int = Field(default=0, ge=0)


FACTS, MISTAKES, LONGEST_FACT = "facts", "mistakes", 300
"""Keys of a criterion that is written in short, and the characters that a sentence there may have."""


def _in_short(schema: dict[str, Any]) -> None:
    """Add the two keys of a criterion that is written in short to its schema, and what it may then leave out."""
    sentences = {"type": "array", "items": {"type": "string", "minLength": 1, "maxLength": LONGEST_FACT}}
    schema["properties"][FACTS] = sentences | {
        "title": "Facts",
        "description": "What a good answer says, a plain sentence each; in place of points with ways.",
    }
    schema["properties"][MISTAKES] = sentences | {
        "title": "Mistakes",
        "description": "What people get wrong, a plain sentence each; in place of false claims with ways.",
    }
    schema["required"] = ["id"]


class Criterion(Document):
    """One thing to mark. `levels[k]` describes level k; `level_at[k - 1]` is the points it needs.

    A file may say it in short by `facts` and `mistakes`, plain sentences: points and false claims without ways.
    """

    model_config = ConfigDict(json_schema_extra=_in_short)

    id: Slug
    asks: Line
    weight: PositiveFloat
    levels: tuple[Line, ...] = Field(min_length=2, max_length=6)
    points: tuple[Point, ...] = Field(min_length=1)
    level_at: tuple[PositiveFloat, ...] = ()
    """Points needed for level 1, 2, …; when left out, spread evenly up to all of them."""
    wrong: tuple[WrongClaim, ...] = ()
    evidence: Line | None = None
    """What counts as proof, for a grader that reads."""
    probe: Line | None = None
    """What to ask in the next round if this stayed open."""

    @property
    def top(self) -> int:
        """Return the highest level."""
        return len(self.levels) - 1

    @cached_property
    def thresholds(self) -> tuple[float, ...]:
        """Return the points needed for level 1 … top, shape (top,), rising."""
        if self.level_at:
            return self.level_at
        total = sum(point.worth for point in self.points)
        return tuple(total * (k + 1) / self.top for k in range(self.top))

    @model_validator(mode="after")
    def _thresholds_fit(self) -> "Criterion":
        if self.level_at and len(self.level_at) != self.top:
            raise ValueError(f"level_at has {len(self.level_at)} numbers for {self.top} levels above 0")
        if any(high <= low for low, high in pairwise(self.level_at)):
            raise ValueError("the numbers of level_at must rise")
        total = sum(point.worth for point in self.points)
        if self.level_at and self.level_at[-1] > total:
            raise ValueError(f"level_at asks for {self.level_at[-1]:g} points where all are worth {total:g}")
        return self


class Colour(StrEnum):
    """Red asks a person to look at a risk; green at a strength. Neither moves a mark."""

    RED = "red"
    GREEN = "green"


class FlagRule(Document):
    """A flag and what raises it. There is no way to raise one by leaving something out."""

    id: Slug
    colour: Colour
    says: Line
    ways: tuple[Way, ...] = Field(min_length=1)


class Marking(Document):
    """Criteria, and how their levels make a score. `full_at` is the share of the weight that earns full marks."""

    full_at: float = Field(default=1.0, gt=0, le=1)
    best: PositiveInt | None = None
    """How many criteria count, those with the highest marks: for a question that asks for some of many."""
    criteria: tuple[Criterion, ...] = Field(min_length=1)


class Variant(Marking):
    """A whole other way to answer; the best of the rubric and its variants counts."""

    id: Slug


class OwnNumbers(Document):
    """What makes one candidate's copy of a rubric theirs: where its numbers come from, and the figures that tell."""

    parameters: dict[Name, Parameter]
    computed: dict[Name, Formula]
    given: dict[Name, float]
    figures: tuple[Number, ...]
    """Those given and asked for, as calculations, so that other candidates' can be made as well."""


class Rubric(Marking):
    """How one item is marked."""

    item: Slug
    model_answer: Prose
    variants: tuple[Variant, ...] = ()
    flags: tuple[FlagRule, ...] = ()
    own: SkipJsonSchema[OwnNumbers | None] = None
    """Set by the program on a candidate's copy; nobody writes it."""

    @model_validator(mode="after")
    def _ids_differ(self) -> "Rubric":
        for kind, ids in (
            ("criterion", [c.id for c in self.criteria]),
            ("flag", [f.id for f in self.flags]),
            ("variant", [v.id for v in self.variants]),
        ):
            twice = sorted({i for i in ids if ids.count(i) > 1})
            if twice:
                raise ValueError(f'{kind} id "{twice[0]}" is used twice')
        return self
