"""The ports (Chat, Store, Unit, Judge, Clock, Carrier): each adapter passes the same contract tests."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from bot.core.adaptive.estimation.learned import Fits
from bot.core.audit import Entry, Head, Link
from bot.core.bank.item import Item
from bot.core.bank.rubric import Rubric
from bot.core.errors import ScreeningError
from bot.core.grading.grade import Grade, Spent
from bot.core.hold import Hold
from bot.core.screening.decisions import Translation
from bot.core.screening.effects import Effect
from bot.core.screening.session import Place, Session
from bot.flow.messages import Message

SUSPECT = 2
"""Deaths after which an effect is carried out with no other suspect beside it: one death more is its own doing."""


class TooSlow(Exception):
    """Reading a candidate's text took longer than any text should."""


class StaleSession(Exception):
    """Someone else changed the session first; load it again and decide again."""


class SessionNotFound(ScreeningError):
    """There is no screening with this id."""


class Outcome(StrEnum):
    """Why a platform did not take a message, where that is known; each has words in `flow/wording/outcomes`."""

    UNREACHABLE = "unreachable"
    CLOSED_DMS = "closed_dms"
    UNKNOWN_PERSON = "unknown_person"
    NO_CHANNEL = "no_channel"
    NO_RIGHTS = "no_rights"
    REVOKED = "revoked"
    RATE = "rate"
    TOO_LONG = "too_long"
    AWAY = "away"
    LATE = "late"
    ANSWERED = "answered"


class ChatError(Exception):
    """A platform did not take a message; `permanent` says that trying again will not help.

    retry_after_s: after how many seconds the platform wants to be asked again. begun: a part of the message is out.
    outcome: what that means to people; None when the platform gave no reason that we know.
    """

    def __init__(
        self,
        what: str,
        *,
        permanent: bool = False,
        retry_after_s: float | None = None,
        outcome: Outcome | None = None,
        begun: bool = False,
    ) -> None:
        super().__init__(what)
        self.permanent = permanent
        self.retry_after_s = retry_after_s
        self.outcome = outcome
        self.begun = begun

    @property
    def maybe_out(self) -> bool:
        """Return whether some of the message may be out; a platform that only named a time has refused all of it."""
        return self.begun or (self.retry_after_s is None and not self.permanent)


@dataclass(frozen=True)
class Order:
    """An effect to be stored: `key` is unique for ever, so that nothing is ordered twice."""

    key: str
    effect: Effect
    due: datetime


@dataclass(frozen=True)
class Job:
    """A stored effect that this process has claimed.

    attempts: how often it was claimed before, from 0; with the id it names this claim.
    faults: how often it failed before; a process that died is not a fault of the effect.
    unsure_since: when the first try began of which nobody knows whether its message is out; None if all are known.
    deaths: how often a process died over it, one after the other.
    """

    id: int
    key: str
    session_id: str
    effect: Effect
    attempts: int
    faults: int = 0
    unsure_since: datetime | None = None
    deaths: int = 0


@dataclass(frozen=True)
class Counts:
    """What a store holds at one moment.

    effects: those that are not done, by state; oldest_due: when the longest waiting one fell due.
    sessions: by state. answers: handed in so far.
    """

    effects: Mapping[str, int]
    oldest_due: datetime | None
    sessions: Mapping[str, int]
    answers: int


class Unit(Protocol):
    """One transaction: all of it is stored, or nothing."""

    async def first_time(self, delivery_id: str, now: datetime) -> bool:
        """Note a platform's delivery; return False if it was noted before."""

    async def add(self, session: Session) -> None:
        """Store a new session."""

    async def load(self, session_id: str) -> Session:
        """Return the session; raise SessionNotFound."""

    async def shown(self, before: datetime) -> Mapping[str, int]:
        """Return how often each item was put to candidates before a time, by item id."""

    async def fits(self) -> Fits | None:
        """Return what was learnt of items and graders and is in force; None for the items' labels alone."""

    async def save(self, session: Session) -> None:
        """Store the session over version - 1; raise StaleSession if that is not what is stored."""

    async def order(self, session_id: str, orders: Sequence[Order]) -> None:
        """Store effects, to be performed in this order; a key that is stored already is left alone."""

    async def settle(self, job_id: int, now: datetime, ref: str | None = None) -> None:
        """Mark an effect as done; `ref` is the platform's name of the message it sent."""

    async def claim(self, session_id: str, now: datetime) -> Job | None:
        """Claim the session's next due effect, as the store's `claim` does, once the transaction is committed."""

    async def erase(self, session_id: str, alias: str, now: datetime) -> Sequence[str]:
        """Take out what a person wrote, was asked and was given; return the names of messages in the hiring channel.

        What stays is that there was a screening; `alias` stands for the person from then on. Raises SessionNotFound,
        and OnHold while a legal hold stands on it.
        """

    async def unname(self, session_id: str) -> str:
        """Take a screening's candidate out of the audit chain, which still holds; return what its next entry says."""

    async def place_hold(self, hold: Hold) -> Hold:
        """Keep a legal hold, and return it with its number."""

    async def release_hold(self, number: int, by: str, now: datetime) -> Hold | None:
        """End a legal hold; return it as it is then, None if there is none of this number that stands."""

    async def forget_replies(self, requests: Sequence[str]) -> None:
        """Remove a model's replies to these requests: what they quote was taken out meanwhile."""

    async def note(self, entry: Entry) -> None:
        """Write an act into the audit chain; it stands there if, and only if, all else of this transaction does."""


class Store(Protocol):
    """Sessions and effects, kept."""

    def unit(self) -> AbstractAsyncContextManager[Unit]:
        """Open a transaction; it commits at the end of the block and rolls back on an error."""

    async def load(self, session_id: str) -> Session:
        """Return the session; raise SessionNotFound."""

    async def screenings_of(self, platform: str, person_id: str) -> Sequence[Session]:
        """Return all sessions of a person, the newest first."""

    async def recent(self, most: int = 200) -> Sequence[Session]:
        """Return the sessions invited last, the newest first."""

    async def unfinished(self, platform: str, person_id: str) -> Sequence[Session]:
        """Return the sessions of a person that are not over, the newest first."""

    async def by_code(self, code: str) -> Session | None:
        """Return the session that an invitation's code opens; None if it opens nothing."""

    async def ongoing(self, platform: str) -> Sequence[Session]:
        """Return a platform's sessions that are not over, the newest first."""

    async def ready(self, now: datetime, platforms: Sequence[str]) -> Sequence[str]:
        """Return the ids of sessions on these platforms whose next effect is due, the longest waiting first."""

    async def next_due(self, platforms: Sequence[str]) -> datetime | None:
        """Return when the next effect of a session on these platforms falls due; None if there is none."""

    async def claim(self, session_id: str, now: datetime) -> Job | None:
        """Claim the session's next due effect, committed before this returns.

        Effects are claimed in their order; one that is under way, waits for another try or has failed
        holds those behind it, one whose time has not come does not.
        """

    async def holds(self, job: Job) -> bool:
        """Return whether a claim still stands: nobody took the effect over, and it is not settled."""

    async def recover(self, session_id: str | None = None, *, died: bool = True) -> int:
        """Give back what is claimed, of one session or of all, and return how many effects that were.

        For whoever knows that the process that claimed it is gone: the one owner of a store before it claims
        anything, or the one that was handed the session after its worker had died. Each such effect counts one
        death more, up to SUSPECT: many were under way, and one of them may be the cause.
        died: False for what this process itself began and broke off; what it was blamed for beforehand is taken back.
        """

    async def blame(self, job: Job) -> None:
        """Count one death more of a claimed effect, before it is carried out with no other beside it."""

    async def under_way(self, platforms: Sequence[str]) -> Sequence[str]:
        """Return the ids of sessions on these platforms that have a claimed effect."""

    async def postpone(self, job: Job, until: datetime, fault: str, *, unsure: bool) -> bool:
        """Give a claimed effect back, to be tried again; return False, and change nothing, as `give_up` does.

        fault: what went wrong, without a person's words. unsure: the message may be out in spite of it.
        """

    async def give_up(self, job: Job, now: datetime, fault: str) -> bool:
        """Mark an effect as failed for good: it and what is behind it wait for an operator.

        Returns False, and changes nothing, if the claim no longer stands.
        """

    async def forget_deliveries(self, before: datetime) -> int:
        """Forget the deliveries noted before a time, and return how many."""

    async def spent(self, since: datetime) -> Spent:
        """Return what the marks given since then have cost."""

    async def recall(self, request: str) -> str | None:
        """Return the kept reply to an equal request to a model."""

    async def keep(self, request: str, reply: str, answer: str) -> None:
        """Keep a model's reply to a request about an answer; the first one stays."""

    async def ref(self, session_id: str, key: str) -> str | None:
        """Return the platform's name of the message that an effect sent."""

    async def question_cards(self, session_id: str, position: int) -> Sequence[str]:
        """Return the platform's names of the messages that put a question, the oldest first; 0 is the practice."""

    async def audited(self, subject: str | None = None, last: int | None = None) -> Sequence[Link]:
        """Return the audit chain in its order: all of it, what is about one screening or person, or the last few."""

    async def audit_head(self) -> Head:
        """Return where the audit chain ends."""

    async def scrub(self) -> bool:
        """Overwrite what was taken out, wherever it may still stand; return False if others kept it from that."""

    async def exported(self, session_id: str) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        """Return everything that is kept about a screening, by table; raise SessionNotFound."""

    async def ended_before(self, moment: datetime, role_ids: Sequence[str]) -> Sequence[str]:
        """Return the screenings for these roles that nobody has touched since, and that still hold a person's data."""

    async def legal_holds(self) -> Sequence[Hold]:
        """Return all legal holds that there ever were, the first first."""

    async def holds_on(self, session_id: str, now: datetime) -> Sequence[Hold]:
        """Return the legal holds that stand on a screening."""

    async def counts(self) -> Counts:
        """Return what the store holds now."""


class Chat(Protocol):
    """A platform on which messages can be posted and edited; raises ChatError."""

    async def post(self, to: Place, message: Message, key: str, unsure_since: datetime | None = None) -> str:
        """Post a message once for each key, and return the platform's name of it.

        unsure_since: an earlier try with this key began then and its outcome is unknown; look whether the
        message is there before sending it.
        """

    async def edit(self, to: Place, ref: str, message: Message) -> None:
        """Replace a posted message; what somebody deleted stays so, and nothing new follows a deleted first part."""

    async def reading(self, to: Place, words: str) -> None:
        """Show that an answer is being read, in these words, or stop with none; best effort, and it never raises."""

    async def retire(self, to: Place, ref: str, message: Message) -> None:
        """Replace a posted message that is done with, if there is room for it; best effort, and it never raises."""

    async def saved(self, to: Place, message_id: str) -> None:
        """Show beside a person's own message that it is kept; best effort, and it never raises."""


class Carrier(Protocol):
    """Whoever carries out the stored effects: a dispatcher in this process, or one worker of many."""

    async def run(self) -> None:
        """Carry out effects until cancelled; what is under way is then finished, or handed back within 10 s."""

    async def drain(self) -> None:
        """Carry out everything that is due now, and what follows from it, then return."""


class Judge(Protocol):
    """Whoever marks an answer."""

    async def grade(
        self, response: str, item: Item, rubric: Rubric, session: Spent, day: Spent, near: Sequence[float] = ()
    ) -> Grade:
        """Return the marks; what cannot be marked comes back ungraded, never as an error.

        session, day: what was spent before on this screening, and today on all. near: scores near which a second
        reading is worth its price, as what is suggested turns there.
        """


class Translator(Protocol):
    """Whoever puts quotes into the screeners' language."""

    async def translate(self, quotes: Sequence[str], session: Spent, day: Spent, now: datetime) -> Translation:
        """Return the translations, or why there are none; never raises. session, day: as for a judge."""


class Clock(Protocol):
    """What time it is."""

    def now(self) -> datetime:
        """Return the time, aware, in UTC."""
