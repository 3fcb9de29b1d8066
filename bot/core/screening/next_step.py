"""The next step after a mark: ask on, mark, or close. Used by `advance` alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.core.adaptive.estimation.ability import estimate
from bot.core.adaptive.selection.next_item import Because, Kind, choose
from bot.core.adaptive.stopping import ending
from bot.core.bank.candidate_copy import fill_item, given_for
from bot.core.bank.item import Bank, Item
from bot.core.grading.grade import Grade, Rating, Source
from bot.core.screening.asking.chain_quote import to_quote
from bot.core.screening.asking.pilot import choose_pilot, is_due, not_barred
from bot.core.screening.effects import (
    AskItem,
    Effect,
    GradeResponse,
    Notice,
    PostSummary,
    Tell,
    TellInviter,
    Thank,
    Topic,
)
from bot.core.screening.session import Administration, Session, State, Why
from bot.core.seeded import draw


@dataclass(frozen=True)
class Plan:
    """What a session's next question is chosen by: the bank, and how often each item was shown, by id.

    shown: before the candidate said yes, so that it is the same at each question and whenever a choice is repeated.
    """

    bank: Bank
    shown: Mapping[str, int] = field(default_factory=dict)


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
    if current is not None and not current.is_marked:
        return step(
            replace(session, state=State.GRADING), *before, Tell(Topic.READING), GradeResponse(current.position)
        )
    standing = estimate(session.observations, session.role, session.tables)
    pilot = choose_pilot(session, plan.bank, plan.shown) if is_due(session) else None
    if pilot is not None:
        return _ask(session, plan, now, pilot, Why(Because(Kind.PILOT), standing.theta, standing.se, 0.0, ()), before)
    items = not_barred(session, plan.bank.items_for(session.role))
    drawn = draw(session.seed, len(session.counted) + 1, "item")
    choice = choose(session.role, items, session.asked, drawn, plan.shown, session.tables)
    reason = ending(session.role, items, session.asked, session.tables)
    if reason is not None or choice is None:
        ended = replace(session, state=State.CLOSED, ended_at=now, ended_because=(reason or "bank_exhausted"))
        return step(ended, *before, Thank(), PostSummary())
    said = to_quote(choice.item, session.administrations)
    why = Why(choice.because, standing.theta, standing.se, drawn, choice.runners_up, said, choice.gain, choice.among)
    return _ask(session, plan, now, choice.item, why, before)


def end(session: Session, state: State, now: datetime) -> Step:
    """Return the session ended by a person or by silence; what was answered is still summarised.

    Where the candidate never said yes there is nothing to decide on: the inviter is told, and there is no card.
    """
    ended = replace(session, state=state, ended_at=now, ended_because=state.value)
    if session.consented_at is None:
        return step(ended, Thank(), TellInviter(Notice.NOT_STARTED))
    return step(ended, Thank(), PostSummary())


def _ask(session: Session, plan: Plan, now: datetime, item: Item, why: Why, before: tuple[Effect, ...]) -> Step:
    """Return the session with an item put to the candidate, with numbers and words of their own in it."""
    item, rubric = fill_item(item, plan.bank.rubrics[item.id], given_for(item, session.seed))
    asked = Administration(
        position=len(session.administrations) + 1,
        item=item if why.said else item.without_quote,
        rubric=rubric,
        why=why,
        asked_at=now,
    )
    session = replace(session, state=State.ASKING, administrations=(*session.administrations, asked))
    return step(session, *before, AskItem(asked.position))


def _skips_marked(session: Session) -> Session:
    """Return the session with skipped answers marked as not answered: level 0, as the candidate was told."""
    for skipped in session.administrations:
        if skipped.skipped and not skipped.is_marked:
            ratings = tuple(
                Rating(c.id, 0, c.top, open=tuple(p.says for p in c.points)) for c in skipped.rubric.criteria
            )
            grade = Grade(0.0, ratings, (), Source.RULE, notes=("skipped",), handed_in_at=skipped.answered_at)
            session = session.with_administration(replace(skipped, grades=(*skipped.grades, grade)))
    return session
