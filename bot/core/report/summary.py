"""The summary that a screener reads, as data, computed from the session alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.core.adaptive.estimation.ability import Standing, estimate, tier_at
from bot.core.adaptive.recommendation import Reason, Recommendation
from bot.core.bank.item import Tier
from bot.core.bank.rubric import Criterion
from bot.core.grading.grade import UNPROVEN, Flag, Grade, Rating, Source
from bot.core.report.next_round import Probe, best_probes
from bot.core.report.role_likeness import Likeness, likenesses
from bot.core.screening.session import Administration, Override, Session, State, Why
from bot.core.screening.suggestion import suggested, unusual

VERY_SURE = 0.8
FAIRLY_SURE = 0.6


@dataclass(frozen=True)
class Band:
    """The tier that the estimate lies in, and the ability's chance of lying there too, in [0, 1]."""

    tier: Tier
    probability: float

    @property
    def sure(self) -> str:
        """Return "very sure", "fairly sure" or "not sure"."""
        if self.probability >= VERY_SURE:
            return "very sure"
        return "fairly sure" if self.probability >= FAIRLY_SURE else "not sure"


@dataclass(frozen=True)
class Marked:
    """One criterion's mark, with what it is about, and what its level says in the rubric's words."""

    asks: str
    rating: Rating
    overridden: Override | None
    says: str = ""


@dataclass(frozen=True)
class Answer:
    """One question, its answer and its marks."""

    position: int
    item: str
    domain: str
    topic: str
    tier: Tier
    stem: str
    response: str
    skipped: bool
    handed_in: bool
    why: Why
    grade: Grade | None
    marks: tuple[Marked, ...]
    counts: bool = True
    """Whether it moves the picture; False for a question that was only tried out."""
    earlier: tuple[Grade, ...] = ()
    """Grades that no longer count, as the answer was marked again; the oldest first."""

    @property
    def by_rules_alone(self) -> bool:
        """Return whether the keyword grader alone has marked it: no model has read it and no person set a mark."""
        keyword = self.grade is not None and self.grade.source is Source.KEYWORD
        return keyword and not any(mark.overridden for mark in self.marks)

    @property
    def needs_person(self) -> tuple[str, ...]:
        """Return why a person should look at this answer; () when none needs to."""
        if not self.handed_in or not self.counts:
            return ()
        if self.grade is None:
            return ("not marked yet",)
        return self.grade.reasons


@dataclass(frozen=True)
class RaisedFlag:
    """A flag, and the answer that raised it."""

    position: int
    item: str
    flag: Flag


@dataclass(frozen=True)
class Summary:
    """A whole screening as a screener needs it. Abilities are in logits."""

    session: str
    candidate: str
    role: str
    state: State
    ended_because: str | None
    began_at: datetime | None
    ended_at: datetime | None
    standing: Standing
    band: Band | None
    """None when no answer could be marked."""
    recommendation: Recommendation | None
    answers: tuple[Answer, ...]
    flags: tuple[RaisedFlag, ...]
    domains: Mapping[str, int]
    """Marked answers by domain."""
    likenesses: tuple[Likeness, ...]
    probes: tuple[Probe, ...]
    human_asked: bool
    faster_and_better: tuple[int, ...] = ()
    """The questions whose answers were, beside this person's own others; () unless that is a reason to look."""

    @property
    def needing_person(self) -> tuple[Answer, ...]:
        """Return the answers that a person should look at, in order."""
        return tuple(a for a in self.answers if a.needs_person)

    @property
    def marked_again(self) -> tuple[Answer, ...]:
        """Return the answers whose marks were replaced by later ones, in order."""
        return tuple(a for a in self.answers if a.earlier and a.counts)

    @property
    def rules_only(self) -> int:
        """Return how many answers the keyword grader alone has marked."""
        return sum(a.counts and a.by_rules_alone for a in self.answers)


def unproven(summed: Summary) -> int:
    """Return how many answers a model has marked that was not admitted as a marker."""
    return sum(a.counts and a.grade is not None and UNPROVEN in a.grade.notes for a in summed.answers)


def summarise(session: Session) -> Summary:
    """Return the summary of a session, finished or not; answers that are still open are listed, not marked."""
    standing = estimate(session.observations, session.role, session.tables)
    answers = tuple(_answer(a) for a in session.administrations)
    marked = bool(session.observations)
    tier = tier_at(standing.theta)
    told = [(a.stem, a.response) for a in answers if a.handed_in and a.counts and not a.skipped]
    odd = unusual(session)
    suggestion = suggested(session, standing, odd) if marked else None
    named = odd.items if suggestion and Reason.FAST_AND_GOOD in suggestion.reasons else ()
    return Summary(
        session=session.id,
        candidate=session.candidate.name,
        role=session.role.title,
        state=session.state,
        ended_because=session.ended_because,
        began_at=session.consented_at,
        ended_at=session.ended_at,
        standing=standing,
        band=Band(tier, standing.bands[tier]) if marked else None,
        recommendation=suggestion,
        answers=answers,
        flags=tuple(RaisedFlag(a.position, a.item, f) for a in answers if a.grade and a.counts for f in a.grade.flags),
        domains={d: sum(o.domain == d for o in session.observations) for d in session.role.domains},
        likenesses=likenesses(told, session.role.boundaries),
        probes=best_probes(session),
        human_asked=session.human_asked_at is not None,
        faster_and_better=tuple(a.position for a in session.counted if a.item.id in named),
    )


def _answer(asked: Administration) -> Answer:
    grade = asked.grade
    ratings = {r.criterion: r for r in grade.ratings} if grade else {}
    last = {o.criterion: o for o in asked.overrides}
    return Answer(
        position=asked.position,
        item=asked.item.id,
        domain=asked.item.domain,
        topic=asked.item.topic,
        tier=asked.item.tier,
        stem=asked.item.question,
        response=asked.response,
        skipped=asked.skipped,
        handed_in=not asked.is_open,
        why=asked.why,
        grade=grade,
        marks=tuple(
            Marked(c.asks, ratings[c.id], last.get(c.id), _words(c, ratings[c.id]))
            for c in asked.criteria
            if c.id in ratings
        ),
        counts=not asked.is_pilot,
        earlier=asked.grades[:-1],
    )


def _words(criterion: Criterion, rating: Rating) -> str:
    return "" if rating.level is None else criterion.levels[min(rating.level, criterion.top)]
