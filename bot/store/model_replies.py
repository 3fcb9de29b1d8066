"""Models' replies and costs, kept by request so that an equal one gets an equal mark."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from bot.core.grading.grade import Spent
from bot.store.sessions.queries import insert_new, table_of
from bot.store.sessions.tables import GradeRow, ReplyRow

GRADES, REPLIES = table_of(GradeRow).c, table_of(ReplyRow).c
SPENT = select(func.sum(GRADES.tokens), func.sum(GRADES.cost)).where(GRADES.marked_at >= bindparam("since"))


def spent(db: Connection, since: datetime) -> Spent:
    """Return what the marks given since then have cost."""
    tokens, cost = db.execute(SPENT, {"since": since}).one()
    return Spent(int(tokens or 0), float(cost or 0.0))


def recall(db: Connection, request: str) -> str | None:
    """Return the kept reply to a request."""
    reply: str | None = db.scalar(select(REPLIES.reply).where(REPLIES.request == request))
    return reply


def keep(db: Connection, request: str, reply: str) -> None:
    """Keep a reply; the first one stays."""
    db.execute(insert_new(db, ReplyRow), {"request": request, "reply": reply})
