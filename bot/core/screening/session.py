"""The session: one candidate, one screening, as an immutable value."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.core.adaptive.estimation.learned import Fits
from bot.core.adaptive.estimation.likelihoods import LABELS, Tables
from bot.core.adaptive.estimation.posterior import Observation
from bot.core.adaptive.selection.next_item import Asked, Because, Kind
from bot.core.bank.item import Item
from bot.core.bank.role import Role
from bot.core.bank.rubric import Criterion, Rubric
from bot.core.grading.grade import Grade, Rating, Source
from bot.core.grading.score import held_to, scale_of, total
from bot.core.person import Person as Person
from bot.core.person import Place as Place
from bot.core.screening.decisions import Adjustment, Decision, Language, NoticeShown, Reread, Translation

ERASED = "erased"
"""What stands in the place of a candidate's name once their data was taken out, and begins their id's stand-in."""


class State(StrEnum):
    """Where a session is in its life; the last four are ends."""

    INVITED = "invited"
    PRACTISING = "practising"
    ASKING = "asking"
    GRADING = "grading"
    PAUSED = "paused"
    CLOSED = "closed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"

    @property
    def over(self) -> bool:
        """Return whether nothing more will be asked."""
        return self in {State.CLOSED, State.DECLINED, State.WITHDRAWN, State.EXPIRED}


@dataclass(frozen=True)
class Part:
    """One message of an answer, as written. `id` is the platform's message id."""

    id: str
    text: str
    at: datetime


TAKEN_BACK = "taken back"
"""Why a screening ended that was taken back before it began."""


class Gone(StrEnum):
    """How words left an answer."""

    CHANGED = "changed"
    DELETED = "deleted"
    MISTYPED = "mistyped"
    ASKED = "asked"
    BEGUN_AGAIN = "begun again"


@dataclass(frozen=True)
class Replaced:
    """Words that stood in an answer and were changed or taken out: they stay in the record and are not marked.

    position: of the question, 0 for practice; id: of the message; at: when they left, or were deleted after the end.
    """

    position: int
    how: Gone
    id: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Override:
    """A person's mark in place of a grader's; the old one stays."""

    criterion: str
    old: int | None
    new: int
    author: Person
    reason: str
    at: datetime


@dataclass(frozen=True)
class QuoteRef:
    """Where the words stand that a question quotes: the answer's position, and its characters from `start` to `end`."""

    position: int
    start: int
    end: int


@dataclass(frozen=True)
class Why:
    """What was known when an item was chosen, kept so that the choice can be explained and repeated.

    theta, se: in logits, before the item; draw: in [0, 1).
    """

    because: Because
    theta: float
    se: float
    draw: float
    runners_up: tuple[str, ...]
    said: QuoteRef | None = None
    """What the question quotes of an earlier answer, when it is a link of a chain."""
    gain: float | None = None
    """Share of what was open that its answer was expected to settle, in [0, 1]; None before that was kept."""
    among: tuple[str, ...] = ()
    """The items about equally good, from which `draw` picked this one."""


@dataclass(frozen=True)
class Administration:
    """One item put to the candidate: the item and rubric as they were, the answer, its marks."""

    position: int
    item: Item
    rubric: Rubric
    why: Why
    asked_at: datetime
    parts: tuple[Part, ...] = ()
    answered_at: datetime | None = None
    skipped: bool = False
    grades: tuple[Grade, ...] = ()
    overrides: tuple[Override, ...] = ()

    @property
    def is_pilot(self) -> bool:
        """Return whether the item is only tried out, so that its marks are kept and do not count."""
        return self.why.because.kind is Kind.PILOT

    @property
    def response(self) -> str:
        """Return the answer as one text: its messages, each on a line of its own."""
        return "\n".join(part.text for part in self.parts)

    @property
    def is_open(self) -> bool:
        """Return whether the candidate may still add to the answer."""
        return self.answered_at is None

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """Return the criteria of the way of answering that the last grade chose."""
        chosen = self.grades[-1].variant if self.grades else None
        return next((v.criteria for v in self.rubric.variants if v.id == chosen), self.rubric.criteria)

    @property
    def grade(self) -> Grade | None:
        """Return the grade that counts: the last one, with people's overrides in it; None while there is none.

        An answer that was taken back after it was marked has none until it is handed in again.
        """
        if not self.is_marked or self.is_open:
            return None
        return _overridden(self.grades[-1], self) if self.overrides else self.grades[-1]

    @property
    def is_marked(self) -> bool:
        """Return whether the answer has marks as it was handed in last; older ones are of what was taken back."""
        return bool(self.grades) and self.grades[-1].handed_in_at in {None, self.answered_at}

    @property
    def observation(self) -> Observation | None:
        """Return what the answer says about ability; None while it is ungraded.

        How sure it is stays what the grader made it, also where a person has set marks: else a lower mark that is
        trusted more could say more.
        """
        return self._seen(self.grade)

    @property
    def own_observation(self) -> Observation | None:
        """Return what the grader alone made of the answer, without people's marks; None while it is ungraded."""
        return self._seen(self.grades[-1]) if self.is_marked and not self.is_open else None

    def _seen(self, grade: Grade | None) -> Observation | None:
        if grade is None or grade.score is None:
            return None
        item, own = self.item, self.grades[-1]
        grader, unsure = (Source.PERSON, False) if own.score is None else (own.source, own.is_ambiguous)
        return Observation(
            item.id, item.domain, item.tier, grade.score, grader.value, unsure, looked=bool(self.overrides)
        )

    @property
    def minutes(self) -> float | None:
        """Return the minutes from question to hand-in, breaks included; None while open, or when skipped."""
        if self.answered_at is None or self.skipped:
            return None
        return (self.answered_at - self.asked_at).total_seconds() / 60


def _overridden(grade: Grade, administration: Administration) -> Grade:
    """Return the grade with each overridden level in place; the person has looked, so no reasons are left.

    What the grader said of the other criteria stays, and who it was: one level set makes no grade a person's. It is
    theirs where they have set every level, or where the grader could give no mark at all.
    """
    new = {o.criterion: o.new for o in administration.overrides}
    criteria = administration.criteria
    rated = {r.criterion: r for r in grade.ratings}
    given = tuple(rated.get(c.id, Rating(c.id, None, c.top)) for c in criteria if c.id in new or c.id in rated)
    ratings = tuple(_set(r, new[r.criterion]) if r.criterion in new else r for r in given)
    told = [next(c for c in criteria if c.id == r.criterion) for r in ratings]
    variant = next((v for v in administration.rubric.variants if v.id == grade.variant), None)
    marking = variant or administration.rubric
    before, now = (total(told, r, marking.full_at, marking.best, scale_of(grade.source)) for r in (given, ratings))
    score = now
    if grade.score is not None and before is not None and now is not None:
        score = held_to(before, now, grade.score)
    theirs = grade.score is None or all(r.criterion in new for r in ratings)
    return replace(grade, ratings=ratings, score=score, source=Source.PERSON if theirs else grade.source, reasons=())


def _set(rating: Rating, level: int) -> Rating:
    """Return the rating at the level that a person set; false claims fall only where they put it higher."""
    if level == rating.level:
        return rating  # as the grader had it, to the last fraction
    raised = rating.level is not None and level > rating.level
    return replace(rating, level=level, exact=None, mistakes=() if raised else rating.mistakes)


@dataclass(frozen=True)
class Session:
    """Everything about one screening; `version` counts its changes."""

    id: str
    role: Role
    candidate: Person
    hiring: Place
    invited_by: Person
    seed: str
    bank_version: str
    invited_at: datetime
    seen_at: datetime
    """When the candidate last did something; reminders and expiry count from here."""
    state: State = State.INVITED
    version: int = 0
    consented_at: datetime | None = None
    practice: tuple[Part, ...] = ()
    practised_at: datetime | None = None
    administrations: tuple[Administration, ...] = ()
    asides: tuple[Part, ...] = ()
    """What the candidate wrote outside any open answer; kept, never marked."""
    replaced: tuple[Replaced, ...] = ()
    """What stood in answers and was changed or taken out, in the order in which it left."""
    reminders: int = 0
    stop_asked: bool = False
    human_asked_at: datetime | None = None
    ended_at: datetime | None = None
    ended_because: str | None = None
    """A StopReason, or "declined", "withdrawn" or "expired"."""
    code: str | None = None
    """What lets its bearer in, once bound only the candidate; see `core/code`."""
    place: Place | None = None
    """Where the candidate is talked to, when that is not their direct conversation."""
    unreachable: str | None = None
    """Why the last message to the candidate was not taken; None while all were."""
    adjustments: frozenset[Adjustment] = frozenset()
    language: Language = Language.ENGLISH
    """In which the candidate is spoken to."""
    decisions: tuple[Decision, ...] = ()
    rereads: tuple[Reread, ...] = ()
    notices: tuple[NoticeShown, ...] = ()
    """The notices that the candidate was shown, in order; a second one where it changed meanwhile."""
    translations: tuple[Translation, ...] = ()
    """What a machine made of quotes, each time that somebody asked for it."""
    fits: Fits | None = None
    """What was known of items and graders when the session began; None for their labels alone."""

    @property
    def contact(self) -> str:
        """Return whom the candidate can write to, as the role says it; "{inviter}" stands for who invited them."""
        return self.role.wording.contact.replace("{inviter}", self.invited_by.name)

    @property
    def agreed_to(self) -> NoticeShown | None:
        """Return the notice that was before the candidate when they agreed; None if they have not, or none is kept."""
        if self.consented_at is None or not self.notices:
            return None
        before = [notice for notice in self.notices if notice.at <= self.consented_at]
        return before[-1] if before else self.notices[0]  # they were quicker than the note that it is before them

    @property
    def is_erased(self) -> bool:
        """Return whether the candidate's data was taken out: nothing is added to what is left."""
        return self.candidate.id.startswith(f"{ERASED}-")

    @property
    def tables(self) -> Tables:
        """Return the tables that the session runs on, from its invitation to its end."""
        return LABELS if self.fits is None else self.fits.tables

    @property
    def talked_to_at(self) -> Place:
        """Return where the candidate's messages go."""
        return self.place or Place(self.candidate.platform, self.candidate.id)

    @property
    def current(self) -> Administration | None:
        """Return the item that the candidate is at: the first that is open, else the last that was put.

        Two are open while an answer was taken back: it comes before the question that had followed it.
        """
        return next((a for a in self.administrations if a.is_open), next(iter(self.administrations[-1:]), None))

    def words(self, said: QuoteRef) -> str:
        """Return the candidate's words that a question quotes, on one line; as they were written, so hostile."""
        return " ".join(self.administrations[said.position - 1].response[said.start : said.end].split())

    @property
    def counted(self) -> tuple[Administration, ...]:
        """Return what was put to the candidate without what was only tried out, in order."""
        return tuple(a for a in self.administrations if not a.is_pilot)

    @property
    def asked(self) -> tuple[Asked, ...]:
        """Return the items that count, asked and handed in, each with what its answer says, in order."""
        return tuple(Asked(a.item, a.observation) for a in self.counted if not a.is_open)

    @property
    def observations(self) -> tuple[Observation, ...]:
        """Return what the graded answers that count say, in order."""
        return tuple(o for a in self.counted if (o := a.observation) is not None)

    def with_administration(self, changed: Administration) -> "Session":
        """Return the session with the administration of the same position replaced."""
        return replace(
            self, administrations=tuple(changed if a.position == changed.position else a for a in self.administrations)
        )


def handed_in(administrations: Sequence[Administration]) -> tuple[Administration, ...]:
    """Return those that were handed in with words, not skipped."""
    return tuple(a for a in administrations if not a.is_open and not a.skipped)
