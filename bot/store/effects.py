"""Effects in the database: ordered with the session's change, claimed, then done or failed.

Within a session they go in the order of their ids. An effect whose time has not come lets others
pass; one that is under way, waits for another try or failed does not.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import and_, col, exists, func, or_, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.flow.ports import Job, Order
from bot.store.bodies import effect_from, effect_text
from bot.store.database import insert_new
from bot.store.tables import EffectRow, SessionRow

DUE = "due"
SENDING = "sending"
DONE = "done"
FAILED = "failed"
DROPPED = "dropped"
LIVE = (DUE, SENDING, FAILED)
"""All but done and dropped; named, so that the index finds the few among the many."""

claimable_at = func.coalesce(EffectRow.not_before, EffectRow.due_at)
"""When an effect may be claimed."""


async def order(db: AsyncSession, session_id: str, orders: Sequence[Order]) -> None:
    """Store effects in this order; a key that is stored already is left alone."""
    new = [_values(session_id, order) for order in orders]
    if new:
        await db.exec(insert_new(db, EffectRow).values(new))


async def claim(db: AsyncSession, session_id: str, now: datetime) -> Job | None:
    """Claim the session's next due effect."""
    live = select(EffectRow).where(EffectRow.session_id == session_id, col(EffectRow.state).in_(LIVE))
    for row in await db.exec(live.order_by(col(EffectRow.id))):
        if row.state != DUE or (row.not_before is not None and row.not_before > now):
            return None
        if row.due_at <= now:
            return await _claimed(db, row, now)
    return None


async def _claimed(db: AsyncSession, row: EffectRow, now: datetime) -> Job | None:
    """Mark an effect as under way; return None if another process was quicker."""
    assert row.id is not None
    what = effect_from(row.kind, row.body)
    job = Job(row.id, row.key, row.session_id, what, row.attempts, row.faults, row.unsure_since)
    still_due = (col(EffectRow.id) == job.id, col(EffectRow.state) == DUE)
    claimed = {"state": SENDING, "attempts": job.attempts + 1, "claimed_at": now, "not_before": None}
    result = await db.exec(update(EffectRow).where(*still_due).values(claimed))
    return job if result.rowcount else None


async def holds(db: AsyncSession, job: Job) -> bool:
    """Return whether a claim still stands."""
    return (await db.exec(select(EffectRow.id).where(*_claim(job)))).first() is not None


async def postpone(db: AsyncSession, job: Job, until: datetime, fault: str, *, unsure: bool) -> None:
    """Give a claimed effect back, to be tried again; nothing happens if the claim no longer stands."""
    since = func.coalesce(EffectRow.unsure_since, EffectRow.claimed_at) if unsure else EffectRow.unsure_since
    values = {"state": DUE, "not_before": until, "fault": fault, "faults": EffectRow.faults + 1, "unsure_since": since}
    await db.exec(update(EffectRow).where(*_claim(job)).values(values))


async def give_up(db: AsyncSession, job: Job, now: datetime, fault: str) -> bool:
    """Mark an effect as failed for good; return False if the claim no longer stands."""
    values = {"state": FAILED, "settled_at": now, "fault": fault, "faults": EffectRow.faults + 1}
    return bool((await db.exec(update(EffectRow).where(*_claim(job)).values(values))).rowcount)


async def settle(db: AsyncSession, job_id: int, now: datetime, ref: str | None) -> None:
    """Mark an effect as done."""
    values = {"state": DONE, "settled_at": now, "ref": ref}
    await db.exec(update(EffectRow).where(col(EffectRow.id) == job_id).values(values))


async def recover(db: AsyncSession, session_id: str | None) -> int:
    """Give back what was claimed and never settled, of one session or of all; return how many effects that were."""
    lost = [col(EffectRow.state) == SENDING, *([col(EffectRow.session_id) == session_id] if session_id else [])]
    values = {"state": DUE, "unsure_since": func.coalesce(EffectRow.unsure_since, EffectRow.claimed_at)}
    return (await db.exec(update(EffectRow).where(*lost).values(values))).rowcount


async def under_way(db: AsyncSession, platforms: Sequence[str]) -> Sequence[str]:
    """Return the ids of sessions on these platforms with a claimed effect."""
    query = select(EffectRow.session_id).join(SessionRow).where(EffectRow.state == SENDING)
    return (await db.exec(query.where(col(SessionRow.candidate_platform).in_(platforms)).distinct())).all()


async def ref(db: AsyncSession, session_id: str, key: str) -> str | None:
    """Return the platform's name of the message that an effect sent."""
    query = select(EffectRow.ref).where(EffectRow.session_id == session_id, EffectRow.key == key)
    return (await db.exec(query)).one_or_none()


async def ready(db: AsyncSession, now: datetime, platforms: Sequence[str]) -> Sequence[str]:
    """Return the ids of sessions whose next effect is due, the longest waiting first."""
    due = (col(EffectRow.due_at) <= now, claimable_at <= now)
    query = select(EffectRow.session_id).join(SessionRow).where(*_next(platforms), *due)
    first = (func.min(claimable_at), func.min(EffectRow.id))
    return (await db.exec(query.group_by(col(EffectRow.session_id)).order_by(*first))).all()


async def next_due(db: AsyncSession, platforms: Sequence[str]) -> datetime | None:
    """Return when the next effect of any session falls due."""
    query = select(func.min(claimable_at)).select_from(EffectRow).join(SessionRow).where(*_next(platforms))
    return (await db.exec(query)).one()


def _next(platforms: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    """Return what makes an effect one that its session will come to by itself, now or later.

    Whatever waits for another try holds those behind it, also once its time has come: it goes first.
    """
    ahead = aliased(EffectRow)
    holds = or_(col(ahead.state).in_((SENDING, FAILED)), and_(ahead.state == DUE, col(ahead.not_before).is_not(None)))
    held = exists().where(col(ahead.session_id) == EffectRow.session_id, col(ahead.id) < EffectRow.id, holds)
    return (col(EffectRow.state) == DUE, col(SessionRow.candidate_platform).in_(platforms), ~held)


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
    }


def _claim(job: Job) -> tuple[ColumnElement[bool], ...]:
    """Return what holds for the effect as long as this claim of it stands: each claim counts `attempts` up."""
    return (
        col(EffectRow.id) == job.id,
        col(EffectRow.state) == SENDING,
        col(EffectRow.attempts) == job.attempts + 1,
    )
