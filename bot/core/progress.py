"""Where a session stands and what comes next: mark, ask on, or close. Used by `advance` alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.core.ability import estimate
from bot.core.bank import Bank
from bot.core.chance import draw
from bot.core.effects import AskItem, Effect, GradeResponse, PostSummary, Tell, Thank, Topic
from bot.core.fits import Fits
from bot.core.given import given_for, put
from bot.core.grading import Grade, Rating, Source
from bot.core.quoting import to_quote
from bot.core.selection import Choice, choose
from bot.core.session import Administration, Session, State, Why
from bot.core.stopping import ending


@dataclass(frozen=True)
class Plan:
    """What a session goes by: the bank, how often each item was shown lately, by id, and what was learnt of them.

    fits: for new sessions; a session keeps those that it began with. None for the items' labels alone.
    """

    bank: Bank
    shown: Mapping[str, int] = field(default_factory=dict)
    fits: Fits | None = None


@dataclass(frozen=True)
class Step:
    """What a decision comes to: the session as it is now, and orders in the order to be carried out."""

    session: Session
    effects: tuple[Effect, ...]


def step(session: Session, *effects: Effect) -> Step:
    """Return a step."""
    return Step(session, effects)


def go_on(session: Session, plan: Plan, now: datetime, before: tuple[Effect, ...] = ()) -> Step:
    """Return the session with its next item asked, its answer sent for marking, or closed.

    Reads only what is stored, so that a resumed session goes on where it was.
    """
    session = _skips_marked(session)
    current = session.current
    if current is not None and current.is_open:
        return step(replace(session, state=State.ASKING), *before, AskItem(current.position, again=True))
    if current is not None and not current.grades:
        return step(
            replace(session, state=State.GRADING), *before, Tell(Topic.READING), GradeResponse(current.position)
        )
    standing = estimate(session.observations, session.role, session.tables)
    choice, drawn = _next(session, plan)
    reason = ending(session.role, plan.bank.items_for(session.role), session.asked, session.tables)
    if reason is not None or choice is None:
        ended = replace(session, state=State.CLOSED, ended_at=now, ended_because=(reason or "bank_exhausted"))
        return step(ended, *before, Thank(), PostSummary())
    item, rubric = put(choice.item, plan.bank.rubrics[choice.item.id], given_for(choice.item, session.seed))
    said = to_quote(item, session.administrations)
    asked = Administration(
        position=len(session.administrations) + 1,
        item=item if said else item.without_quote,
        rubric=rubric,
        why=Why(choice.because, standing.theta, standing.se, drawn, choice.runners_up, said, choice.gain, choice.among),
        asked_at=now,
    )
    session = replace(session, state=State.ASKING, administrations=(*session.administrations, asked))
    return step(session, *before, AskItem(asked.position))


def _next(session: Session, plan: Plan) -> tuple[Choice | None, float]:
    drawn = draw(session.seed, len(session.administrations) + 1, "item")
    items = plan.bank.items_for(session.role)
    return choose(session.role, items, session.asked, drawn, plan.shown, session.tables), drawn


def _skips_marked(session: Session) -> Session:
    """Return the session with skipped answers marked as not answered: level 0, as the candidate was told."""
    for skipped in session.administrations:
        if skipped.skipped and not skipped.grades:
            ratings = tuple(
                Rating(c.id, 0, c.top, open=tuple(p.says for p in c.points)) for c in skipped.rubric.criteria
            )
            grade = Grade(0.0, ratings, (), Source.RULE, notes=("skipped",))
            session = session.with_administration(replace(skipped, grades=(grade,)))
    return session
