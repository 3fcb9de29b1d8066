"""What the bot says, neutral of platform: each front end draws these parts in its own way.

Only `Quote` may hold a person's words. A front end shows its text as it is: it must not mention,
link or format anything there.
"""

from dataclasses import dataclass
from enum import StrEnum


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
    """Something to press; `action` is what the plain word would do ("start", "done")."""

    action: str
    label: str
    style: Style = Style.PLAIN


@dataclass(frozen=True)
class Buttons:
    """Buttons in a row; a front end without buttons shows the words to type."""

    buttons: tuple[Button, ...]


Block = Heading | Paragraph | Bullets | Facts | Quote | Intervals | Buttons


@dataclass(frozen=True)
class Message:
    """One message: `notice` is what a phone's lock screen or a screen reader gets, without a person's words."""

    notice: str
    blocks: tuple[Block, ...]
