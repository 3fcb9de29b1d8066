"""Decisions and requests to read again, as rows: decisions are only added, a request is answered once."""

from collections.abc import Callable, Sequence
from dataclasses import asdict

from pydantic import TypeAdapter
from sqlalchemy import Connection, update
from sqlmodel import col

from bot.core.screening.decisions import Decision, Looked, NoticeShown, Reread, Ruling, Stood, Translation
from bot.core.screening.session import Person, Session
from bot.store.sessions.queries import Values, by_session, insert
from bot.store.sessions.tables import DecisionRow, NoticeRow, RereadRow, TranslationRow

STOOD, LOOKED = TypeAdapter(Stood), TypeAdapter(Looked)
TEXTS: TypeAdapter[tuple[tuple[str, str], ...]] = TypeAdapter(tuple[tuple[str, str], ...])
Acts = tuple[tuple[Decision, ...], tuple[Reread, ...], tuple[NoticeShown, ...], tuple[Translation, ...]]
"""Decisions on a session, requests to read again, notices and translations, each in order."""


def write_acts(db: Connection, before: Session | None, after: Session) -> None:
    """Store what people added since `before`; raise ValueError if what they had added has changed."""
    decisions, rereads = (before.decisions, before.rereads) if before else ((), ())
    notices = before.notices if before else ()
    new_notices = enumerate(after.notices[len(notices) :], start=len(notices))
    insert(db, NoticeRow, [asdict(n) | {"session_id": after.id, "number": number} for number, n in new_notices])
    known = len(before.translations) if before else 0
    made = enumerate(after.translations[known:], start=known)
    insert(db, TranslationRow, [_translation_row(after.id, number, translation) for number, translation in made])
    if after.decisions[: len(decisions)] != decisions:
        raise ValueError("decisions are added, never changed")
    added = enumerate(after.decisions[len(decisions) :], start=len(decisions))
    insert(db, DecisionRow, [_decision_row(after.id, number, decision) for number, decision in added])
    for number, (was, reread) in enumerate(zip(rereads, after.rereads, strict=False)):
        if was != reread:
            if was.author is not None:
                raise ValueError("an answer to a request to read again does not change")
            here = (col(RereadRow.session_id) == after.id, col(RereadRow.number) == number)
            db.execute(update(RereadRow).where(*here).values(_reread_row(after.id, number, reread)))
    new = enumerate(after.rereads[len(rereads) :], start=len(rereads))
    insert(db, RereadRow, [_reread_row(after.id, number, reread) for number, reread in new])


def read_acts(db: Connection, session_ids: Sequence[str]) -> Callable[[str], Acts]:
    """Return what gives the acts of each of these sessions."""
    decided, asked = by_session(db, DecisionRow, session_ids), by_session(db, RereadRow, session_ids)
    shown, made = by_session(db, NoticeRow, session_ids), by_session(db, TranslationRow, session_ids)

    def of(session_id: str) -> Acts:
        decisions = tuple(map(_decision, decided.get(session_id, ())))
        notices = tuple(NoticeShown(row.text, row.digest, row.at) for row in shown.get(session_id, ()))
        translations = tuple(map(_translation, made.get(session_id, ())))
        return decisions, tuple(map(_reread, asked.get(session_id, ()))), notices, translations

    return of


def _decision_row(session_id: str, number: int, decision: Decision) -> Values:
    return {
        "session_id": session_id,
        "number": number,
        "ruling": decision.ruling.value,
        "author_platform": decision.author.platform,
        "author_id": decision.author.id,
        "author_name": decision.author.name,
        "reason": decision.reason,
        "at": decision.at,
        "stood": STOOD.dump_json(decision.stood).decode() if decision.stood else None,
        "looked": LOOKED.dump_json(decision.looked).decode() if decision.looked else None,
    }


def _decision(row: DecisionRow) -> Decision:
    author = Person(row.author_platform, row.author_id, row.author_name)
    stood = STOOD.validate_json(row.stood) if row.stood else None
    looked = LOOKED.validate_json(row.looked) if row.looked else None
    return Decision(Ruling(row.ruling), author, row.reason, row.at, stood, looked)


def _translation_row(session_id: str, number: int, made: Translation) -> Values:
    texts = TEXTS.dump_json(made.texts).decode()
    return asdict(made) | {"session_id": session_id, "number": number, "texts": texts}


def _translation(row: TranslationRow) -> Translation:
    return Translation(row.at, row.model, TEXTS.validate_json(row.texts), row.fault, row.tokens, row.cost)


def _reread_row(session_id: str, number: int, reread: Reread) -> Values:
    author = reread.author
    return {
        "session_id": session_id,
        "number": number,
        "position": reread.position,
        "words": reread.words,
        "asked_at": reread.asked_at,
        "author_platform": author.platform if author else None,
        "author_id": author.id if author else None,
        "author_name": author.name if author else None,
        "reply": reread.reply,
        "answered_at": reread.answered_at,
    }


def _reread(row: RereadRow) -> Reread:
    author = None
    if row.author_id is not None:
        author = Person(row.author_platform or "", row.author_id, row.author_name or "")
    return Reread(row.position, row.words, row.asked_at, author, row.reply, row.answered_at)
