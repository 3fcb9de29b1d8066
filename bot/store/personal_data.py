"""One person's data: collected for an export, and taken out by an erasure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, delete, exists, func, or_, select, update
from sqlmodel import col

from bot.core.hold import OnHold
from bot.core.screening.decisions import Language
from bot.core.screening.effects import CallPerson, PostSummary, TellTeam
from bot.core.screening.session import ERASED, State
from bot.flow.ports import SessionNotFound
from bot.store import holds, model_replies
from bot.store.sessions.json_columns import grade_from
from bot.store.sessions.queries import by_session
from bot.store.sessions.sessions import GOING_ON
from bot.store.sessions.tables import AdministrationRow, ContentRow, EffectRow, GradeRow, PartRow, Row, SessionRow

IN_CHANNEL = (PostSummary.__name__, CallPerson.__name__, TellTeam.__name__)
"""Effects whose messages stand in the hiring channel and may name the candidate."""
CUT = ("item_digest", "rubric_digest")

Record = Mapping[str, Sequence[Mapping[str, Any]]]


def export_rows(db: Connection, session_id: str) -> Record:
    """Return every row of a screening, by table, and what its digests stand for; raise SessionNotFound."""
    found: dict[str, list[Mapping[str, Any]]] = {}
    for table in Row.metadata.sorted_tables:
        column = _owner(table)
        if column is not None:
            query = select(table).where(table.c[column] == session_id).order_by(*table.primary_key)
            found[table.name] = [dict(row) for row in db.execute(query).mappings()]
    if not found["sessions"]:
        raise SessionNotFound(f"There is no screening {session_id}.")
    digests = {row[name] for row in found["administrations"] for name in CUT}
    contents = select(ContentRow).where(col(ContentRow.digest).in_(sorted(digests)))
    found["contents"] = [dict(row) for row in db.execute(contents).mappings()]
    return found


def erase(db: Connection, session_id: str, alias: str, now: datetime) -> Sequence[str]:
    """Take out what a person wrote, was asked and was given; return the names of messages in the hiring channel.

    What stays is that there was a screening, for which role and when; `alias` stands for the person from then on.
    Raises SessionNotFound, and OnHold while a hold stands on it.
    """
    row = db.execute(select(SessionRow).where(col(SessionRow.id) == session_id).with_for_update()).one_or_none()
    if row is None:
        raise SessionNotFound(f"There is no screening {session_id}.")
    for hold in holds.on(db, session_id, now):
        raise OnHold(session_id, hold)
    posted = select(col(EffectRow.ref)).where(
        col(EffectRow.session_id) == session_id, col(EffectRow.kind).in_(IN_CHANNEL), col(EffectRow.ref).is_not(None)
    )
    refs = [ref for ref in db.scalars(posted) if ref]
    _forget_replies(db, session_id)
    for table in reversed(Row.metadata.sorted_tables):
        if table.name != "sessions" and _owner(table):
            db.execute(delete(table).where(table.c.session_id == session_id))
    _drop_unused_contents(db)
    holds.forget(db, row.candidate_platform, row.candidate_id)
    over = State.WITHDRAWN.value if row.state in GOING_ON else row.state
    scrubbed = {
        "candidate_id": f"{ERASED}-{alias}",
        "candidate_name": ERASED,
        "state": over,
        "language": Language.ENGLISH.value,
        "version": row.version + 1,
        **dict.fromkeys(("code", "place_platform", "place_id", "unreachable", "adjustments", "human_asked_at")),
    }
    db.execute(update(SessionRow).where(col(SessionRow.id) == session_id).values(scrubbed))
    return refs


def ended_before(db: Connection, moment: datetime, role_ids: Sequence[str]) -> Sequence[str]:
    """Return the screenings for these roles that nobody has touched since, and that still hold a person's data."""
    last = func.coalesce(SessionRow.ended_at, SessionRow.seen_at)
    query = select(col(SessionRow.id)).where(
        col(SessionRow.role_id).in_(role_ids), last < moment, col(SessionRow.candidate_id).not_like(f"{ERASED}-%")
    )
    return list(db.scalars(query.order_by(col(SessionRow.id))).all())


def _owner(table: Table) -> str | None:
    """Return the column that says to which screening a row belongs; None where rows belong to none."""
    if table.name == "sessions":
        return "id"
    return "session_id" if "session_id" in table.c else None


def _forget_replies(db: Connection, session_id: str) -> None:
    """Remove the model's replies about these answers, which they quote; also those that no mark was made of."""
    bodies = db.scalars(select(col(GradeRow.body)).where(col(GradeRow.session_id) == session_id))
    requests = {call.request for body in bodies for call in grade_from(body).calls}
    said: dict[str, list[str]] = {}
    for part in by_session(db, PartRow, [session_id]).get(session_id, ()):
        said.setdefault(part.place, []).append(part.text)
    model_replies.forget(db, sorted(requests), ["\n".join(texts) for texts in said.values()])


def _drop_unused_contents(db: Connection) -> None:
    """Remove items and rubrics that no screening met any more: one may have quoted its candidate."""
    used = or_(
        col(AdministrationRow.item_digest) == col(ContentRow.digest),
        col(AdministrationRow.rubric_digest) == col(ContentRow.digest),
    )
    unused = ~exists().where(used)
    db.execute(delete(ContentRow).where(col(ContentRow.kind).in_(("item", "rubric")), unused))
