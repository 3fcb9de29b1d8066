"""A row of the table of actions: whose it is, where its button stands, what it needs, asks, does, notes and answers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.core import audit
from bot.core.person import Person
from bot.core.screening.events import Event
from bot.core.screening.session import Session
from bot.flow.action_id import ActionId
from bot.flow.forms import LONGEST_LABEL, FieldErrors, Reply, within
from bot.flow.messages import Button, Message, Spot, Style
from bot.flow.permissions import Permission
from bot.flow.wording.catalogue import ENGLISH, Say


class Side(StrEnum):
    """Whose an action is, wherever its button stands."""

    CANDIDATE = "candidate"
    SCREENER = "screener"


@dataclass(frozen=True)
class Given:
    """What an action is given. values: what was filled in, None for a press or a typed word."""

    id: ActionId
    author: Person
    about: Session | None = None
    values: Mapping[str, str] | None = None

    @property
    def session(self) -> Session:
        """Return the screening; only the rows that need none may be without."""
        assert self.about is not None, f"{self.id.kind} is about a screening"
        return self.about

    @property
    def say(self) -> Say:
        """Return how its candidate is spoken to, in English where there is no screening."""
        return Say(self.about.language) if self.about else ENGLISH

    def text(self, field: str) -> str:
        """Return what was filled in, empty if nothing was."""
        return (self.values or {}).get(field, "")


@dataclass(frozen=True)
class CodeBrought:
    """Somebody brings an invitation's code, or comes without one: whose it is, the reception looks up."""

    code: str


@dataclass(frozen=True)
class Wrote:
    """Somebody writes in a form what others write as a message; session, position: the question that it was for."""

    text: str
    session: str = ""
    position: int | None = None


@dataclass(frozen=True)
class ListAsked:
    """Somebody wants to see the screenings that they may see."""

    show: str


@dataclass(frozen=True)
class TooLate:
    """Somebody else was first: nothing happens and nothing is noted, the words say why."""

    words: Message


Outcome = tuple[Event, ...] | Message | FieldErrors | CodeBrought | Wrote | ListAsked | TooLate
"""What an action comes to: events of the screening, something to show, or why not."""


def always(_: Session) -> bool:
    """Return True: a button that stands wherever its spot does."""
    return True


@dataclass(frozen=True)
class Action:
    """One row.

    kind: how ids name it, for good: messages that were posted keep it. label: of the button, "{position}" in it is the
    question's. handle: what it comes to; where there is a form, also what is filled in, which holds to the form's
    fields. form: what a press opens or asks back; None of it means that there is nothing to ask, or to do.
    permission: what a screener needs; candidates need the screening to be theirs. noted: the audit entry of what
    happens, noted_as: its detail if that is not the position.
    words: what a candidate can type instead, the first one shown. command: what a platform's list says of it, if it is
    also a command after /viva, under its kind. at: the positions that have a button each.
    done: what whoever acted gets to read; a screener's is given the screening as it is afterwards, a candidate's as
    it was.
    """

    kind: str
    label: str
    handle: Callable[[Given], Outcome]
    side: Side
    form: Callable[[Given], Reply | None] | None = None
    permission: Permission | None = None
    noted: audit.Act | None = None
    noted_as: str = ""
    spots: tuple[Spot, ...] = ()
    style: Style = Style.PLAIN
    words: tuple[str, ...] = ()
    command: str = ""
    when: Callable[[Session], bool] = always
    at: Callable[[Session], Sequence[int]] | None = None
    needs_session: bool = True
    done: Callable[[Given], Message] | None = None

    def __post_init__(self) -> None:
        ActionId(self.kind)
        within("a button's label", self.label, LONGEST_LABEL)
        if self.side is Side.SCREENER and (self.permission is None or self.noted is None):
            raise ValueError(f"{self.kind}: what screeners do needs a permission and an audit entry")

    @property
    def is_typed(self) -> bool:
        """Return whether a plain word does the same, without a number in it."""
        return bool(self.words) and "{" not in self.words[0]

    def button(
        self, session: str = "", position: int | None = None, extra: str = "", label: str = "", say: Say = ENGLISH
    ) -> Button:
        """Return the button; `label` stands in place of the row's own, `say` names it."""
        word = say(self.words[0], position=position) if self.words else ""
        named = say(label or self.label, position=position)
        return Button(ActionId(self.kind, session, position, extra), named, self.style, word)

    def buttons(self, session: Session | None, position: int | None, say: Say = ENGLISH) -> list[Button]:
        """Return its buttons about a screening and a question: none, one, or one for each position that it names."""
        if session is None:
            return [self.button(position=position, say=say)]
        if not self.when(session):
            return []
        places = [position] if self.at is None else self.at(session)
        say = Say(session.language) if self.side is Side.CANDIDATE else ENGLISH
        return [self.button(session.id, place, say=say) for place in places]

    def entry_detail(self, id_: ActionId) -> str:
        """Return the detail of the audit entry: never anything that somebody filled in."""
        return self.noted_as or ("" if id_.position is None else str(id_.position))
