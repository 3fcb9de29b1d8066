"""Takes back what a candidate did last, and what they deleted; nothing is lost by it. Pure.

A change is undone in the open answer. With nothing written there, the answer before it is opened again: its marks stay
in the record and do not count until it is handed in anew. The question that had followed waits, as it was.
"""

from dataclasses import replace
from datetime import datetime

from bot.core.screening import events as e
from bot.core.screening.answer_text import keep_replaced
from bot.core.screening.effects import AskItem, Tell, Topic
from bot.core.screening.next_step import Step, step
from bot.core.screening.session import Administration, Gone, Part, Replaced, Session, State

MOST_NOTED = 4_000
"""Notes of deleted messages that are kept, with all else that was replaced."""


def undo(session: Session, event: e.UndoAsked, now: datetime) -> Step:
    """Return the session with the last change of the open answer taken back, or the answer before it opened again."""
    current = session.current
    if current is None or event.position not in {None, current.position}:
        return step(session, Tell(Topic.NOTHING_TO_UNDO))
    last = next((r for r in reversed(session.replaced) if r.position == current.position), None)
    if last is not None:
        return _restored(session, current, last, now)
    before = next((a for a in session.administrations if a.position == current.position - 1), None)
    if before is None or current.parts or before.overrides:
        return step(session, Tell(Topic.NOTHING_TO_UNDO))
    return _opened(session, before)


def undo_hand_in(session: Session, event: e.UndoAsked) -> Step:
    """Return the session with the answer open again that is being marked."""
    marking = [a for a in session.administrations if not a.is_open and not a.is_marked]
    last = marking[-1] if marking else None
    if last is None or last.overrides or event.position not in {None, last.position}:
        return step(session, Tell(Topic.NOTHING_TO_UNDO))
    return _opened(session, last)


def delete_message(session: Session, event: e.Deleted, now: datetime) -> Step:
    """Return the session without a message that its author deleted; what was handed in stays, with a note beside it."""
    current = session.current
    if not session.state.over and current is not None and current.is_open and _holds(current.parts, event.message_id):
        return _without(session, current, event.message_id, Gone.DELETED, now)
    if _holds(session.practice, event.message_id) and session.practised_at is None:
        left = tuple(p for p in session.practice if p.id != event.message_id)
        kept = keep_replaced(session, 0, session.practice, left, now, Gone.DELETED)
        return step(session) if kept is None else step(replace(kept, practice=left), Tell(Topic.DELETED))
    for asked in session.administrations:
        if _holds(asked.parts, event.message_id):
            return _noted(session, asked, event.message_id, now)
    return step(session)


def without_mistyped(session: Session, current: Administration, message_id: str, now: datetime) -> Session:
    """Return the session without a message of the open answer that was a command misspelt."""
    if not message_id or not _holds(current.parts, message_id):
        return session
    return _without(session, current, message_id, Gone.MISTYPED, now).session


def _opened(session: Session, asked: Administration) -> Step:
    """Return the session with an answer that was handed in or skipped open again, and shown with what stands there."""
    again = session.with_administration(replace(asked, answered_at=None, skipped=False))
    return step(replace(again, state=State.ASKING), Tell(Topic.TAKEN_BACK), AskItem(asked.position, again=True))


def _restored(session: Session, current: Administration, last: Replaced, now: datetime) -> Step:
    """Return the session with words back where they stood; those in their place go into the record instead."""
    if last.how is Gone.BEGUN_AGAIN:
        return _as_before(session, current, last, now)
    back = Part(last.id, last.text, now)
    if _holds(current.parts, last.id):
        parts = tuple(replace(p, text=last.text) if p.id == last.id else p for p in current.parts)
    else:
        parts = (*current.parts, back)
    shorter = replace(session, replaced=tuple(r for r in session.replaced if r is not last))
    kept = keep_replaced(shorter, current.position, current.parts, parts, now)
    if kept is None:
        return step(session, Tell(Topic.EDIT_TOO_LONG))
    return step(
        kept.with_administration(replace(current, parts=parts)),
        Tell(Topic.UNDONE),
        AskItem(current.position, again=True),
    )


def _as_before(session: Session, current: Administration, last: Replaced, now: datetime) -> Step:
    """Return the session with the answer that was begun again as it was; what stands there now goes in its place."""
    group = [r for r in session.replaced if (r.position, r.how, r.at) == (last.position, last.how, last.at)]
    parts = tuple(Part(r.id, r.text, r.at) for r in group)
    shorter = replace(session, replaced=tuple(r for r in session.replaced if r not in group))
    kept = keep_replaced(shorter, current.position, current.parts, parts, now, Gone.BEGUN_AGAIN)
    if kept is None:
        return step(session, Tell(Topic.EDIT_TOO_LONG))
    restored = kept.with_administration(replace(current, parts=parts))
    return step(restored, Tell(Topic.UNDONE), AskItem(current.position, again=True))


def _without(session: Session, current: Administration, message_id: str, how: Gone, now: datetime) -> Step:
    left = tuple(p for p in current.parts if p.id != message_id)
    kept = keep_replaced(session, current.position, current.parts, left, now, how)
    if kept is None:
        return step(session, Tell(Topic.NOT_KEPT))
    return step(kept.with_administration(replace(current, parts=left)), Tell(Topic.DELETED))


def _noted(session: Session, asked: Administration, message_id: str, now: datetime) -> Step:
    """Return the session with a note that a message of a handed-in answer was deleted on the platform; told once."""
    known = any(r.id == message_id and r.how is Gone.DELETED for r in session.replaced)
    text = next(p.text for p in asked.parts if p.id == message_id)
    if known or len(session.replaced) >= MOST_NOTED:
        return step(session)
    noted = Replaced(asked.position, Gone.DELETED, message_id, text, now)
    return step(replace(session, replaced=(*session.replaced, noted)), Tell(Topic.DELETED_LATE))


def _holds(parts: tuple[Part, ...], message_id: str) -> bool:
    return any(part.id == message_id for part in parts)
