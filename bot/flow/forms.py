"""Forms as values: a few questions at once, neutral of platform, and what is wrong with what was filled in."""

from dataclasses import dataclass

from bot.core.screening.decisions import Language
from bot.flow.action_id import ActionId
from bot.flow.messages import Block, Message

LONGEST_TITLE = 24
LONGEST_LABEL = 45
LONGEST_CHOICE = 75
MOST_CHOICES = 25
MOST_FIELDS = 5
"""What every platform takes; a form that one of them would refuse is a fault of ours."""


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

    id: ActionId
    title: str
    fields: tuple[Field, ...]
    submit: str
    blocks: tuple[Block, ...] = ()

    def __post_init__(self) -> None:
        within("a form's title", self.title, LONGEST_TITLE)
        if not 1 <= len(self.fields) <= MOST_FIELDS:
            raise ValueError(f"a form has 1 to {MOST_FIELDS} fields")


@dataclass(frozen=True)
class FieldError:
    """What is wrong with what stands in one field."""

    field: str
    label: str
    words: str


@dataclass(frozen=True)
class FieldErrors:
    """Why a form cannot be taken, field by field; a platform shows each at its field, where it can."""

    errors: tuple[FieldError, ...]
    language: Language = Language.ENGLISH


Reply = Message | Form | FieldErrors
"""What somebody gets who acts: words for them alone, a form to fill in, or what is wrong in the one they sent."""


def within(what: str, text: str, most: int) -> None:
    """Raise ValueError if a text is longer than every platform takes."""
    if len(text) > most:
        raise ValueError(f"{what} has at most {most} characters")
