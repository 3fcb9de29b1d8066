"""What marks cost, and the models' replies, kept by request so that an equal one gets an equal mark."""

from datetime import datetime

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.core.grading import Spent
from bot.store.database import insert_new
from bot.store.tables import GradeRow, ReplyRow


async def spent(db: AsyncSession, since: datetime) -> Spent:
    """Return what the marks given since then have cost."""
    sums = select(func.sum(GradeRow.tokens), func.sum(GradeRow.cost)).where(col(GradeRow.marked_at) >= since)
    tokens, cost = (await db.exec(sums)).one()
    return Spent(int(tokens or 0), float(cost or 0.0))


async def recall(db: AsyncSession, request: str) -> str | None:
    """Return the kept reply to a request."""
    return (await db.exec(select(ReplyRow.reply).where(ReplyRow.request == request))).first()


async def keep(db: AsyncSession, request: str, reply: str) -> None:
    """Keep a reply; the first one stays."""
    await db.exec(insert_new(db, ReplyRow).values(request=request, reply=reply))
