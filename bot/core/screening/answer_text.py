"""Adds, corrects and sets aside what a candidate writes, within limits. Pure.

Whatever way a text comes in (message, edit, form, file), it comes here as an event, so the limits stand here.
"""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from bot.core.grading.answer_language import is_other_language
from bot.core.screening import events as e
from bot.core.screening.effects import Tell, Topic
from bot.core.screening.next_step import Step, step
from bot.core.screening.session import Administration, Gone, Part, Replaced, Session

LONGEST_ANSWER = 40_000
"""Characters that one answer may hold, its messages together; more is kept aside and said so."""
LONGEST_ASIDE = 40_000
"""Characters that are kept beside the answers of a screening, together; more is not kept, and said so."""
LONGEST_NOTE = 4_000
"""Characters of any other text: a reason, a reply, what may have been misread; the rest is cut off."""
LONGEST_REPLACED = 400_000
"""Characters that are kept of what was changed in a screening; a change past that is refused, and said so."""
MOST_REPLACED = 4_000
"""Messages that are kept of what was changed."""
MOST_MESSAGES = 400
"""Messages that one answer may consist of, and that are kept aside."""


def within_limits(event: e.Event) -> e.Event:
    """Return the event with its notes cut to LONGEST_NOTE; what goes into answers is measured where it is kept."""
    cut: dict[str, Any] = {}
    for field in fields(event):
        text = getattr(event, field.name)
        if isinstance(text, str) and len(text) > LONGEST_NOTE and field.name != "text":
            cut[field.name] = text[:LONGEST_NOTE]
    return replace(event, **cut) if cut else event


def fits(parts: Sequence[Part], longest: int = LONGEST_ANSWER) -> bool:
    """Return whether messages, each on a line of its own, are within the limits of one answer."""
    return len(parts) <= MOST_MESSAGES and sum(len(part.text) + 1 for part in parts) - 1 <= longest


def add_message(
    session: Session, open_item: Administration, event: e.Said, now: datetime, told: Topic | None = None
) -> Step:
    """Return the session with a message added to the open answer, or kept aside where the answer is too long."""
    parts = (*open_item.parts, Part(event.message_id, event.text, now))
    if not fits(parts):
        return add_aside(session, event, now, Topic.TOO_LONG)
    longer = session.with_administration(replace(open_item, parts=parts))
    return step(longer, *([Tell(told)] if told else []), *_other_language(session, open_item.parts, parts))


def add_practice_message(session: Session, event: e.Said, now: datetime) -> Step:
    """Return the session with a message added to the practice answer, or kept aside where that is too long."""
    parts = (*session.practice, Part(event.message_id, event.text, now))
    if not fits(parts):
        return add_aside(session, event, now, Topic.TOO_LONG)
    return step(replace(session, practice=parts), *_other_language(session, session.practice, parts))


def begin_again(session: Session, event: e.BegunAgain, now: datetime) -> Step:
    """Return the session with the open answer, or the practice answer, empty; what stood there stays in the record."""
    asked = session.current
    position, parts = (asked.position, asked.parts) if asked else (0, session.practice)
    if event.position not in {None, position}:
        return step(session, Tell(Topic.OLD_CARD))
    if not parts:
        return step(session, Tell(Topic.EMPTY_ANSWER))
    kept = keep_replaced(session, position, parts, (), now, Gone.BEGUN_AGAIN)
    if kept is None:
        return step(session, Tell(Topic.NOT_KEPT))
    emptied = kept.with_administration(replace(asked, parts=())) if asked else replace(kept, practice=())
    return step(emptied, Tell(Topic.BEGUN_AGAIN))


def _other_language(session: Session, before: Sequence[Part], after: Sequence[Part]) -> tuple[Tell, ...]:
    """Return that an answer has come to be in a language which the role does not take: said once, and at once."""
    was, now = (
        is_other_language("\n".join(p.text for p in parts), session.role.languages) for parts in (before, after)
    )
    return (Tell(Topic.OTHER_LANGUAGE),) if now and not was else ()


def correct_message(session: Session, open_item: Administration, event: e.Corrected, now: datetime) -> Step:
    """Return the session with the named message of the open answer changed, or the last one, and what stood there."""
    target = event.message_id or open_item.parts[-1].id
    changed = tuple(replace(p, text=event.text) if p.id == target else p for p in open_item.parts)
    kept = keep_replaced(session, open_item.position, open_item.parts, changed, now)
    if kept is None:
        return step(session, Tell(Topic.EDIT_TOO_LONG))
    edited = kept.with_administration(replace(open_item, parts=changed))
    return step(edited, Tell(Topic.EDITED), *_other_language(session, open_item.parts, changed))


def correct_practice(session: Session, event: e.Corrected, now: datetime) -> Step:
    """Return the session with a message of the practice answer changed, and what stood there."""
    target = event.message_id or session.practice[-1].id
    changed = tuple(replace(p, text=event.text) if p.id == target else p for p in session.practice)
    kept = keep_replaced(session, 0, session.practice, changed, now)
    if kept is None:
        return step(session, Tell(Topic.EDIT_TOO_LONG))
    return step(replace(kept, practice=changed), Tell(Topic.EDITED))


def keep_replaced(
    session: Session,
    position: int,
    before: tuple[Part, ...],
    after: tuple[Part, ...],
    now: datetime,
    how: Gone = Gone.CHANGED,
) -> Session | None:
    """Return the session with what is no longer as it was kept in the record; None where something gets too long."""
    stays = {part.id: part.text for part in after}
    gone = [Replaced(position, how, p.id, p.text, now) for p in before if stays.get(p.id) != p.text]
    replaced = (*session.replaced, *gone)
    if not fits(after) or len(replaced) > MOST_REPLACED or sum(len(r.text) for r in replaced) > LONGEST_REPLACED:
        return None
    return replace(session, replaced=replaced)


def late(session: Session, event: e.Corrected, now: datetime) -> Step:
    """Return the session with a change that came too late kept beside the answer."""
    if not event.text.strip():
        return step(session, Tell(Topic.TOO_LATE_TO_EDIT))
    return add_aside(session, e.Said(event.message_id or "edit", event.text), now, Topic.TOO_LATE_TO_EDIT)


def is_part_of(open_item: Administration, message_id: str | None) -> bool:
    """Return whether a message is part of an answer; without an id, whether there is any."""
    return bool(open_item.parts) if message_id is None else message_id in {p.id for p in open_item.parts}


def add_aside(session: Session, event: e.Said, now: datetime, told: Topic) -> Step:
    """Return the session with a message kept outside its answers, and `told`; one too many is not kept."""
    asides = (*session.asides, Part(event.message_id, event.text, now))
    if not fits(asides, LONGEST_ASIDE):
        return step(session, Tell(Topic.NOT_KEPT))
    return step(
        replace(session, asides=asides), Tell(told, message=event.message_id if told is Topic.LATE_FORM else "")
    )
