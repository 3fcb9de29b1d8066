"""Adjustments, requests to read again and decisions: what people add to a screening, never changed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.person import Person


class Adjustment(StrEnum):
    """What a candidate asked for so that the screening suits them; no screener and no grader gets to see it."""

    MORE_TIME = "more time"
    PLAIN_WORDING = "plain wording"
    SCREEN_READER = "screen reader"


class Ruling(StrEnum):
    """What a named person decides after a screening."""

    ADVANCE = "advance"
    TALK = "talk"
    NOT_NOW = "not-now"


@dataclass(frozen=True)
class Decision:
    """A person's decision; the last one counts, the earlier ones stay."""

    ruling: Ruling
    author: Person
    reason: str
    at: datetime


@dataclass(frozen=True)
class Reread:
    """A candidate's request that a person reads an answer again, and what that person said."""

    position: int
    words: str
    asked_at: datetime
    author: Person | None = None
    reply: str = ""
    answered_at: datetime | None = None
