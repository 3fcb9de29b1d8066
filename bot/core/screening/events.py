"""Events: what happened to a session, in the past tense."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.grading.grade import Grade
from bot.core.person import Person, Place
from bot.core.screening.decisions import Adjustment, Language, Looked, Ruling, Translation


@dataclass(frozen=True)
class Accepted:
    """The candidate read the notice and started: this is the consent."""


@dataclass(frozen=True)
class Declined:
    """The candidate does not want this screening."""


@dataclass(frozen=True)
class Said:
    """The candidate wrote a message that is no command; `unread` files came with it that cannot be read."""

    message_id: str
    text: str
    unread: int = 0
    meant: str = ""
    """The command that the whole message is nearly, as the candidate may have meant it; empty if it is near none."""
    position: int | None = None
    """The question that the words are meant for, where a form carried it."""


@dataclass(frozen=True)
class Corrected:
    """The candidate changed a message; without an id, the last one of the open answer."""

    text: str
    message_id: str | None = None
    position: int | None = None
    """The question that the change is meant for, where it is known."""


@dataclass(frozen=True)
class Deleted:
    """The candidate deleted a message on the platform."""

    message_id: str


@dataclass(frozen=True)
class UndoAsked:
    """The candidate takes back what they did last: a change, a deletion, or handing in while the next is empty."""

    position: int | None = None


@dataclass(frozen=True)
class Finished:
    """The candidate handed in the open answer; `position` of the card that was pressed, 0 for practice.

    without: the message that was a command misspelt, and is no part of the answer.
    """

    position: int | None = None
    without: str = ""


@dataclass(frozen=True)
class Skipped:
    """The candidate passes over the open item; `position` as above. sure: also with words written there."""

    position: int | None = None
    sure: bool = False


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
    """A grader came back with its marks for one answer.

    handed_in_at: of the answer that was marked, for it may have been taken back since; None before that was kept.
    """

    position: int
    grade: Grade
    handed_in_at: datetime | None = None


@dataclass(frozen=True)
class Remarked:
    """A grader came back with new marks for an answer that had marks.

    known: how many grades the answer had when it was asked; attempt: of the `Remark` that asked, 0 for a person.
    handed_in_at: of the answer that was marked, as in `Graded`.
    """

    position: int
    known: int
    grade: Grade
    attempt: int = 0
    handed_in_at: datetime | None = None


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


@dataclass(frozen=True)
class Arrived:
    """Somebody came with the invitation's code, or to be talked to at another place."""

    who: Person
    place: Place | None


@dataclass(frozen=True)
class Undelivered:
    """A message to the candidate was refused for good; `outcome` says why, in the words of `flow/ports`."""

    outcome: str


@dataclass(frozen=True)
class Reached:
    """A message to the candidate was taken, after one that was refused for good."""


@dataclass(frozen=True)
class Noticed:
    """The notice is before the candidate, in these words."""

    text: str


@dataclass(frozen=True)
class DataAsked:
    """The candidate wants to see what is kept about them."""


@dataclass(frozen=True)
class AdjustAsked:
    """The candidate wants to know which adjustments there are."""


@dataclass(frozen=True)
class Adjusted:
    """The candidate chose adjustments; they come to those chosen before, or in their place."""

    adjustments: frozenset[Adjustment]
    instead: bool = False


@dataclass(frozen=True)
class LanguageChosen:
    """The candidate chose the language in which they are spoken to."""

    language: Language


@dataclass(frozen=True)
class BegunAgain:
    """The candidate empties the open answer, to say it in other words; `position` as in `Finished`."""

    position: int | None = None


@dataclass(frozen=True)
class RereadAsked:
    """The candidate wants a person to read an answer again, and may say why."""

    position: int
    words: str = ""


@dataclass(frozen=True)
class RereadAnswered:
    """A person read an answer again, and says what came of it."""

    position: int
    author: Person
    reply: str


@dataclass(frozen=True)
class RemarkAsked:
    """A person wants an answer to be marked again by the grader."""

    position: int
    author: Person


@dataclass(frozen=True)
class TranslationAsked:
    """A person wants the quotes of the details in their own language."""

    author: Person


@dataclass(frozen=True)
class Translated:
    """A machine came back with translations, or with why there are none."""

    translation: Translation


@dataclass(frozen=True)
class SummaryPosted:
    """The card is in the hiring channel."""


@dataclass(frozen=True)
class Chased:
    """The time came to look whether anybody has decided."""


@dataclass(frozen=True)
class Decided:
    """A person decided; `known` is how many decisions there were when they looked."""

    ruling: Ruling
    author: Person
    reason: str
    known: int
    looked: Looked | None = None


@dataclass(frozen=True)
class TakenBack:
    """Somebody took an invitation back that nobody had taken up."""

    author: Person


@dataclass(frozen=True)
class SentAgain:
    """Somebody sent an invitation again that nobody had taken up."""

    author: Person


Event = (
    TakenBack
    | SentAgain
    | Accepted
    | Declined
    | Said
    | Corrected
    | Deleted
    | UndoAsked
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
    | Arrived
    | Undelivered
    | Reached
    | Noticed
    | DataAsked
    | AdjustAsked
    | Adjusted
    | LanguageChosen
    | BegunAgain
    | RereadAsked
    | RereadAnswered
    | RemarkAsked
    | TranslationAsked
    | Translated
    | SummaryPosted
    | Chased
    | Decided
)
