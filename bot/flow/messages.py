"""What the bot says, neutral of platform: each front end draws these parts in its own way.

Only `Quote` may hold a person's words. A front end shows its text as it is: it must not mention,
link or format anything there.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from bot.core.screening.session import Session
from bot.flow.action_id import ActionId


class Style(StrEnum):
    """How a button looks, where the platform can tell."""

    PLAIN = "plain"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True)
class Heading:
    """A title of a part of the message."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """A sentence or a few of the bot's own words."""

    text: str
    quiet: bool = False
    """Of the second order: progress, hints, small print."""


@dataclass(frozen=True)
class Bullets:
    """Short lines of the bot's own words."""

    lines: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """Pairs of a label and a value, both the bot's own words."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Quote:
    """A person's own words: hostile until a front end has escaped them."""

    text: str
    label: str = ""


@dataclass(frozen=True)
class Interval:
    """One row of a picture: the middle and the ends of a 90 % interval, in logits, and a note."""

    label: str
    low: float
    middle: float
    high: float
    note: str


@dataclass(frozen=True)
class Intervals:
    """A picture of intervals on one scale from `least` to `most`, with named cuts between bands."""

    rows: tuple[Interval, ...]
    least: float = -3.0
    most: float = 3.0
    cuts: tuple[float, ...] = ()
    bands: tuple[str, ...] = ()
    """Names of the bands between the cuts: one more than there are cuts."""


@dataclass(frozen=True)
class Button:
    """Something to press; `id` says what it does. word: what can be typed in its place, empty if nothing can."""

    id: ActionId
    label: str
    style: Style = Style.PLAIN
    word: str = ""


@dataclass(frozen=True)
class Buttons:
    """Buttons in a row; a front end without buttons shows the words to type."""

    buttons: tuple[Button, ...]


class Spot(StrEnum):
    """Where in the bot's messages buttons stand; which they are says the table of actions."""

    INVITATION = "invitation"
    PRACTICE = "practice question"
    QUESTION = "question"
    EMPTY = "an answer without words"
    WRITING = "an answer with words"
    CHANGED = "an answer that was changed"
    SKIPPING = "an answer with words that is to be skipped"
    STOPPING = "whether to stop"
    WAITING = "a person was called"
    STUCK = "what cannot be done now"
    HELP = "help"
    NEAR_MISS = "nearly a command"
    ASKED = "a question to us"
    ADJUSTING = "how to adjust"
    LANGUAGES = "which language"
    OTHER_LANGUAGE = "an answer in another language"
    REMINDER = "reminder of an open question"
    REMINDER_INVITED = "reminder of an invitation"
    REMINDER_PAUSED = "reminder of a pause"
    COPY_ANSWERS = "answers of the own copy"
    COPY = "end of the own copy"
    CARD_READING = "card, to read"
    CARD_MARKING = "card, to mark"
    CARD_REREADS = "card, to answer candidates"
    CARD_DECIDING = "card, to decide"
    DETAILS = "card, its details"
    LOBBY = "lobby"
    THREAD = "thread that cannot be read"


CARD = (Spot.CARD_READING, Spot.CARD_MARKING, Spot.CARD_REREADS, Spot.CARD_DECIDING)


class Offered(Protocol):
    """What gives a message its buttons: the table of actions."""

    def __call__(self, spot: Spot, session: Session | None = None, position: int | None = None) -> tuple[Buttons, ...]:
        """Return the rows of buttons at a spot, about a screening and a question of it."""


@dataclass(frozen=True)
class Picture:
    """An image with the words that stand for it where it is not seen."""

    png: bytes = field(repr=False)
    alt: str


@dataclass(frozen=True)
class Attachment:
    """A text file to hand over, UTF-8; `name` ends in what it is (".md", ".json"). It may hold a person's words."""

    name: str
    text: str = field(repr=False)


Block = Heading | Paragraph | Bullets | Facts | Quote | Intervals | Buttons | Picture | Attachment


@dataclass(frozen=True)
class Message:
    """One message: `notice` is what a phone's lock screen or a screen reader gets, without a person's words."""

    notice: str
    blocks: tuple[Block, ...]
    in_place: bool = False
    """It takes the place of the window in which it was asked for, where there is one."""


def short(text: str) -> Message:
    """Return a message of one paragraph."""
    return Message(text, (Paragraph(text),))
