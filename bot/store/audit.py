"""The audit chain in the database. Its head is a row that writers lock, so that the chain has one end."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, Table, bindparam, select, update
from sqlmodel import col

from bot.core.audit import ALIAS, Act, Entry, Head, Link, seal_entry
from bot.core.screening.session import State
from bot.store import actors
from bot.store.sessions.queries import insert, rows, table_of
from bot.store.sessions.tables import AuditHeadRow, AuditRow, DecisionRow, GradeRow, OverrideRow, SessionRow

SESSIONS = table_of(SessionRow)
COVERED = tuple(table_of(row) for row in (GradeRow, OverrideRow, DecisionRow))
INVITING = ("slack", "discord")
"""Platforms on which every invitation is an entry; at a terminal whoever plays invites themselves."""
UNSEALED = frozenset({"tokens", "cost"})
"""What was paid, which is no part of a mark."""
EITHER = (
    "All of it is dated before the first entry: it is older than the seals, or the chain was emptied. If you know "
    "that it is older: viva audit seal --older"
)
ONLY = 1
"""The number of the one row that holds the head."""
END = select(AuditHeadRow).where(col(AuditHeadRow.id) == ONLY)


def note(db: Connection, entry: Entry, key: bytes = b"") -> Link:
    """Write an entry behind the last one, with what it covers; whoever writes at the same time waits."""
    row = db.execute(END.with_for_update()).one()
    entry = actors.named(db, replace(entry, covers=covered(db, entry.subject)))
    link = seal_entry(Head(row.number, row.seal), entry, key)
    end = {"number": link.number, "seal": link.seal}
    new = {
        "at": entry.at,
        "platform": entry.platform,
        "actor": entry.actor,
        "act": entry.act.value,
        "subject": entry.subject,
        "detail": entry.detail,
        "covers": entry.covers,
        "keyed": link.keyed,
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
    known = actors.told(db, [row.actor for row in found])
    return [_link(row, known) for row in reversed(found)]


def head(db: Connection) -> Head:
    """Return where the chain ends."""
    row = db.execute(END).one()
    return Head(row.number, row.seal)


def _link(row: AuditRow, known: Mapping[str, str]) -> Link:
    actor = known.get(row.actor, row.actor)
    entry = Entry(row.at, row.platform, actor, Act(row.act), row.subject, row.detail, row.covers)
    return Link(row.number, entry, row.seal, row.keyed, row.actor if row.actor.startswith(ALIAS) else "")


def covered(db: Connection, session_id: str) -> str:
    """Return the digest of all that was decided and marked in a screening that has ended; empty for all else."""
    state = db.scalar(select(SESSIONS.c.state).where(SESSIONS.c.id == session_id)) if session_id else None
    if state is None or not State(state).over:
        return ""
    found = [
        [table.name, [[_plain(value) for value in row] for row in db.execute(_of(table), {"of": session_id})]]
        for table in COVERED
    ]
    text = json.dumps([state, found], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def differing(db: Connection, links: Sequence[Link]) -> Iterator[str]:
    """Yield what of the tables is not as the chain has it: screenings that were changed, or are gone, past it."""
    last = {link.entry.subject: link for link in links if link.entry.covers}
    for session_id, link in last.items():
        now = covered(db, session_id)
        if now != link.entry.covers:
            what = "what was decided or marked is not what it was" if now else "it is gone, or runs again"
            yield f"screening {session_id}: {what} at entry {link.number}, the last about it"
    yield from actors.untold(db, links)
    may_be_older = set(dated_before(db, links))
    for session_id, done in _untold(db, links):
        either = f". {EITHER}" if session_id in may_be_older else ""
        yield f"screening {session_id}: somebody {done}, and no entry that stands there tells of it{either}"


def dated_before(db: Connection, links: Sequence[Link]) -> Sequence[str]:
    """Return the screenings of which no entry tells, and all of which is dated before the first entry."""
    first = min((link.entry.at for link in links), default=None)
    untold = sorted({session_id for session_id, _ in _untold(db, links)})
    return [session_id for session_id in untold if first is None or _last_act(db, session_id) < first]


def _untold(db: Connection, links: Sequence[Link]) -> Iterator[tuple[str, str]]:
    told = {link.entry.subject for link in links}
    acted = [(select(table_of(row).c.session_id).distinct(), "decided or marked") for row in (OverrideRow, DecisionRow)]
    invited = select(SESSIONS.c.id).where(SESSIONS.c.inviter_platform.in_(INVITING))
    for query, done in [*acted, (invited, "invited to it")]:
        yield from ((session_id, done) for session_id in db.scalars(query).all() if session_id not in told)


def _last_act(db: Connection, session_id: str) -> datetime:
    of = SESSIONS.c.id == session_id
    times: list[datetime | None] = [*db.execute(select(SESSIONS.c.invited_at, SESSIONS.c.ended_at).where(of)).one()]
    for table in (table_of(OverrideRow), table_of(DecisionRow)):
        times += db.scalars(select(table.c.at).where(table.c.session_id == session_id)).all()
    return max(time for time in times if time is not None)


def _plain(value: object) -> object:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


@cache
def _of(table: Table) -> Select[Any]:
    names = [column for column in table.c if column.name not in UNSEALED]
    return select(*names).where(table.c.session_id == bindparam("of")).order_by(*table.primary_key)
