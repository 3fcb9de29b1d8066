"""The whole life of a session on one page: (session, event) → (session, effects). Pure.

    INVITED ──Accepted──▶ PRACTISING ──Finished──▶ ASKING ──Finished──▶ GRADING ──Graded──▶ ASKING …
       │                                             │  ▲                  └─ enough known ─▶ CLOSED
       └─Declined─▶ DECLINED      PauseAsked ─▶ PAUSED ─┘ Resumed
    Any state before the end: StopAsked twice ─▶ WITHDRAWN, long silence ─▶ EXPIRED.

An event that does not fit its state changes nothing and is answered with words: people click twice.
Marks and overrides are accepted in every state, also after the end; the summary is then edited.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.core import afterwards
from bot.core import events as e
from bot.core.acts import Adjustment
from bot.core.effects import (
    AskItem,
    AskPractice,
    CallPerson,
    GradeResponse,
    Notice,
    PostSummary,
    Remark,
    Remind,
    SendInvitation,
    SendOwnData,
    Tell,
    TellInviter,
    Thank,
    Topic,
    UpdateSummary,
    Wake,
)
from bot.core.manners import expired, next_wake, patient
from bot.core.progress import Plan, Step, go_on, step
from bot.core.session import Administration, Override, Part, Session, State

LONGEST_ANSWER = 40_000
"""Characters that one answer may hold; more is kept aside and said so."""
MARK_AGAIN_AFTER = tuple(timedelta(minutes=m) for m in (5, 15, 60, 240, 480, 960))
"""Waits before an answer is marked again that the rules stood in for; afterwards it is left to a person."""


def advance(session: Session, event: e.Event, plan: Plan, now: datetime) -> Step:
    """Return the session after the event, and what the world has to do about it."""
    if isinstance(event, e.Said) and event.unread:
        return _with_files(session, event, plan, now)
    match event:
        case e.Graded():
            return _graded(session, event, plan, now)
        case e.Remarked():
            return _remarked(session, event, now)
        case e.Overridden():
            return _overridden(session, event, now)
        case e.Woke():
            return _woke(session, now)
        case e.HelpAsked():
            return step(session, Tell(Topic.HELP))
        case e.HumanAsked():
            return _human_asked(session, now)
        case (
            e.Arrived() | e.Undelivered() | e.Reached() | e.Decided() | e.SummaryPosted() | e.Chased() | e.RemarkAsked()
        ):
            return _around(session, event, now)
        case e.RereadAsked():
            return afterwards.reread_asked(session, event, now)
        case e.RereadAnswered():
            return afterwards.reread_answered(session, event, now)
        case e.DataAsked():
            return step(session, SendOwnData())
        case e.AdjustAsked():
            return step(session, Tell(Topic.ADJUST))
        case e.Adjusted(chosen, instead):
            adjusted = chosen if instead else session.adjustments | chosen
            return step(replace(session, adjustments=adjusted), Tell(Topic.ADJUSTED))
        case e.Corrected() if session.state.over:
            return _late(session, event, now)
        case e.Said() if session.state.over:
            return step(_aside(session, event, now), Tell(Topic.OVER))
        case _ if session.state.over:
            return step(session, Tell(Topic.OVER))
    heard = replace(session, seen_at=now, reminders=0, stop_asked=False)
    if isinstance(event, e.StopAsked):
        return _stop_asked(session, replace(heard, stop_asked=session.stop_asked), now)
    match session.state:
        case State.INVITED:
            return _invited(heard, event, now)
        case State.PRACTISING:
            return _practising(heard, event, plan, now)
        case State.ASKING:
            return _asking(heard, event, plan, now)
        case State.GRADING:
            return _grading(heard, event, now)
        case _:
            return _paused(heard, event, plan, now)


def _with_files(session: Session, event: e.Said, plan: Plan, now: datetime) -> Step:
    """Return the step of the words alone; the files that came with them are refused, kindly."""
    if not event.text.strip():
        return step(session, Tell(Topic.FILE_REFUSED))
    said = advance(session, replace(event, unread=0), plan, now)
    return step(said.session, *said.effects, Tell(Topic.FILE_REFUSED))


def _around(session: Session, event: e.Event, now: datetime) -> Step:
    match event:
        case e.Arrived():
            return afterwards.arrived(session, event, now)
        case e.Undelivered():
            return afterwards.undelivered(session, event)
        case e.Reached():
            return afterwards.reached(session)
        case e.Decided():
            return afterwards.decided(session, event, now)
        case e.RemarkAsked():
            return afterwards.remark_asked(session, event, now)
        case e.SummaryPosted():
            return afterwards.posted(session, now)
        case _:
            return afterwards.chased(session)


def _invited(session: Session, event: e.Event, now: datetime) -> Step:
    match event:
        case e.Accepted():
            return step(replace(session, state=State.PRACTISING, consented_at=now), AskPractice())
        case e.Declined():
            return _end(session, State.DECLINED, now)
        case e.Resumed():
            return step(session, SendInvitation())
        case e.Said():
            return step(_aside(session, event, now), Tell(Topic.NOT_STARTED))
        case _:
            return step(session, Tell(Topic.NOT_STARTED))


def _practising(session: Session, event: e.Event, plan: Plan, now: datetime) -> Step:
    match event:
        case e.Said(message_id, text):
            return step(replace(session, practice=(*session.practice, Part(message_id, text, now))))
        case e.Corrected() if session.practice:
            parts = _corrected(session.practice, event)
            return step(replace(session, practice=parts), Tell(Topic.EDITED))
        case e.Corrected():
            return step(session, Tell(Topic.NOTHING_TO_EDIT))
        case e.Finished() if not session.practice:
            return step(session, Tell(Topic.EMPTY_ANSWER))
        case e.Finished() | e.Skipped():
            return go_on(replace(session, practised_at=now), plan, now, before=(Tell(Topic.PRACTICE_DONE),))
        case e.PauseAsked():
            return step(replace(session, state=State.PAUSED), Tell(Topic.PAUSED))
        case e.Resumed():
            return step(session, AskPractice())
        case _:
            return step(session, Tell(Topic.ALREADY_STARTED))


def _asking(session: Session, event: e.Event, plan: Plan, now: datetime) -> Step:
    open_item = _open(session)
    match event:
        case e.Said():
            return _said(session, open_item, event, now)
        case e.Corrected(message_id=None, position=None) if not open_item.parts:
            return step(session, Tell(Topic.NOTHING_TO_EDIT))
        case e.Corrected(text) if not text.strip():
            return step(session, Tell(Topic.HOW_TO_EDIT))
        case e.Finished(position) | e.Skipped(position) if position not in {None, open_item.position}:
            return step(session, Tell(Topic.OLD_CARD))
        case e.Corrected(_, message_id, position):
            if not _is_open_part(open_item, message_id) or position not in {None, open_item.position}:
                return _late(session, event, now)
            changed = replace(open_item, parts=_corrected(open_item.parts, event))
            return step(session.with_administration(changed), Tell(Topic.EDITED))
        case e.Finished() if not open_item.response.strip():
            return step(session, Tell(Topic.EMPTY_ANSWER))
        case e.Finished():
            handed_in = session.with_administration(replace(open_item, answered_at=now))
            handed_in = replace(handed_in, state=State.GRADING)
            return step(handed_in, Tell(Topic.READING), GradeResponse(open_item.position))
        case e.Skipped():
            skipped = replace(open_item, answered_at=now, skipped=True)
            return go_on(session.with_administration(skipped), plan, now)
        case e.PauseAsked():
            return step(replace(session, state=State.PAUSED), Tell(Topic.PAUSED))
        case e.Resumed():
            return step(session, AskItem(open_item.position, again=True))
        case _:
            return step(session, Tell(Topic.ALREADY_STARTED))


def _grading(session: Session, event: e.Event, now: datetime) -> Step:
    match event:
        case e.Said():
            return step(_aside(session, event, now), Tell(Topic.ALREADY_HANDED_IN))
        case e.Corrected():
            return _late(session, event, now)
        case e.Finished(position) | e.Skipped(position) if position not in {None, len(session.administrations)}:
            return step(session, Tell(Topic.OLD_CARD))
        case e.PauseAsked():
            return step(replace(session, state=State.PAUSED), Tell(Topic.PAUSED))
        case _:
            return step(session, Tell(Topic.READING))


def _paused(session: Session, event: e.Event, plan: Plan, now: datetime) -> Step:
    match event:
        case e.Resumed() | e.Accepted() if session.practised_at is None:
            return step(replace(session, state=State.PRACTISING), AskPractice())
        case e.Resumed() | e.Accepted():
            return go_on(session, plan, now)
        case e.Said() if session.practised_at is None:
            return step(_aside(session, event, now), Tell(Topic.PAUSED_KEPT))
        case e.Said() if (current := session.current) and current.is_open:
            return _said(session, current, event, now, told=Topic.PAUSED_KEPT)
        case e.Corrected() if (current := session.current) and current.is_open and current.parts:
            return _asking(session, event, plan, now)
        case e.Said():
            return step(_aside(session, event, now), Tell(Topic.PAUSED_KEPT))
        case _:
            return step(session, Tell(Topic.PAUSED))


def _said(session: Session, open_item: Administration, event: e.Said, now: datetime, told: Topic | None = None) -> Step:
    if len(open_item.response) + len(event.text) > LONGEST_ANSWER:
        return step(_aside(session, event, now), Tell(Topic.TOO_LONG))
    part = Part(event.message_id, event.text, now)
    longer = session.with_administration(replace(open_item, parts=(*open_item.parts, part)))
    first = not open_item.parts
    return step(longer, *([Tell(told)] if told else [Tell(Topic.KEPT)] if first else []))


def _corrected(parts: tuple[Part, ...], event: e.Corrected) -> tuple[Part, ...]:
    """Return the parts with the named message replaced, or the last one."""
    target = event.message_id or parts[-1].id
    return tuple(replace(p, text=event.text) if p.id == target else p for p in parts)


def _graded(session: Session, event: e.Graded, plan: Plan, now: datetime) -> Step:
    graded = next((a for a in session.administrations if a.position == event.position), None)
    if graded is None or graded.grades:
        return step(session)  # a second delivery of the same marks
    session = session.with_administration(replace(graded, grades=(replace(event.grade, marked_at=now),)))
    again = (Remark(event.position, 1, now + MARK_AGAIN_AFTER[0]),) if event.grade.stand_in else ()
    if session.state is State.GRADING:
        return go_on(session, plan, now, before=again)
    return step(session, *again, *([UpdateSummary()] if session.state.over else []))


def _remarked(session: Session, event: e.Remarked, now: datetime) -> Step:
    """Return the session with new marks beside the old ones; while the rules still stand in, ask again later."""
    marked = next((a for a in session.administrations if a.position == event.position), None)
    if marked is None or len(marked.grades) != event.known:
        return step(session)  # somebody else has marked it again
    if event.grade.stand_in:
        if event.attempt >= len(MARK_AGAIN_AFTER):
            return step(session)  # it waits for a person now
        return step(session, Remark(event.position, event.attempt + 1, now + MARK_AGAIN_AFTER[event.attempt]))
    again = replace(marked, grades=(*marked.grades, replace(event.grade, marked_at=now)))
    return step(session.with_administration(again), *([UpdateSummary()] if session.state.over else []))


def _overridden(session: Session, event: e.Overridden, now: datetime) -> Step:
    marked = next((a for a in session.administrations if a.position == event.position and a.grades), None)
    criterion = next((c for c in marked.criteria if c.id == event.criterion), None) if marked else None
    if marked is None or criterion is None or not 0 <= event.level <= criterion.top:
        raise ValueError(f"no mark for {event.criterion!r} at position {event.position} can be {event.level}")
    grade = marked.grade
    old = next((r.level for r in grade.ratings if r.criterion == criterion.id), None) if grade else None
    entry = Override(criterion.id, old, event.level, event.author, event.reason, now)
    session = session.with_administration(replace(marked, overrides=(*marked.overrides, entry)))
    return step(session, *([UpdateSummary()] if session.state.over else []))


def _woke(session: Session, now: datetime) -> Step:
    if session.state.over:
        return step(session)
    manners = patient(session.role.manners, more_time=Adjustment.MORE_TIME in session.adjustments)
    if expired(session.seen_at, now, manners):
        return _end(session, State.EXPIRED, now)
    if now < next_wake(session.seen_at, session.reminders, manners):
        return step(session, Wake(next_wake(session.seen_at, session.reminders, manners)))
    reminded = replace(session, reminders=session.reminders + 1)
    stale = session.state is State.INVITED and session.reminders == 0
    told = (TellInviter(Notice.STALE),) if stale else ()
    return step(
        reminded, Remind(reminded.reminders), *told, Wake(next_wake(session.seen_at, reminded.reminders, manners))
    )


def _human_asked(session: Session, now: datetime) -> Step:
    if session.human_asked_at is not None:
        return step(session, Tell(Topic.HUMAN_KNOWS))
    return step(replace(session, human_asked_at=now), CallPerson(), Tell(Topic.HUMAN_CALLED))


def _stop_asked(before: Session, session: Session, now: datetime) -> Step:
    if before.state is State.INVITED:
        return _end(session, State.DECLINED, now)
    if before.stop_asked:
        return _end(session, State.WITHDRAWN, now)
    return step(replace(session, stop_asked=True), Tell(Topic.CONFIRM_STOP))


def _end(session: Session, state: State, now: datetime) -> Step:
    """Return the session ended by a person or by silence; what was answered is still summarised."""
    ended = replace(session, state=state, ended_at=now, ended_because=state.value)
    return step(ended, Thank(), PostSummary())


def _late(session: Session, event: e.Corrected, now: datetime) -> Step:
    """Return the session with a change that came too late kept beside the answer."""
    if not event.text.strip():
        return step(session, Tell(Topic.TOO_LATE_TO_EDIT))
    return step(_aside(session, e.Said(event.message_id or "edit", event.text), now), Tell(Topic.TOO_LATE_TO_EDIT))


def _is_open_part(open_item: Administration, message_id: str | None) -> bool:
    return bool(open_item.parts) if message_id is None else message_id in {p.id for p in open_item.parts}


def _aside(session: Session, event: e.Said, now: datetime) -> Session:
    return replace(session, asides=(*session.asides, Part(event.message_id, event.text, now)))


def _open(session: Session) -> Administration:
    current = session.current
    assert current is not None, "a session that asks has asked"
    assert current.is_open, "a session that asks has an open item"
    return current
