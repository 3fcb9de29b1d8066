"""The audit chain in the database. Its head is a row that writers lock, so that the chain has one end."""

from collections.abc import Sequence

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.core.audit import Act, Entry, Head, Link, sealed
from bot.store.tables import AuditHeadRow, AuditRow

ONLY = 1
"""The number of the one row that holds the head."""


async def note(db: AsyncSession, entry: Entry) -> Link:
    """Write an entry behind the last one; whoever writes at the same time waits."""
    row = (await db.exec(select(AuditHeadRow).where(AuditHeadRow.id == ONLY).with_for_update())).one()
    link = sealed(Head(row.number, row.seal), entry)
    db.add(
        AuditRow(
            number=link.number,
            at=entry.at,
            platform=entry.platform,
            actor=entry.actor,
            act=entry.act.value,
            subject=entry.subject,
            detail=entry.detail,
            seal=link.seal,
        )
    )
    await db.flush()
    end = {"number": link.number, "seal": link.seal}
    await db.exec(update(AuditHeadRow).where(col(AuditHeadRow.id) == ONLY).values(end))
    db.expire(row)
    return link


async def chain(db: AsyncSession, *, subject: str | None = None, last: int | None = None) -> Sequence[Link]:
    """Return the links in their order: all, those about one screening or person, or the last few."""
    query = select(AuditRow)
    if subject is not None:
        query = query.where(AuditRow.subject == subject)
    rows = (await db.exec(query.order_by(col(AuditRow.number).desc()).limit(last))).all()
    return [_link(row) for row in reversed(rows)]


async def head(db: AsyncSession) -> Head:
    """Return where the chain ends."""
    row = (await db.exec(select(AuditHeadRow).where(AuditHeadRow.id == ONLY))).one()
    return Head(row.number, row.seal)


def _link(row: AuditRow) -> Link:
    entry = Entry(row.at, row.platform, row.actor, Act(row.act), row.subject, row.detail)
    return Link(row.number, entry, row.seal)
