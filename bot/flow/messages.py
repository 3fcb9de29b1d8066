"""What the bot says, neutral of platform: each front end draws these parts in its own way.

Only `Quote` may hold a person's words. A front end shows its text as it is: it must not mention,
link or format anything there.
"""

from dataclasses import dataclass, field
from enum import StrEnum

LONGEST_ID = 80
LONGEST_TITLE = 24
LONGEST_LABEL = 45
LONGEST_CHOICE = 75
MOST_CHOICES = 25
MOST_FIELDS = 5
"""What every platform takes; a form that one of them would refuse is a fault of ours."""


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
    """Something to press; `action` is what the plain word would do ("start", "done").

    about: what the press is about, such as "<session>" or "<session>:<position>"; it travels back as it is.
    """

    action: str
    label: str
    style: Style = Style.PLAIN
    about: str = ""

    def __post_init__(self) -> None:
        within("a button's about", self.about, LONGEST_ID)


@dataclass(frozen=True)
class Buttons:
    """Buttons in a row; a front end without buttons shows the words to type."""

    buttons: tuple[Button, ...]


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


@dataclass(frozen=True)
class Choice:
    """One of several values that a field offers."""

    value: str
    label: str

    def __post_init__(self) -> None:
        within("a choice", self.label, LONGEST_CHOICE)


@dataclass(frozen=True)
class Field:
    """One thing that a form asks for: a text of `lines` lines, or one of the choices.

    value: what stands there to begin with; most: characters that a text may have.
    """

    id: str
    label: str
    hint: str = ""
    lines: int = 1
    choices: tuple[Choice, ...] = ()
    optional: bool = False
    most: int = 1000
    value: str = ""

    def __post_init__(self) -> None:
        within("a field's label", self.label, LONGEST_LABEL)
        if len(self.choices) > MOST_CHOICES:
            raise ValueError(f"a field offers at most {MOST_CHOICES} choices")


@dataclass(frozen=True)
class Form:
    """A few questions at once, opened by a press; `id` comes back with the values, by the ids of the fields."""

    id: str
    title: str
    fields: tuple[Field, ...]
    submit: str
    blocks: tuple[Block, ...] = ()

    def __post_init__(self) -> None:
        within("a form's id", self.id, LONGEST_ID)
        within("a form's title", self.title, LONGEST_TITLE)
        if not 1 <= len(self.fields) <= MOST_FIELDS:
            raise ValueError(f"a form has 1 to {MOST_FIELDS} fields")


Reply = Message | Form
"""What somebody gets who acts: words for them alone, or a form to fill in."""


def within(what: str, text: str, most: int) -> None:
    """Raise ValueError if a text is longer than every platform takes."""
    if len(text) > most:
        raise ValueError(f"{what} has at most {most} characters")
