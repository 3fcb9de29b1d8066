"""The states of a session before its end, and what a candidate can do in each. Pure.

An event that does not fit its state changes nothing and is answered with words: people click twice.
"""

from dataclasses import replace
from datetime import datetime

from bot.core.screening import events as e
from bot.core.screening.answer_text import (
    add_aside,
    add_message,
    add_practice_message,
    begin_again,
    correct_message,
    correct_practice,
    is_part_of,
    late,
)
from bot.core.screening.asking.questions_to_us import asked_before, asked_us, is_question
from bot.core.screening.effects import AskItem, AskPractice, GradeResponse, SendInvitation, Tell, Topic
from bot.core.screening.next_step import Plan, Step, end, go_on, step
from bot.core.screening.session import Administration, Session, State
from bot.core.screening.taken_back import undo, undo_hand_in, without_mistyped


def while_invited(session: Session, event: e.Event, now: datetime) -> Step:
    """Return what follows while a candidate has not said yes."""
    match event:
        case e.Accepted():
            return step(replace(session, state=State.PRACTISING, consented_at=now), AskPractice())
        case e.Declined():
            return end(session, State.DECLINED, now)
        case e.Resumed():
            return step(session, SendInvitation())
        case e.Said(_, text) if is_question(text) and (asked := asked_before(session, event, now)):
            return asked
        case e.Said():
            return add_aside(session, event, now, Topic.NOT_STARTED)
        case _:
            return step(session, Tell(Topic.NOT_STARTED))


def while_practising(session: Session, event: e.Event, plan: Plan, now: datetime) -> Step:
    """Return what follows during the practice question."""
    match event:
        case e.Said():
            return add_practice_message(session, event, now)
        case e.BegunAgain():
            return begin_again(session, event, now)
        case e.Corrected() if session.practice:
            return correct_practice(session, event, now)
        case e.Corrected():
            return step(session, Tell(Topic.NOTHING_TO_EDIT))
        case e.Finished() if not session.practice:
            return step(session, Tell(Topic.EMPTY_ANSWER))
        case e.Finished() | e.Skipped():
            return go_on(replace(session, practised_at=now), plan, now)
        case e.PauseAsked():
            return step(replace(session, state=State.PAUSED), Tell(Topic.PAUSED))
        case e.Resumed():
            return step(session, AskPractice())
        case _:
            return step(session, Tell(Topic.ALREADY_STARTED))


def while_asking(session: Session, event: e.Event, plan: Plan, now: datetime) -> Step:
    """Return what follows while a question is open."""
    open_item = _open(session)
    match event:
        case e.Said(position=position) if position not in {None, open_item.position}:
            return add_aside(session, event, now, Topic.LATE_FORM)
        case e.Said(_, text) if not open_item.parts and is_question(text):
            return asked_us(session, open_item, event, now)
        case e.Said():
            return add_message(session, open_item, event, now)
        case e.UndoAsked():
            return undo(session, event, now)
        case e.BegunAgain():
            return begin_again(session, event, now)
        case e.Corrected(message_id=None, position=None) if not open_item.parts:
            return step(session, Tell(Topic.NOTHING_TO_EDIT))
        case e.Corrected(text) if not text.strip():
            return step(session, Tell(Topic.HOW_TO_EDIT))
        case e.Finished(position) | e.Skipped(position) if position not in {None, open_item.position}:
            return step(session, Tell(Topic.OLD_CARD))
        case e.Corrected(_, message_id, position):
            if not is_part_of(open_item, message_id) or position not in {None, open_item.position}:
                return late(session, event, now)
            return correct_message(session, open_item, event, now)
        case e.Finished():
            return _hand_in(without_mistyped(session, open_item, event.without, now), now)
        case e.Skipped() if open_item.response.strip() and not event.sure:
            return step(session, Tell(Topic.SKIP_WRITTEN))
        case e.Skipped():
            skipped = replace(open_item, answered_at=now, skipped=True)
            return go_on(session.with_administration(skipped), plan, now)
        case e.PauseAsked():
            return step(replace(session, state=State.PAUSED), Tell(Topic.PAUSED))
        case e.Resumed():
            return step(session, AskItem(open_item.position, again=True))
        case _:
            return step(session, Tell(Topic.ALREADY_STARTED))


def while_grading(session: Session, event: e.Event, now: datetime) -> Step:
    """Return what follows while an answer is being marked."""
    match event:
        case e.Said():
            return add_aside(session, event, now, Topic.LATE_FORM if event.position else Topic.ALREADY_HANDED_IN)
        case e.Corrected():
            return late(session, event, now)
        case e.UndoAsked():
            return undo_hand_in(session, event)
        case e.Finished(position) | e.Skipped(position) if position not in {None, _last_handed_in(session)}:
            return step(session, Tell(Topic.OLD_CARD))
        case e.PauseAsked():
            return step(replace(session, state=State.PAUSED), Tell(Topic.PAUSED))
        case _:
            return step(session, Tell(Topic.READING))


def while_paused(session: Session, event: e.Event, plan: Plan, now: datetime) -> Step:
    """Return what follows during a pause: what is said is kept."""
    match event:
        case e.Resumed() | e.Accepted() if session.practised_at is None:
            return step(replace(session, state=State.PRACTISING), AskPractice())
        case e.Resumed() | e.Accepted():
            return go_on(session, plan, now)
        case e.Said() if session.practised_at is None:
            return add_aside(session, event, now, Topic.PAUSED_KEPT)
        case e.Said() if (current := session.current) and current.is_open:
            return add_message(session, current, event, now, told=Topic.PAUSED_KEPT)
        case e.Corrected() if (current := session.current) and current.is_open and current.parts:
            return while_asking(session, event, plan, now)
        case e.Said():
            return add_aside(session, event, now, Topic.PAUSED_KEPT)
        case _:
            return step(session, Tell(Topic.PAUSED))


def _hand_in(session: Session, now: datetime) -> Step:
    """Return the session with its open answer sent for marking; an empty one is not taken."""
    open_item = _open(session)
    if not open_item.response.strip():
        return step(session, Tell(Topic.EMPTY_ANSWER))
    handed_in = session.with_administration(replace(open_item, answered_at=now))
    handed_in = replace(handed_in, state=State.GRADING)
    return step(handed_in, GradeResponse(open_item.position))


def _last_handed_in(session: Session) -> int | None:
    """Return the position of the answer that is being marked, or was just now."""
    handed_in = [a for a in session.administrations if not a.is_open]
    return next((a.position for a in handed_in if not a.is_marked), handed_in[-1].position if handed_in else None)


def _open(session: Session) -> Administration:
    current = session.current
    assert current is not None, "a session that asks has asked"
    assert current.is_open, "a session that asks has an open item"
    return current
