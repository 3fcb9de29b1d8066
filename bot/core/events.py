"""What can happen to a session; past tense, each with what only the event knows."""

from dataclasses import dataclass

from bot.core.grading import Grade
from bot.core.session import Person


@dataclass(frozen=True)
class Accepted:
    """The candidate read the notice and started: this is the consent."""


@dataclass(frozen=True)
class Declined:
    """The candidate does not want this screening."""


@dataclass(frozen=True)
class Said:
    """The candidate wrote a message that is no command."""

    message_id: str
    text: str


@dataclass(frozen=True)
class Corrected:
    """The candidate changed a message; without an id, the last one of the open answer."""

    text: str
    message_id: str | None = None


@dataclass(frozen=True)
class Finished:
    """The candidate handed in the open answer."""


@dataclass(frozen=True)
class Skipped:
    """The candidate passes over the open item."""


@dataclass(frozen=True)
class PauseAsked:
    """The candidate wants a break."""


@dataclass(frozen=True)
class Resumed:
    """The candidate is back."""


@dataclass(frozen=True)
class StopAsked:
    """The candidate wants to end; asked twice, it is done."""


@dataclass(frozen=True)
class HelpAsked:
    """The candidate wants to know how this works."""


@dataclass(frozen=True)
class HumanAsked:
    """The candidate wants a person."""


@dataclass(frozen=True)
class Graded:
    """A grader came back with its marks for one answer."""

    position: int
    grade: Grade


@dataclass(frozen=True)
class Remarked:
    """A grader came back with new marks for an answer that had marks.

    known: how many grades the answer had when it was asked; attempt: of the `Remark` that asked, 0 for a person.
    """

    position: int
    known: int
    grade: Grade
    attempt: int = 0


@dataclass(frozen=True)
class Woke:
    """The session's timer rang: a reminder or the end may be due."""


@dataclass(frozen=True)
class Overridden:
    """A person set a criterion's level, and said why."""

    position: int
    criterion: str
    level: int
    author: Person
    reason: str


Event = (
    Accepted
    | Declined
    | Said
    | Corrected
    | Finished
    | Skipped
    | PauseAsked
    | Resumed
    | StopAsked
    | HelpAsked
    | HumanAsked
    | Graded
    | Remarked
    | Woke
    | Overridden
)
