"""Models' replies and costs, kept by request so that an equal one gets an equal mark."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, or_, select

from bot.core.grading.grade import Spent
from bot.store.sessions.queries import insert_new, table_of
from bot.store.sessions.tables import GradeRow, ReplyRow, TranslationRow

GRADES, REPLIES, TRANSLATIONS = table_of(GradeRow).c, table_of(ReplyRow).c, table_of(TranslationRow).c
SPENT = select(func.sum(GRADES.tokens), func.sum(GRADES.cost)).where(GRADES.marked_at >= bindparam("since"))
TRANSLATED = select(func.sum(TRANSLATIONS.tokens), func.sum(TRANSLATIONS.cost)).where(
    TRANSLATIONS.at >= bindparam("since")
)


def sum_spent(db: Connection, since: datetime) -> Spent:
    """Return what the marks and translations made since then have cost."""
    sums = [db.execute(each, {"since": since}).one() for each in (SPENT, TRANSLATED)]
    return Spent(sum(int(tokens or 0) for tokens, _ in sums), sum(float(cost or 0.0) for _, cost in sums))


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
