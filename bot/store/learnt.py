"""What was learnt of items and graders: every version is kept, and the last one named is in force."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.core.fits import Fits
from bot.store.changes import insert
from bot.store.contents import Contents
from bot.store.tables import FitsRow


@dataclass(frozen=True)
class Learnt:
    """A time at which fits were put in force; None: the items' labels alone."""

    number: int
    at: datetime
    fits: Fits | None


async def history(db: AsyncSession, contents: Contents) -> list[Learnt]:
    """Return all that was ever in force, the oldest first."""
    rows = (await db.exec(select(FitsRow).order_by(col(FitsRow.number)))).all()
    documents = await contents.get(db, {row.digest for row in rows if row.digest})
    return [Learnt(row.number, row.at, documents.fits(row.digest) if row.digest else None) for row in rows]


async def in_force(db: AsyncSession, contents: Contents) -> Fits | None:
    """Return the fits that new sessions begin with; None for the items' labels alone."""
    last = (await db.exec(select(FitsRow).order_by(col(FitsRow.number).desc()).limit(1))).first()
    if last is None or last.digest is None:
        return None
    return (await contents.get(db, [last.digest])).fits(last.digest)


async def put_in_force(db: AsyncSession, contents: Contents, fits: Fits | None, now: datetime) -> int:
    """Keep the fits and put them in force, or none; return the number of this version."""
    await contents.put(db, [fits] if fits else [])
    last = (await db.exec(select(func.max(FitsRow.number)))).one()
    number = (last or 0) + 1
    await insert(db, [FitsRow(number=number, digest=fits.digest if fits else None, at=now)])
    return number
