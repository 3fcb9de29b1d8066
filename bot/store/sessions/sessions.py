"""Sessions in the database: read whole, written by what changed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import TypeVar

from sqlalchemy import Connection, bindparam, func, select, update
from sqlalchemy.exc import IntegrityError

from bot.core.screening.session import Part, Session, State
from bot.flow.ports import SessionNotFound, StaleSession
from bot.store.sessions import queries, rows
from bot.store.sessions.changes import must_agree, write_answers
from bot.store.sessions.decisions import read_acts, write_acts
from bot.store.sessions.documents import Contents
from bot.store.sessions.queries import insert, table_of
from bot.store.sessions.tables import AdministrationRow, GradeRow, OverrideRow, PartRow, SessionRow

Marks = TypeVar("Marks", GradeRow, OverrideRow)

FOR_EVER = ("id", "role", "code", "hiring", "invited_by", "seed", "bank_version", "invited_at", "fits")
"""What a session is from its start."""
SESSIONS = table_of(SessionRow)
ONE = select(SESSIONS).where(SESSIONS.c.id == bindparam("of"))
VERSION = select(SESSIONS.c.version).where(SESSIONS.c.id == bindparam("of"))
ONE_TO_CHANGE = ONE.with_for_update()
CHANGE = update(SESSIONS).where(SESSIONS.c.id == bindparam("of"), SESSIONS.c.version == bindparam("before"))
NEWEST = (SESSIONS.c.invited_at.desc(), SESSIONS.c.id.desc())
OF_PERSON = (
    select(SESSIONS)
    .where(SESSIONS.c.candidate_platform == bindparam("platform"), SESSIONS.c.candidate_id == bindparam("person"))
    .order_by(*NEWEST)
)
ASKED = table_of(AdministrationRow)
SHOWN = select(ASKED.c.item_id, func.count()).where(ASKED.c.asked_at < bindparam("before")).group_by(ASKED.c.item_id)
GOING_ON = [state.value for state in State if not state.over]


def remembered(db: Connection, contents: Contents, session_id: str) -> Session | None:
    """Return the session if it is remembered as it stands in the database."""
    version = db.scalar(VERSION, {"of": session_id})
    return None if version is None else contents.session(session_id, version)


def load(db: Connection, contents: Contents, session_id: str, *, to_change: bool = False) -> Session:
    """Return the session; raise SessionNotFound. `to_change` keeps others from changing it meanwhile."""
    # Where rows can be locked, the session's comes first: then all that is read below is of one version.
    found = queries.rows(db, ONE_TO_CHANGE if to_change else ONE, SessionRow, of=session_id)
    if not found:
        raise SessionNotFound(f"There is no screening {session_id}.")
    # A transaction that changes things may read what it will take back.
    return _whole(db, contents, found, remember=not to_change)[0]


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
    found = queries.rows(db, OF_PERSON, SessionRow, platform=platform, person=person_id)
    return _whole(db, contents, [row for row in found if not open_only or row.state in GOING_ON])


def ongoing(db: Connection, contents: Contents, platform: str) -> list[Session]:
    """Return a platform's sessions that are not over, the newest first."""
    here = select(SESSIONS).where(SESSIONS.c.candidate_platform == platform, SESSIONS.c.state.in_(GOING_ON))
    return _whole(db, contents, queries.rows(db, here.order_by(*NEWEST), SessionRow))


def recent(db: Connection, contents: Contents, most: int) -> list[Session]:
    """Return the sessions invited last, the newest first."""
    return _whole(db, contents, queries.rows(db, select(SESSIONS).order_by(*NEWEST).limit(most), SessionRow))


def by_code(db: Connection, contents: Contents, code: str) -> Session | None:
    """Return the session that an invitation's code opens."""
    found = queries.rows(db, select(SESSIONS).where(SESSIONS.c.code == code), SessionRow)
    return next(iter(_whole(db, contents, found)), None)


def over(db: Connection) -> list[str]:
    """Return the ids of the sessions that are over, the oldest first."""
    ended = select(SESSIONS.c.id).where(SESSIONS.c.state.not_in(GOING_ON))
    return list(db.scalars(ended.order_by(SESSIONS.c.invited_at, SESSIONS.c.id)).all())


def count_shown(db: Connection, before: datetime) -> dict[str, int]:
    """Return how often each item was put to candidates before a time, by item id."""
    return dict(db.execute(SHOWN, {"before": before}).all())


def _whole(db: Connection, contents: Contents, found: Sequence[SessionRow], *, remember: bool = True) -> list[Session]:
    """Return the sessions of rows, in their order: as remembered, or read, all of them by the same few queries."""
    known = {row.id: contents.session(row.id, row.version) for row in found}
    missing = [row for row in found if known[row.id] is None]
    for new in _read(db, contents, missing) if missing else ():
        known[new.id] = new
        if remember:
            contents.remember(new)
    return [session for row in found if (session := known[row.id]) is not None]


def _read(db: Connection, contents: Contents, found: Sequence[SessionRow]) -> Iterator[Session]:
    ids = [row.id for row in found]
    asked = queries.by_session(db, AdministrationRow, ids)
    parts = queries.by_session(db, PartRow, ids)
    grades = queries.by_session(db, GradeRow, ids) if asked else {}
    overrides = queries.by_session(db, OverrideRow, ids) if asked else {}
    acts = read_acts(db, ids)
    named = ((row.role_digest, *([row.fits_digest] if row.fits_digest else [])) for row in found)
    met = ((a.item_digest, a.rubric_digest) for each in asked.values() for a in each)
    documents = contents.get(db, chain.from_iterable(chain(named, met)))
    for row in found:
        said = _parts(parts.get(row.id, ()))
        marks, overruled = _by_position(grades.get(row.id, ())), _by_position(overrides.get(row.id, ()))
        administrations = tuple(
            rows.administration_from(
                a, documents, said.get(str(a.position), ()), marks[a.position], overruled[a.position]
            )
            for a in asked.get(row.id, ())
        )
        yield rows.session_from(row, documents, said, administrations, *acts(row.id))


def _parts(found: Sequence[PartRow]) -> dict[str, tuple[Part, ...]]:
    """Return the candidate's messages by place, in order."""
    parts: defaultdict[str, list[Part]] = defaultdict(list)
    for part in found:
        parts[part.place].append(rows.part_from(part))
    return {place: tuple(messages) for place, messages in parts.items()}


def _by_position(found: Sequence[Marks]) -> Mapping[int, list[Marks]]:
    by_position: defaultdict[int, list[Marks]] = defaultdict(list)
    for row in found:
        by_position[row.position].append(row)
    return by_position
