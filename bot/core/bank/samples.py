"""Marked sample answers: what people gave, which the graders are held against."""

from enum import StrEnum
from typing import Annotated

from pydantic import ConfigDict, Field, model_validator

from bot.core.bank.document import Document, Line, Prose, Slug
from bot.core.bank.formula import Name


class SampleKind(StrEnum):
    """What a marked sample answer stands for."""

    STRONG = "strong"
    TERSE = "terse"
    MIDDLING = "middling"
    WEAK = "weak"
    BUZZWORD = "buzzword"
    WRONG = "wrong"
    OFF_TOPIC = "off-topic"
    STUFFED = "stuffed"
    INJECTING = "injecting"


class Sample(Document):
    """An answer with the level that a person gives it on each criterion.

    `with` names the numbers that this person was given; what it leaves out has its first value.
    """

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True)

    id: Slug
    kind: SampleKind
    given: dict[Name, float] = Field(default={}, alias="with")
    answer: Prose
    levels: dict[Slug, Annotated[int, Field(ge=0)]]


EXACT, WITHIN = 0.65, 0.92
"""The least shares of marks that are people's, and that are at most a level away from them."""

Share = Annotated[float, Field(ge=0, le=1)]


class Floor(Document):
    """How far the rules' marks on an item's samples may be from people's; below the usual floor it takes a `why`."""

    exact: Share = EXACT
    within: Share = WITHIN
    why: Line | None = None
    """What only a reader can see in answers to this item, so that it needs the model."""

    @model_validator(mode="after")
    def _says_why(self) -> "Floor":
        if self.why is None and (self.exact < EXACT or self.within < WITHIN):
            raise ValueError(f"a floor below {EXACT:g} and {WITHIN:g} needs a why")
        return self


class SampleSet(Document):
    """The marked sample answers of one item."""

    item: Slug
    floor: Floor = Floor()
    samples: tuple[Sample, ...] = Field(min_length=1)
