"""Models' replies and costs, kept by request so that an equal one gets an equal mark."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, or_, select

from bot.core.grading.grade import Spent
from bot.store.sessions.queries import insert_new, table_of
from bot.store.sessions.tables import GradeRow, ReplyRow

GRADES, REPLIES = table_of(GradeRow).c, table_of(ReplyRow).c
SPENT = select(func.sum(GRADES.tokens), func.sum(GRADES.cost)).where(GRADES.marked_at >= bindparam("since"))


def sum_spent(db: Connection, since: datetime) -> Spent:
    """Return what the marks given since then have cost."""
    tokens, cost = db.execute(SPENT, {"since": since}).one()
    return Spent(int(tokens or 0), float(cost or 0.0))


def recall(db: Connection, request: str) -> str | None:
    """Return the kept reply to a request."""
    reply: str | None = db.scalar(select(REPLIES.reply).where(REPLIES.request == request))
    return reply


def keep(db: Connection, request: str, reply: str, answer: str) -> None:
    """Keep a reply about an answer; the first one stays."""
    db.execute(insert_new(db, ReplyRow), {"request": request, "reply": reply, "answer": digest_of(answer)})


def forget(db: Connection, requests: Sequence[str], answers: Sequence[str] = ()) -> None:
    """Remove the replies to these requests, and those about these answers."""
    about = [digest_of(answer) for answer in answers]
    db.execute(delete(ReplyRow).where(or_(REPLIES.request.in_(sorted(requests)), REPLIES.answer.in_(about))))


def digest_of(answer: str) -> str:
    """Return what stands for an answer beside the replies about it."""
    return hashlib.sha256(answer.encode()).hexdigest()
