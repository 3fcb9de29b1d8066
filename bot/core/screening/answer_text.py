"""What a candidate says is kept: in the open answer, in place of what it corrects, or aside. Pure."""

from dataclasses import replace
from datetime import datetime

from bot.core.screening import events as e
from bot.core.screening.effects import Tell, Topic
from bot.core.screening.next_step import Step, step
from bot.core.screening.session import Administration, Part, Session

LONGEST_ANSWER = 40_000
"""Characters that one answer may hold; more is kept aside and said so."""


def said(session: Session, open_item: Administration, event: e.Said, now: datetime, told: Topic | None = None) -> Step:
    """Return the session with a message added to the open answer, or kept aside where the answer is too long."""
    if len(open_item.response) + len(event.text) > LONGEST_ANSWER:
        return step(aside(session, event, now), Tell(Topic.TOO_LONG))
    part = Part(event.message_id, event.text, now)
    longer = session.with_administration(replace(open_item, parts=(*open_item.parts, part)))
    first = not open_item.parts
    return step(longer, *([Tell(told)] if told else [Tell(Topic.KEPT)] if first else []))


def corrected(parts: tuple[Part, ...], event: e.Corrected) -> tuple[Part, ...]:
    """Return the parts with the named message replaced, or the last one."""
    target = event.message_id or parts[-1].id
    return tuple(replace(p, text=event.text) if p.id == target else p for p in parts)


def late(session: Session, event: e.Corrected, now: datetime) -> Step:
    """Return the session with a change that came too late kept beside the answer."""
    if not event.text.strip():
        return step(session, Tell(Topic.TOO_LATE_TO_EDIT))
    return step(aside(session, e.Said(event.message_id or "edit", event.text), now), Tell(Topic.TOO_LATE_TO_EDIT))


def is_part_of(open_item: Administration, message_id: str | None) -> bool:
    """Return whether a message is part of an answer; without an id, whether there is any."""
    return bool(open_item.parts) if message_id is None else message_id in {p.id for p in open_item.parts}


def aside(session: Session, event: e.Said, now: datetime) -> Session:
    """Return the session with a message kept outside its answers."""
    return replace(session, asides=(*session.asides, Part(event.message_id, event.text, now)))
