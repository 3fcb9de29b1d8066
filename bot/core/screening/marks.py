"""Grades and overrides as they come in: added to the session, never changed. Pure.

They are accepted in every state, also after the end; the summary is then edited.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.screening import events as e
from bot.core.screening.effects import Remark, UpdateSummary
from bot.core.screening.next_step import Plan, Step, go_on, step
from bot.core.screening.session import Override, Session, State

MARK_AGAIN_AFTER = tuple(timedelta(minutes=m) for m in (5, 15, 60, 240, 480, 960))
"""Waits before an answer is marked again that the rules stood in for; afterwards it is left to a person."""


def add_grade(session: Session, event: e.Graded, plan: Plan, now: datetime) -> Step:
    """Return the session with the first marks of an answer; what comes next follows at once."""
    marked = next((a for a in session.administrations if a.position == event.position), None)
    if marked is None or marked.is_open or marked.is_marked:
        return step(session)  # a second delivery of the same marks, or of an answer that was taken back
    if event.handed_in_at not in {None, marked.answered_at}:
        return step(session)  # of what stood there before it was taken back
    grade = replace(event.grade, marked_at=now, handed_in_at=marked.answered_at)
    session = session.with_administration(replace(marked, grades=(*marked.grades, grade)))
    again = (Remark(event.position, 1, now + MARK_AGAIN_AFTER[0]),) if event.grade.stand_in else ()
    if session.state is State.GRADING:
        return go_on(session, plan, now, before=again)
    return step(session, *again, *([UpdateSummary()] if session.state.over else []))


def add_remark(session: Session, event: e.Remarked, now: datetime) -> Step:
    """Return the session with new marks beside the old ones; while the rules still stand in, ask again later."""
    marked = next((a for a in session.administrations if a.position == event.position), None)
    if marked is None or marked.is_open or len(marked.grades) != event.known:
        return step(session)  # somebody else has marked it again, or it was taken back
    if event.handed_in_at not in {None, marked.answered_at}:
        return step(session)  # of what stood there before it was taken back
    if event.grade.stand_in:
        if event.attempt >= len(MARK_AGAIN_AFTER):
            return step(session)  # it waits for a person now
        return step(session, Remark(event.position, event.attempt + 1, now + MARK_AGAIN_AFTER[event.attempt]))
    grade = replace(event.grade, marked_at=now, handed_in_at=marked.answered_at)
    again = replace(marked, grades=(*marked.grades, grade))
    return step(session.with_administration(again), *([UpdateSummary()] if session.state.over else []))


def add_override(session: Session, event: e.Overridden, now: datetime) -> Step:
    """Return the session with a person's mark beside the old one; raise ValueError if there is nothing such to mark."""
    marked = next((a for a in session.administrations if a.position == event.position and a.grades), None)
    criterion = next((c for c in marked.criteria if c.id == event.criterion), None) if marked else None
    if marked is None or criterion is None or not 0 <= event.level <= criterion.top:
        raise ValueError(f"no mark for {event.criterion!r} at position {event.position} can be {event.level}")
    grade = marked.grade
    old = next((r.level for r in grade.ratings if r.criterion == criterion.id), None) if grade else None
    entry = Override(criterion.id, old, event.level, event.author, event.reason, now)
    session = session.with_administration(replace(marked, overrides=(*marked.overrides, entry)))
    return step(session, *([UpdateSummary()] if session.state.over else []))
