"""Sessions in the database: read whole, written by what changed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain

from sqlalchemy import Connection, bindparam, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from bot.core.session import Administration, Part, Session, State
from bot.flow.ports import SessionNotFound, StaleSession
from bot.store import asking, rows
from bot.store.acts import read_acts, write_acts
from bot.store.asking import insert, table_of
from bot.store.changes import must_agree, write_answers
from bot.store.contents import Contents, Documents
from bot.store.tables import AdministrationRow, GradeRow, OverrideRow, PartRow, SessionRow

FOR_EVER = ("id", "role", "code", "hiring", "invited_by", "seed", "bank_version", "invited_at", "fits")
"""What a session is from its start."""
SESSIONS = table_of(SessionRow)
ONE = select(SESSIONS).where(SESSIONS.c.id == bindparam("of"))
ONE_TO_CHANGE = ONE.with_for_update()
CHANGE = update(SESSIONS).where(SESSIONS.c.id == bindparam("of"), SESSIONS.c.version == bindparam("before"))
NEWEST = (col(SessionRow.invited_at).desc(), col(SessionRow.id).desc())
GOING_ON = [state.value for state in State if not state.over]


def load(db: Connection, contents: Contents, session_id: str, *, to_change: bool = False) -> Session:
    """Return the session; raise SessionNotFound. `to_change` keeps others from changing it meanwhile."""
    # Where rows can be locked, the session's comes first: then all that is read below is of one version.
    found = asking.rows(db, ONE_TO_CHANGE if to_change else ONE, SessionRow, of=session_id)
    if not found:
        raise SessionNotFound(f"There is no screening {session_id}.")
    row = found[0]
    known = contents.session(session_id, row.version)
    if known is not None:
        return known
    asked = rows.of(db, AdministrationRow, session_id)
    named = [row.role_digest, *([row.fits_digest] if row.fits_digest else [])]
    digests = chain(named, *((a.item_digest, a.rubric_digest) for a in asked))
    documents = contents.get(db, digests)
    parts = _parts(db, session_id)
    administrations = _administrations(db, session_id, asked, documents, parts)
    session = rows.session_from(row, documents, parts, administrations, *read_acts(db, session_id))
    if not to_change:  # a transaction that changes things may read what it will take back
        contents.remember(session)
    return session


def add(db: Connection, contents: Contents, session: Session) -> None:
    """Store a new session; raise ValueError if its id is taken."""
    contents.put(db, [session.role, *([session.fits] if session.fits else [])])
    try:
        insert(db, SessionRow, [rows.session_row(session)])
    except IntegrityError as fault:
        raise ValueError(f"there is a session {session.id} already") from fault
    write_answers(db, contents, None, session)
    write_acts(db, None, session)


def save(db: Connection, contents: Contents, before: Session, after: Session) -> None:
    """Store what changed since `before`, which is what is stored; raise StaleSession unless `after` is next."""
    must_agree(before, after, FOR_EVER)
    if before.candidate.id:
        must_agree(before, after, ("candidate",))
    stored = {"of": after.id, "before": after.version - 1}
    if db.execute(CHANGE, rows.session_changes(after) | stored).rowcount == 0:
        raise StaleSession(after.id)
    write_answers(db, contents, before, after)
    write_acts(db, before, after)


def of_person(db: Connection, contents: Contents, platform: str, person_id: str, *, open_only: bool) -> list[Session]:
    """Return the sessions of a person, the newest first; `open_only` leaves out those that are over."""
    whose = [col(SessionRow.candidate_platform) == platform, col(SessionRow.candidate_id) == person_id]
    if open_only:
        whose.append(col(SessionRow.state).in_(GOING_ON))
    found = db.scalars(select(col(SessionRow.id)).where(*whose).order_by(*NEWEST)).all()
    return [load(db, contents, session_id) for session_id in found]


def ongoing(db: Connection, contents: Contents, platform: str) -> list[Session]:
    """Return a platform's sessions that are not over, the newest first."""
    query = select(col(SessionRow.id)).where(col(SessionRow.candidate_platform) == platform)
    found = db.scalars(query.where(col(SessionRow.state).in_(GOING_ON)).order_by(*NEWEST)).all()
    return [load(db, contents, session_id) for session_id in found]


def recent(db: Connection, contents: Contents, most: int) -> list[Session]:
    """Return the sessions invited last, the newest first."""
    found = db.scalars(select(col(SessionRow.id)).order_by(*NEWEST).limit(most)).all()
    return [load(db, contents, session_id) for session_id in found]


def by_code(db: Connection, contents: Contents, code: str) -> Session | None:
    """Return the session that an invitation's code opens."""
    found = db.scalar(select(col(SessionRow.id)).where(col(SessionRow.code) == code))
    return load(db, contents, found) if found is not None else None


def over(db: Connection) -> list[str]:
    """Return the ids of the sessions that are over, the oldest first."""
    ended = select(col(SessionRow.id)).where(col(SessionRow.state).not_in(GOING_ON))
    return list(db.scalars(ended.order_by(col(SessionRow.invited_at), col(SessionRow.id))).all())


def shown(db: Connection) -> dict[str, int]:
    """Return how often each item was put to candidates, by item id."""
    query = select(col(AdministrationRow.item_id), func.count()).group_by(col(AdministrationRow.item_id))
    return dict(db.execute(query).all())


def _parts(db: Connection, session_id: str) -> dict[str, tuple[Part, ...]]:
    """Return the candidate's messages by place, in order."""
    parts: defaultdict[str, list[Part]] = defaultdict(list)
    for part in rows.of(db, PartRow, session_id):
        parts[part.place].append(rows.part_from(part))
    return {place: tuple(messages) for place, messages in parts.items()}


def _administrations(
    db: Connection,
    session_id: str,
    asked: Sequence[AdministrationRow],
    documents: Documents,
    parts: Mapping[str, tuple[Part, ...]],
) -> tuple[Administration, ...]:
    """Return what was asked, with all that belongs to it."""
    if not asked:
        return ()
    grades: defaultdict[int, list[GradeRow]] = defaultdict(list)
    for grade in rows.of(db, GradeRow, session_id):
        grades[grade.position].append(grade)
    overrides: defaultdict[int, list[OverrideRow]] = defaultdict(list)
    for override in rows.of(db, OverrideRow, session_id):
        overrides[override.position].append(override)
    return tuple(
        rows.administration_from(
            row, documents, parts.get(str(row.position), ()), grades[row.position], overrides[row.position]
        )
        for row in asked
    )
