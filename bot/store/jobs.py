"""Stored effects as jobs: ordered with the change of a session, claimed, settled, postponed.

Within a session they go in the order of their ids. A timer that has not rung lets others pass; all else is due
once it is ordered, whatever the clock of another machine says. One that is under way, waits for another try or
failed lets nothing pass. The team's card, where it is stuck, holds what changes the card and nothing else: no
candidate waits for a channel that is gone. The statements are made once: each runs several times for every answer.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    and_,
    bindparam,
    case,
    exists,
    func,
    or_,
    select,
    update,
)

from bot.core.screening.effects import AskItem, AskPractice
from bot.flow.ports import SUSPECT, Job, Order
from bot.store.sessions.json_columns import effect_from, effect_text
from bot.store.sessions.queries import insert_new, table_of
from bot.store.sessions.tables import EffectRow, SessionRow

EFFECTS, SESSIONS = table_of(EffectRow), table_of(SessionRow)
E, S, AHEAD = EFFECTS.c, SESSIONS.c, EFFECTS.alias().c

DUE = "due"
SENDING = "sending"
DONE = "done"
FAILED = "failed"
DROPPED = "dropped"
LIVE = (DUE, SENDING, FAILED)
"""All but done and dropped; named, so that the index finds the few among the many."""

CARD = ("PostSummary", "UpdateSummary", "Retract")
"""The kinds that post or change the team's card; what changes it must come after what posts it."""

TIMERS = ("Remark", "Wake", "Chase")
"""The kinds that wait for a time of their own."""

CLAIMABLE_AT = func.coalesce(E.not_before, E.due_at)
"""When an effect may be claimed."""

THIS: BindParameter[Any] = bindparam("this")
OF: BindParameter[Any] = bindparam("of")
TRY: BindParameter[Any] = bindparam("try")
NOW: BindParameter[Any] = bindparam("now")
PLATFORMS: BindParameter[Any] = bindparam("platforms", expanding=True)

STANDING = and_(E.id == THIS, E.state == SENDING, E.attempts == TRY)
"""What holds for an effect as long as a claim of it stands: each claim counts `attempts` up."""
STANDS = select(E.id).where(STANDING)
ONGOING = select(EFFECTS).where(E.session_id == OF, E.state.in_(LIVE)).order_by(E.id)
CLAIM = (
    update(EFFECTS)
    .where(E.id == THIS, E.state == DUE)
    .values(state=SENDING, attempts=TRY, claimed_at=NOW, not_before=None)
)
SETTLE = update(EFFECTS).where(E.id == THIS).values(state=DONE, settled_at=NOW, ref=bindparam("message"))


def _next() -> tuple[ColumnElement[bool], ...]:
    """Return what makes an effect one that its session will come to by itself, now or later.

    Whatever waits for another try holds those behind it, also once its time has come: it goes first.
    """
    stuck = or_(AHEAD.state == FAILED, and_(AHEAD.state == DUE, AHEAD.not_before.is_not(None)))
    concerned = or_(AHEAD.kind.not_in(CARD), E.kind.in_(CARD))
    holds = or_(AHEAD.state == SENDING, and_(stuck, concerned))
    held = exists().where(AHEAD.session_id == E.session_id, AHEAD.id < E.id, holds)
    return (E.state == DUE, S.candidate_platform.in_(PLATFORMS), ~held)


MEANT = EFFECTS.join(SESSIONS)
READY = (
    select(E.session_id)
    .select_from(MEANT)
    .where(or_(CLAIMABLE_AT <= NOW, and_(E.not_before.is_(None), E.kind.not_in(TIMERS))), *_next())
    .group_by(E.session_id)
    .order_by(func.min(CLAIMABLE_AT), func.min(E.id))
)
NEXT_DUE = select(func.min(CLAIMABLE_AT, type_=E.due_at.type)).select_from(MEANT).where(*_next())
UNDER_WAY = (
    select(E.session_id).select_from(MEANT).where(E.state == SENDING, S.candidate_platform.in_(PLATFORMS)).distinct()
)
CARDS = (
    select(E.ref, E.kind, E.body)
    .where(E.session_id == OF, E.kind == bindparam("kind"), E.ref.is_not(None))
    .order_by(E.id)
)
REF = select(E.ref).where(E.session_id == OF, E.key == bindparam("named"))


def order(db: Connection, session_id: str, orders: Sequence[Order]) -> None:
    """Store effects in this order; a key that is stored already is left alone."""
    new = [_values(session_id, order) for order in orders]
    if new:
        db.execute(insert_new(db, EffectRow), new)


def claim(db: Connection, session_id: str, now: datetime) -> Job | None:
    """Claim the session's next due effect."""
    card_is_stuck = False
    for row in db.execute(ONGOING, {"of": session_id}).all():
        if row.kind in CARD and card_is_stuck:
            continue
        if row.state != DUE or (row.not_before is not None and row.not_before > now):
            if row.state == SENDING or row.kind not in CARD:
                return None
            card_is_stuck = True
        elif row.due_at <= now or row.kind not in TIMERS:
            what = effect_from(row.kind, row.body)
            claimed = db.execute(CLAIM, {"this": row.id, "try": row.attempts + 1, "now": now})
            # None claimed: another process was quicker.
            job = Job(row.id, row.key, row.session_id, what, row.attempts, row.faults, row.unsure_since, row.deaths)
            return job if claimed.rowcount else None
    return None


def holds(db: Connection, job: Job) -> bool:
    """Return whether a claim still stands."""
    return db.execute(STANDS, _claim(job)).first() is not None


def postpone(db: Connection, job: Job, until: datetime, fault: str, *, unsure: bool) -> bool:
    """Give a claimed effect back, to be tried again; return False if the claim no longer stands."""
    since = func.coalesce(E.unsure_since, E.claimed_at) if unsure else E.unsure_since
    values = {
        "state": DUE,
        "not_before": until,
        "fault": fault,
        "faults": E.faults + 1,
        "unsure_since": since,
        "deaths": 0,
    }
    return bool(db.execute(update(EFFECTS).where(STANDING).values(values), _claim(job)).rowcount)


def give_up(db: Connection, job: Job, now: datetime, fault: str) -> bool:
    """Mark an effect as failed for good; return False if the claim no longer stands."""
    values = {"state": FAILED, "settled_at": now, "fault": fault, "faults": E.faults + 1}
    return bool(db.execute(update(EFFECTS).where(STANDING).values(values), _claim(job)).rowcount)


def settle(db: Connection, job_id: int, now: datetime, ref: str | None) -> None:
    """Mark an effect as done."""
    db.execute(SETTLE, {"this": job_id, "now": now, "message": ref})


def recover(db: Connection, session_id: str | None, *, died: bool) -> int:
    """Give back what was claimed and never settled, of one session or of all; return how many effects that were.

    died: whether the process did that claimed it, which counts against the effect, up to a suspicion; if it did not,
    what it was blamed for beforehand is taken back.
    """
    lost = [E.state == SENDING, *([E.session_id == session_id] if session_id else [])]
    suspected, cleared = (E.deaths < SUSPECT, E.deaths + 1), (E.deaths > SUSPECT, E.deaths - 1)
    deaths = case(suspected if died else cleared, else_=E.deaths)
    values = {"state": DUE, "unsure_since": func.coalesce(E.unsure_since, E.claimed_at), "deaths": deaths}
    return db.execute(update(EFFECTS).where(*lost).values(values)).rowcount


def blame(db: Connection, job: Job) -> None:
    """Count one death more of a claimed effect."""
    db.execute(update(EFFECTS).where(STANDING).values(deaths=E.deaths + 1), _claim(job))


def under_way(db: Connection, platforms: Sequence[str]) -> Sequence[str]:
    """Return the ids of sessions on these platforms with a claimed effect."""
    return db.scalars(UNDER_WAY, {"platforms": platforms}).all()


def ref(db: Connection, session_id: str, key: str) -> str | None:
    """Return the platform's name of the message that an effect sent."""
    found: str | None = db.scalar(REF, {"of": session_id, "named": key})
    return found


def question_cards(db: Connection, session_id: str, position: int) -> Sequence[str]:
    """Return the platform's names of the messages that put a question, the oldest first; 0 is the practice."""
    kind = AskItem.__name__ if position else AskPractice.__name__
    rows = db.execute(CARDS, {"of": session_id, "kind": kind}).all()
    asked = ((row.ref, effect_from(row.kind, row.body)) for row in rows)
    return [ref for ref, effect in asked if not isinstance(effect, AskItem) or effect.position == position]


def ready(db: Connection, now: datetime, platforms: Sequence[str]) -> Sequence[str]:
    """Return the ids of sessions whose next effect is due, the longest waiting first."""
    return db.scalars(READY, {"platforms": platforms, "now": now}).all()


def next_due(db: Connection, platforms: Sequence[str]) -> datetime | None:
    """Return when the next effect of any session falls due."""
    due: datetime | None = db.scalar(NEXT_DUE, {"platforms": platforms})
    return due


def _values(session_id: str, order: Order) -> dict[str, Any]:
    kind, body = effect_text(order.effect)
    return {
        "key": order.key,
        "session_id": session_id,
        "kind": kind,
        "body": body,
        "due_at": order.due,
        "state": DUE,
        "attempts": 0,
        "faults": 0,
        "deaths": 0,
    }


def _claim(job: Job) -> dict[str, Any]:
    return {"this": job.id, "try": job.attempts + 1}
