"""Versions of what was learnt of items and graders, and which is in force."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select
from sqlmodel import col

from bot.core.adaptive.estimation.learned import Fits
from bot.store.sessions.documents import Contents
from bot.store.sessions.queries import insert, rows
from bot.store.sessions.tables import FitsRow


@dataclass(frozen=True)
class Learnt:
    """A time at which fits were put in force; None: the items' labels alone."""

    number: int
    at: datetime
    fits: Fits | None


def history(db: Connection, contents: Contents) -> list[Learnt]:
    """Return all that was ever in force, the oldest first."""
    found = rows(db, select(FitsRow).order_by(col(FitsRow.number)), FitsRow)
    documents = contents.get(db, {row.digest for row in found if row.digest})
    return [Learnt(row.number, row.at, documents.fits(row.digest) if row.digest else None) for row in found]


def in_force(db: Connection, contents: Contents) -> Fits | None:
    """Return the fits that new sessions begin with; None for the items' labels alone."""
    last = db.execute(select(FitsRow).order_by(col(FitsRow.number).desc()).limit(1)).first()
    if last is None or last.digest is None:
        return None
    return contents.get(db, [last.digest]).fits(last.digest)


def put_in_force(db: Connection, contents: Contents, fits: Fits | None, now: datetime) -> int:
    """Keep the fits and put them in force, or none; return the number of this version."""
    contents.put(db, [fits] if fits else [])
    last = db.scalar(select(func.max(col(FitsRow.number))))
    number = (last or 0) + 1
    insert(db, FitsRow, [{"number": number, "digest": fits.digest if fits else None, "at": now}])
    return number
