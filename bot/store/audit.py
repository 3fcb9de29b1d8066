"""The audit chain in the database. Its head is a row that writers lock, so that the chain has one end."""

from collections.abc import Sequence

from sqlalchemy import Connection, select, update
from sqlmodel import col

from bot.core.audit import Act, Entry, Head, Link, seal_entry
from bot.store.sessions.queries import insert, rows
from bot.store.sessions.tables import AuditHeadRow, AuditRow

ONLY = 1
"""The number of the one row that holds the head."""
END = select(AuditHeadRow).where(col(AuditHeadRow.id) == ONLY)


def note(db: Connection, entry: Entry) -> Link:
    """Write an entry behind the last one; whoever writes at the same time waits."""
    row = db.execute(END.with_for_update()).one()
    link = seal_entry(Head(row.number, row.seal), entry)
    end = {"number": link.number, "seal": link.seal}
    new = {
        "at": entry.at,
        "platform": entry.platform,
        "actor": entry.actor,
        "act": entry.act.value,
        "subject": entry.subject,
        "detail": entry.detail,
    }
    insert(db, AuditRow, [new | end])
    db.execute(update(AuditHeadRow).where(col(AuditHeadRow.id) == ONLY).values(end))
    return link


def chain(db: Connection, *, subject: str | None = None, last: int | None = None) -> Sequence[Link]:
    """Return the links in their order: all, those about one screening or person, or the last few."""
    query = select(AuditRow)
    if subject is not None:
        query = query.where(col(AuditRow.subject) == subject)
    found = rows(db, query.order_by(col(AuditRow.number).desc()).limit(last), AuditRow)
    return [_link(row) for row in reversed(found)]


def head(db: Connection) -> Head:
    """Return where the chain ends."""
    row = db.execute(END).one()
    return Head(row.number, row.seal)


def _link(row: AuditRow) -> Link:
    entry = Entry(row.at, row.platform, row.actor, Act(row.act), row.subject, row.detail)
    return Link(row.number, entry, row.seal)
