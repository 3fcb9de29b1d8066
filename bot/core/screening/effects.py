"""Effects: what a decision orders (send, mark, wake), stored with the session and performed afterwards."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Topic(StrEnum):
    """What a short message to the candidate is about; the words are in `flow/wording`."""

    HELP = "help"
    EMPTY_ANSWER = "empty_answer"
    NOT_STARTED = "not_started"
    ALREADY_STARTED = "already_started"
    ALREADY_HANDED_IN = "already_handed_in"
    NOTHING_TO_EDIT = "nothing_to_edit"
    HOW_TO_EDIT = "how_to_edit"
    EDITED = "edited"
    TOO_LATE_TO_EDIT = "too_late_to_edit"
    EDIT_TOO_LONG = "edit_too_long"
    TOO_LONG = "too_long"
    NOT_KEPT = "not_kept"
    KEPT = "kept"  # ordered by earlier versions only, in rows that may still wait
    READING = "reading"
    DELAYED = "delayed"
    PAUSED = "paused"
    PAUSED_KEPT = "paused_kept"
    PRACTICE_DONE = "practice_done"
    CONFIRM_STOP = "confirm_stop"
    HUMAN_CALLED = "human_called"
    HUMAN_KNOWS = "human_knows"
    SKIP_WRITTEN = "skip_written"
    UNDONE = "undone"
    TAKEN_BACK = "taken_back"
    NOTHING_TO_UNDO = "nothing_to_undo"
    DELETED = "deleted"
    DELETED_LATE = "deleted_late"
    NEAR_MISS = "near_miss"
    CLARIFIED = "clarified"
    LATE_FORM = "late_form"
    OVER = "over"
    OLD_CARD = "old_card"
    FILE_REFUSED = "file_refused"
    ADJUST = "adjust"
    ADJUSTED = "adjusted"
    LANGUAGE_CHOSEN = "language_chosen"
    OTHER_LANGUAGE = "other_language"
    BEGUN_AGAIN = "begun_again"
    REREAD_ASKED = "reread_asked"
    REREAD_KNOWN = "reread_known"
    REREAD_LATER = "reread_later"


class Notice(StrEnum):
    """What the team or the inviter is told of; the words are in `flow/wording`."""

    UNREACHABLE = "unreachable"
    STALE = "stale"
    NOT_STARTED = "not started"
    QUESTION = "question"
    UNDECIDED = "undecided"
    REREAD = "reread"


@dataclass(frozen=True)
class SendInvitation:
    """Send the candidate the notice, with Start and Not now."""


@dataclass(frozen=True)
class AskPractice:
    """Put the practice question."""


@dataclass(frozen=True)
class AskItem:
    """Put the item of this position; `again` after a pause."""

    position: int
    again: bool = False


@dataclass(frozen=True)
class Tell:
    """Say something short to the candidate. about: the command it is about; message: the id of theirs it is about."""

    topic: Topic
    about: str = ""
    message: str = ""


@dataclass(frozen=True)
class Remind:
    """Remind the candidate of an unfinished screening; `number` counts from 1."""

    number: int


@dataclass(frozen=True)
class GradeResponse:
    """Have the answer of this position marked."""

    position: int


@dataclass(frozen=True)
class Remark:
    """Have an answer that the rules stood in for marked again at `due`; `attempt` counts from 1."""

    position: int
    attempt: int
    due: datetime


@dataclass(frozen=True)
class Wake:
    """Ring the session's timer at `due`."""

    due: datetime


@dataclass(frozen=True)
class CallPerson:
    """Tell the hiring channel that the candidate asks for a person."""


@dataclass(frozen=True)
class Thank:
    """Close the conversation, with what happens next and the candidate's own copy."""


@dataclass(frozen=True)
class PostSummary:
    """Post the summary to the hiring channel: once for each session."""


@dataclass(frozen=True)
class UpdateSummary:
    """Edit the posted summary: a mark changed."""


@dataclass(frozen=True)
class Retract:
    """Put a word in the place of a message in the hiring channel: the person's data was erased."""

    ref: str


@dataclass(frozen=True)
class SendOwnData:
    """Send the candidate what is kept about them, as a file."""


@dataclass(frozen=True)
class AnswerReread:
    """Tell the candidate what a person said who read this answer again."""

    position: int


@dataclass(frozen=True)
class Translate:
    """Have the quotes of the details translated that are not translated yet."""


@dataclass(frozen=True)
class TellInviter:
    """Tell whoever invited the candidate, privately."""

    notice: Notice


@dataclass(frozen=True)
class TellTeam:
    """Tell the hiring channel."""

    notice: Notice
    position: int = 0


@dataclass(frozen=True)
class Chase:
    """Look at `due` whether anybody has decided."""

    due: datetime


Effect = (
    SendInvitation
    | AskPractice
    | AskItem
    | Tell
    | Remind
    | GradeResponse
    | Remark
    | Wake
    | CallPerson
    | Thank
    | PostSummary
    | UpdateSummary
    | Retract
    | SendOwnData
    | AnswerReread
    | Translate
    | TellInviter
    | TellTeam
    | Chase
)
