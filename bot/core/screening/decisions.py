"""Adjustments, languages, requests to read again and decisions: what people add to a screening, never changed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.core.person import Person


class Adjustment(StrEnum):
    """What a candidate asked for so that the screening suits them; no screener and no grader gets to see it."""

    MORE_TIME = "more time"
    PLAIN_WORDING = "plain wording"
    SCREEN_READER = "screen reader"


class Language(StrEnum):
    """A language in which candidates can be spoken to; each but English has a catalogue in `flow/wording`."""

    ENGLISH = "en"
    GERMAN = "de"
    SPANISH = "es"
    FRENCH = "fr"
    PORTUGUESE = "pt"


class Ruling(StrEnum):
    """What a named person decides after a screening."""

    ADVANCE = "advance"
    TALK = "talk"
    NOT_NOW = "not-now"


@dataclass(frozen=True)
class Stood:
    """A suggestion as it stood when somebody decided, so that it can be told later whatever marks came since.

    chance: of ability at or above the bar, in [0, 1]; theta, se: in logits. scores, recipes: by position; the recipe
    says what a mark was made with. bank, role, fits, marks: digests of what it rests on.
    """

    suggestion: str | None
    chance: float | None
    reasons: tuple[str, ...]
    band: str | None
    theta: float
    se: float
    scores: tuple[tuple[int, float | None], ...]
    recipes: tuple[tuple[int, tuple[tuple[str, str], ...]], ...]
    bank: str
    role: str
    fits: str | None
    marks: str


@dataclass(frozen=True)
class Looked:
    """When whoever decided first had the card before them, and opened what is behind it; None for never."""

    card: datetime | None = None
    details: datetime | None = None
    transcript: datetime | None = None


@dataclass(frozen=True)
class Decision:
    """A person's decision; the last one counts, the earlier ones stay. stood, looked: None before they were kept."""

    ruling: Ruling
    author: Person
    reason: str
    at: datetime
    stood: Stood | None = None
    looked: Looked | None = None


@dataclass(frozen=True)
class NoticeShown:
    """The notice as a candidate was shown it before they agreed: its text, the text's SHA-256, when it was sent."""

    text: str
    digest: str
    at: datetime


@dataclass(frozen=True)
class Translation:
    """What a machine made of quotes when somebody asked for it: each with its translation, or why there is none.

    model: as it calls itself; tokens, cost (US dollars): what was paid.
    """

    at: datetime
    model: str = ""
    texts: tuple[tuple[str, str], ...] = ()
    fault: str = ""
    tokens: int = 0
    cost: float = 0.0


@dataclass(frozen=True)
class Reread:
    """A candidate's request that a person reads an answer again, and what that person said."""

    position: int
    words: str
    asked_at: datetime
    author: Person | None = None
    reply: str = ""
    answered_at: datetime | None = None
