"""Legal holds as rows; one that names a person names nobody any more once they are erased."""

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import Connection, func, or_, select, update
from sqlmodel import col

from bot.core.hold import Hold, standing
from bot.core.screening.session import ERASED
from bot.store.sessions.queries import insert, rows, table_of
from bot.store.sessions.tables import HoldRow, SessionRow

HOLDS = table_of(HoldRow)


def place(db: Connection, hold: Hold) -> Hold:
    """Keep a hold, and return it with its number."""
    number = (db.scalar(select(func.max(HOLDS.c.number))) or 0) + 1
    insert(db, HoldRow, [asdict(hold) | {"number": number}])
    return replace(hold, number=number)


def release(db: Connection, number: int, by: str, now: datetime) -> Hold | None:
    """End a hold; return it as it is then, None if there is none of this number that stands."""
    hold = next((hold for hold in everyone(db) if hold.number == number and hold.stands(now)), None)
    if hold is None:
        return None
    db.execute(update(HoldRow).where(col(HoldRow.number) == number).values(released_by=by, released_at=now))
    return replace(hold, released_by=by, released_at=now)


def everyone(db: Connection) -> Sequence[Hold]:
    """Return all holds, the first placed first."""
    return [_hold(row) for row in rows(db, select(HoldRow).order_by(col(HoldRow.number)), HoldRow)]


def on(db: Connection, session_id: str, now: datetime) -> Sequence[Hold]:
    """Return the holds that stand on a screening: those on its candidate and those on its role."""
    session = db.execute(select(SessionRow).where(col(SessionRow.id) == session_id)).one_or_none()
    if session is None:
        return ()
    theirs = (HOLDS.c.platform == session.candidate_platform) & (HOLDS.c.person_id == session.candidate_id)
    query = select(HoldRow).where(or_(theirs, HOLDS.c.role_id == session.role_id)).order_by(HOLDS.c.number)
    return standing([_hold(row) for row in rows(db, query, HoldRow)], now)


def forget(db: Connection, platform: str, person_id: str) -> None:
    """Take a person, and the reasons, out of the holds that named them."""
    theirs = (HOLDS.c.platform == platform, HOLDS.c.person_id == person_id)
    db.execute(update(HoldRow).where(*theirs).values(person_id=ERASED, reason=ERASED))


def _hold(row: HoldRow) -> Hold:
    names = (column.name for column in HOLDS.c)
    return Hold(**{name: getattr(row, name) for name in names})
