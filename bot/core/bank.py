"""The items: what can be asked, and which version of the whole bank a session met."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import Annotated

from pydantic import Field, StringConstraints

from bot.core.model import Document, Line, Slug
from bot.core.recalibration import Calibration
from bot.core.role import Role
from bot.core.rubric import Rubric, SampleSet

Stem = Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=2500)]


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
    """Where an item is in its life; only live items count for a candidate."""

    DRAFT = "draft"
    PILOT = "pilot"
    LIVE = "live"
    RETIRED = "retired"


class Item(Document):
    """One question. `minutes` is what a prepared person needs to type an answer (0.5 to 30)."""

    id: Slug
    domain: Slug
    topic: Slug
    tier: Tier
    status: Status = Field(default=Status.LIVE)
    minutes: float = Field(ge=0.5, le=30)
    stem: Stem
    enemies: tuple[Slug, ...] = Field(default=())
    """Items that give this one's answer away: at most one of them meets a candidate."""
    sources: tuple[Line, ...] = Field(default=())


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

    def items_for(self, role: Role) -> tuple[Item, ...]:
        """Return the live items that a candidate for `role` may meet, in order of id."""
        return tuple(
            item
            for _, item in sorted(self.items.items())
            if item.status is Status.LIVE and item.domain in role.domains and (not role.items or item.id in role.items)
        )
