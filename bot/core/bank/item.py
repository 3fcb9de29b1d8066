"""Items, tiers, chains, and the bank with its version."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints, model_validator
from pydantic.json_schema import SkipJsonSchema

from bot.core.bank.document import Document, Line, Slug
from bot.core.bank.formula import Formula, Name
from bot.core.bank.grader_curve import Calibration
from bot.core.bank.parameters import Parameter
from bot.core.bank.role import Clarification, Role
from bot.core.bank.rubric import Rubric
from bot.core.bank.samples import Sample, SampleSet

Stem = Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=2500)]


QUOTE = "${said}"
"""Stands in a stem for the candidate's earlier words, which are never put into the text itself."""


class Tier(StrEnum):
    """The author's label; a prior on difficulty until data move it."""

    FUNDAMENTALS = "fundamentals"
    INTERMEDIATE = "intermediate"
    ADVANCED = "advanced"

    @property
    def rank(self) -> int:
        """Return 0, 1 or 2, from the easiest tier to the hardest."""
        return list(Tier).index(self)


class Status(StrEnum):
    """Where an item is in its life; only live items count for a candidate, and pilot ones are tried out on some."""

    DRAFT = "draft"
    PILOT = "pilot"
    LIVE = "live"
    RETIRED = "retired"


class Chain(Document):
    """An item's place in a chain of questions that go deeper: 1 recall, 2 mechanism, 3 trade-off, 4 failure.

    `follows` names the item asked before it; `quotes` a criterion of that item, whose words `${said}` stands for in
    the stem; `otherwise` is said in their place when the candidate gave none. `figure` wants words that hold a number.
    """

    topic: Slug
    link: int = Field(ge=1, le=4)
    follows: Slug | None = None
    quotes: Slug | None = None
    figure: bool = False
    otherwise: Line | None = None

    @model_validator(mode="after")
    def _leads_on(self) -> "Chain":
        if (self.link == 1) != (self.follows is None):
            raise ValueError("follows belongs to links 2 to 4, and each of them needs it")
        if self.quotes is not None and (self.follows is None or self.otherwise is None):
            raise ValueError("quotes needs follows and otherwise: whose words, and what to say when there are none")
        return self


WORDS, TYPED, READ, THOUGHT = 80, 25, 200, 1.0
"""Words of an answer that can be full, words typed and read a minute, and minutes of thought."""


def usual_minutes(stem: str) -> float:
    """Return the minutes for reading a question, a minute's thought and typing eighty words, from 0.5 to 30."""
    return round(min(30.0, WORDS / TYPED + len(stem.split()) / READ + THOUGHT), 1)


def _needs_its_stem(schema: dict[str, Any]) -> None:
    """Say in the schema what a file cannot do without."""
    schema["required"] = ["stem"]


class Item(Document):
    """One question. `minutes` is what a prepared person needs to type an answer (0.5 to 30).

    A file may leave out all but the stem: what its name and folder say, and the usual minutes, are then filled in.
    """

    model_config = ConfigDict(json_schema_extra=_needs_its_stem)

    id: Slug
    domain: Slug
    topic: Slug
    tier: Tier = Field(default=Tier.INTERMEDIATE)
    status: Status = Field(default=Status.LIVE)
    minutes: float = Field(ge=0.5, le=30)
    stem: Stem
    enemies: tuple[Slug, ...] = Field(default=())
    """Items that give this one's answer away: at most one of them meets a candidate."""
    clarify: tuple[Clarification, ...] = Field(default=())
    """What is said to a question about this one: what is meant, what may be assumed; never what a good answer has."""
    sources: tuple[Line, ...] = Field(default=())
    parameters: dict[Name, Parameter] = {}
    """Numbers of a candidate's own, drawn for each; the stem says them as $name or ${name}."""
    computed: dict[Name, Formula] = {}
    """Numbers calculated from these, in order; each may use those above it."""
    chain: Chain | None = None
    given: SkipJsonSchema[dict[Name, float]] = {}
    """The numbers of one candidate's copy, set by the program; nobody writes them."""

    @property
    def is_template(self) -> bool:
        """Return whether the item has numbers of its own, so that its texts are templates."""
        return bool(self.parameters or self.computed)

    @property
    def question(self) -> str:
        """Return the stem for readers other than the candidate, who may have been shown words of theirs in it."""
        return self.stem.replace(QUOTE, "(the candidate's earlier words)")

    @property
    def without_quote(self) -> "Item":
        """Return the item for a candidate who said nothing to quote: with what its chain says in that case."""
        if self.chain is None or self.chain.otherwise is None or QUOTE not in self.stem:
            return self
        return Item.model_validate(self.model_dump() | {"stem": self.stem.replace(QUOTE, self.chain.otherwise)})

    @property
    def key(self) -> str:
        """Return the item's id, by which its table is known."""
        return self.id

    @property
    def stem_digest(self) -> str:
        """Return 16 hex digits that change when the question does: what was learnt is of one wording."""
        return hashlib.sha256(self.stem.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Bank:
    """Every item, rubric and role of one reading of the content folders, by id."""

    items: Mapping[str, Item]
    rubrics: Mapping[str, Rubric]
    """By item id: one rubric for each item."""
    roles: Mapping[str, Role]
    samples: Mapping[str, SampleSet] = field(default_factory=dict)
    """By item id: marked sample answers, for checks; they are not part of the version."""
    calibration: Calibration = field(default_factory=Calibration)
    """What models' scores mean on people's scale, as far as that was learnt."""

    @cached_property
    def version(self) -> str:
        """Return 16 hex digits that change when any item, rubric or role does."""
        parts = [
            f"{kind}:{key}:{document.digest}"
            for kind, documents in (("item", self.items), ("rubric", self.rubrics), ("role", self.roles))
            for key, document in sorted(documents.items())
        ]
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]

    def samples_of(self, item: str) -> tuple[Sample, ...]:
        """Return the marked sample answers to an item; none if there are none."""
        return self.samples[item].samples if item in self.samples else ()

    @cached_property
    def stems(self) -> frozenset[tuple[str, str]]:
        """Return the wordings in the bank: pairs of item id and stem digest."""
        return frozenset((item.id, item.stem_digest) for item in self.items.values())

    def items_for(self, role: Role) -> tuple[Item, ...]:
        """Return the live items that a candidate for `role` may meet, in order of id."""
        return self._of(role, Status.LIVE)

    def pilots_for(self, role: Role) -> tuple[Item, ...]:
        """Return the items of the role's domains that are to be tried out, in order of id, listed by it or not."""
        return self._of(role.model_copy(update={"items": ()}), Status.PILOT)

    def _of(self, role: Role, status: Status) -> tuple[Item, ...]:
        return tuple(
            item
            for _, item in sorted(self.items.items())
            if item.status is status and item.domain in role.domains and (not role.items or item.id in role.items)
        )
