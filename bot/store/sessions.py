"""Sessions in the database: read whole, written by what changed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, func, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.core.session import Administration, Part, Session, State
from bot.flow.ports import SessionNotFound, StaleSession
from bot.store import rows
from bot.store.acts import read_acts, write_acts
from bot.store.changes import insert, must_agree, write_answers
from bot.store.contents import Contents, Documents
from bot.store.tables import AdministrationRow, GradeRow, OverrideRow, PartRow, SessionRow

FOR_EVER = ("id", "role", "code", "hiring", "invited_by", "seed", "bank_version", "invited_at", "fits")
"""What a session is from its start."""
NEWEST = (col(SessionRow.invited_at).desc(), col(SessionRow.id).desc())
GOING_ON = [state.value for state in State if not state.over]


async def load(db: AsyncSession, contents: Contents, session_id: str, *, to_change: bool = False) -> Session:
    """Return the session; raise SessionNotFound. `to_change` keeps others from changing it meanwhile."""
    query = select(SessionRow).where(SessionRow.id == session_id)
    # Where rows can be locked, the session's comes first: then all that is read below is of one version.
    row = (await db.exec(query.with_for_update() if to_change else query)).one_or_none()
    if row is None:
        raise SessionNotFound(f"There is no screening {session_id}.")
    known = contents.session(session_id, row.version)
    if known is not None:
        return known
    mine = select(AdministrationRow).where(AdministrationRow.session_id == session_id)
    asked = (await db.exec(mine.order_by(col(AdministrationRow.position)))).all()
    named = [row.role_digest, *([row.fits_digest] if row.fits_digest else [])]
    digests = chain(named, *((a.item_digest, a.rubric_digest) for a in asked))
    documents = await contents.get(db, digests)
    parts = await _parts(db, session_id)
    administrations = await _administrations(db, session_id, asked, documents, parts)
    session = rows.session_from(row, documents, parts, administrations, *(await read_acts(db, session_id)))
    if not to_change:  # a transaction that changes things may read what it will take back
        contents.remember(session)
    return session


async def add(db: AsyncSession, contents: Contents, session: Session) -> None:
    """Store a new session; raise ValueError if its id is taken."""
    await contents.put(db, [session.role, *([session.fits] if session.fits else [])])
    try:
        await insert(db, [rows.session_row(session)])
    except IntegrityError as fault:
        raise ValueError(f"there is a session {session.id} already") from fault
    await write_answers(db, contents, None, session)
    await write_acts(db, None, session)


async def save(db: AsyncSession, contents: Contents, before: Session, after: Session) -> None:
    """Store what changed since `before`, which is what is stored; raise StaleSession unless `after` is next."""
    must_agree(before, after, FOR_EVER)
    if before.candidate.id:
        must_agree(before, after, ("candidate",))
    stored = (col(SessionRow.id) == after.id, col(SessionRow.version) == after.version - 1)
    result = await db.exec(update(SessionRow).where(*stored).values(rows.session_changes(after)))
    if result.rowcount == 0:
        raise StaleSession(after.id)
    await write_answers(db, contents, before, after)
    await write_acts(db, before, after)


async def of_person(
    db: AsyncSession, contents: Contents, platform: str, person_id: str, *, open_only: bool
) -> list[Session]:
    """Return the sessions of a person, the newest first; `open_only` leaves out those that are over."""
    whose = [col(SessionRow.candidate_platform) == platform, col(SessionRow.candidate_id) == person_id]
    if open_only:
        whose.append(col(SessionRow.state).in_(GOING_ON))
    found = (await db.exec(select(SessionRow.id).where(*whose).order_by(*NEWEST))).all()
    return [await load(db, contents, session_id) for session_id in found]


async def ongoing(db: AsyncSession, contents: Contents, platform: str) -> list[Session]:
    """Return a platform's sessions that are not over, the newest first."""
    query = select(SessionRow.id).where(SessionRow.candidate_platform == platform)
    found = (await db.exec(query.where(col(SessionRow.state).in_(GOING_ON)).order_by(*NEWEST))).all()
    return [await load(db, contents, session_id) for session_id in found]


async def recent(db: AsyncSession, contents: Contents, most: int) -> list[Session]:
    """Return the sessions invited last, the newest first."""
    found = (await db.exec(select(SessionRow.id).order_by(*NEWEST).limit(most))).all()
    return [await load(db, contents, session_id) for session_id in found]


async def by_code(db: AsyncSession, contents: Contents, code: str) -> Session | None:
    """Return the session that an invitation's code opens."""
    found = (await db.exec(select(SessionRow.id).where(SessionRow.code == code))).one_or_none()
    return await load(db, contents, found) if found is not None else None


async def over(db: AsyncSession) -> list[str]:
    """Return the ids of the sessions that are over, the oldest first."""
    ended = select(SessionRow.id).where(col(SessionRow.state).not_in(GOING_ON))
    return list((await db.exec(ended.order_by(col(SessionRow.invited_at), col(SessionRow.id)))).all())


async def shown(db: AsyncSession) -> dict[str, int]:
    """Return how often each item was put to candidates, by item id."""
    query = select(AdministrationRow.item_id, func.count()).group_by(col(AdministrationRow.item_id))
    return dict((await db.exec(query)).all())


async def _parts(db: AsyncSession, session_id: str) -> dict[str, tuple[Part, ...]]:
    """Return the candidate's messages by place, in order."""
    mine = select(PartRow).where(PartRow.session_id == session_id)
    parts: defaultdict[str, list[Part]] = defaultdict(list)
    for part in await db.exec(mine.order_by(col(PartRow.number))):
        parts[part.place].append(rows.part_from(part))
    return {place: tuple(messages) for place, messages in parts.items()}


async def _administrations(
    db: AsyncSession,
    session_id: str,
    asked: Sequence[AdministrationRow],
    documents: Documents,
    parts: Mapping[str, tuple[Part, ...]],
) -> tuple[Administration, ...]:
    """Return what was asked, with all that belongs to it."""
    if not asked:
        return ()
    grades: defaultdict[int, list[GradeRow]] = defaultdict(list)
    marked = select(GradeRow).where(GradeRow.session_id == session_id)
    for grade in await db.exec(marked.order_by(col(GradeRow.number))):
        grades[grade.position].append(grade)
    overrides: defaultdict[int, list[OverrideRow]] = defaultdict(list)
    overruled = select(OverrideRow).where(OverrideRow.session_id == session_id)
    for override in await db.exec(overruled.order_by(col(OverrideRow.number))):
        overrides[override.position].append(override)
    return tuple(
        rows.administration_from(
            row, documents, parts.get(str(row.position), ()), grades[row.position], overrides[row.position]
        )
        for row in asked
    )
