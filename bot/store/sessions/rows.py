"""From a session's values to table rows and back."""

from collections.abc import Iterator, Sequence
from typing import Any

from bot.core.grading.grade import Grade, Spent
from bot.core.screening.decisions import Adjustment, Decision, Language, NoticeShown, Reread, Translation
from bot.core.screening.session import Administration, Gone, Override, Part, Person, Place, Replaced, Session, State
from bot.store.sessions.documents import Documents
from bot.store.sessions.json_columns import grade_from, grade_text, why_from, why_text
from bot.store.sessions.queries import Values
from bot.store.sessions.tables import AdministrationRow, GradeRow, OverrideRow, PartRow, SessionRow

PRACTICE = "practice"
ASIDE = "aside"
AT = "@"
"""Between how words left an answer and its position, in the place of a message: "changed@3"."""

CHANGING = {
    "version",
    "state",
    "seen_at",
    "consented_at",
    "practised_at",
    "human_asked_at",
    "ended_at",
    "ended_because",
    "reminders",
    "stop_asked",
    "candidate_platform",
    "candidate_id",
    "candidate_name",
    "place_platform",
    "place_id",
    "unreachable",
    "adjustments",
    "language",
}
"""The columns of a session that change; the others are what it is from its start."""


def session_row(session: Session) -> Values:
    """Return the row of a session."""
    return {
        "id": session.id,
        "version": session.version,
        "state": session.state.value,
        "role_id": session.role.id,
        "role_digest": session.role.digest,
        "bank_version": session.bank_version,
        "fits_digest": session.fits.digest if session.fits else None,
        "seed": session.seed,
        "candidate_platform": session.candidate.platform,
        "candidate_id": session.candidate.id,
        "candidate_name": session.candidate.name,
        "hiring_platform": session.hiring.platform,
        "hiring_id": session.hiring.id,
        "inviter_platform": session.invited_by.platform,
        "inviter_id": session.invited_by.id,
        "inviter_name": session.invited_by.name,
        "invited_at": session.invited_at,
        "seen_at": session.seen_at,
        "consented_at": session.consented_at,
        "practised_at": session.practised_at,
        "human_asked_at": session.human_asked_at,
        "ended_at": session.ended_at,
        "ended_because": session.ended_because,
        "reminders": session.reminders,
        "stop_asked": session.stop_asked,
        "code": session.code,
        "place_platform": session.place.platform if session.place else None,
        "place_id": session.place.id if session.place else None,
        "unreachable": session.unreachable,
        "adjustments": ",".join(sorted(session.adjustments)) or None,
        "language": session.language.value,
    }


def session_changes(session: Session) -> dict[str, Any]:
    """Return the columns of a session's row that an event can change."""
    return {name: value for name, value in session_row(session).items() if name in CHANGING}


def session_from(
    row: SessionRow,
    documents: Documents,
    parts: dict[str, tuple[Part, ...]],
    administrations: tuple[Administration, ...],
    decisions: tuple[Decision, ...],
    rereads: tuple[Reread, ...],
    notices: tuple[NoticeShown, ...],
    translations: tuple[Translation, ...],
) -> Session:
    """Return the session of a row; `parts` are its messages by place."""
    return Session(
        id=row.id,
        role=documents.role(row.role_digest),
        candidate=Person(row.candidate_platform, row.candidate_id, row.candidate_name),
        hiring=Place(row.hiring_platform, row.hiring_id),
        invited_by=Person(row.inviter_platform, row.inviter_id, row.inviter_name),
        seed=row.seed,
        bank_version=row.bank_version,
        fits=documents.fits(row.fits_digest) if row.fits_digest else None,
        invited_at=row.invited_at,
        seen_at=row.seen_at,
        state=State(row.state),
        version=row.version,
        consented_at=row.consented_at,
        practice=parts.get(PRACTICE, ()),
        practised_at=row.practised_at,
        administrations=administrations,
        asides=parts.get(ASIDE, ()),
        replaced=replaced_from(parts),
        reminders=row.reminders,
        stop_asked=row.stop_asked,
        human_asked_at=row.human_asked_at,
        ended_at=row.ended_at,
        ended_because=row.ended_because,
        code=row.code,
        place=Place(row.place_platform or "", row.place_id) if row.place_id else None,
        unreachable=row.unreachable,
        adjustments=frozenset(Adjustment(name) for name in (row.adjustments or "").split(",") if name),
        language=Language(row.language),
        decisions=decisions,
        rereads=rereads,
        notices=notices,
        translations=translations,
    )


def administration_row(session_id: str, asked: Administration) -> Values:
    """Return the row of an administration."""
    return {
        "session_id": session_id,
        "position": asked.position,
        "item_id": asked.item.id,
        "item_digest": asked.item.digest,
        "rubric_digest": asked.rubric.digest,
        "why": why_text(asked.why),
        "asked_at": asked.asked_at,
        "answered_at": asked.answered_at,
        "skipped": asked.skipped,
    }


def administration_from(
    row: AdministrationRow,
    documents: Documents,
    parts: tuple[Part, ...],
    grades: Sequence[GradeRow],
    overrides: Sequence[OverrideRow],
) -> Administration:
    """Return the administration of a row; what belongs to it comes in order."""
    return Administration(
        position=row.position,
        item=documents.item(row.item_digest),
        rubric=documents.rubric(row.rubric_digest),
        why=why_from(row.why),
        asked_at=row.asked_at,
        parts=parts,
        answered_at=row.answered_at,
        skipped=row.skipped,
        grades=tuple(grade_from(grade.body) for grade in grades),
        overrides=tuple(override_from(override) for override in overrides),
    )


def places(session: Session) -> Iterator[tuple[str, tuple[Part, ...]]]:
    """Yield the candidate's messages by place: of the practice, aside, and of each position."""
    yield PRACTICE, session.practice
    yield ASIDE, session.asides
    for asked in session.administrations:
        yield str(asked.position), asked.parts
    gone: dict[str, list[Part]] = {}
    for words in session.replaced:
        gone.setdefault(f"{words.how.value}{AT}{words.position}", []).append(Part(words.id, words.text, words.at))
    yield from ((place, tuple(parts)) for place, parts in gone.items())


def replaced_from(parts: dict[str, tuple[Part, ...]]) -> tuple[Replaced, ...]:
    """Return what stood in answers and left them, in the order in which it did; `parts` are all messages by place."""
    found = [
        Replaced(int(position), Gone(how), part.id, part.text, part.at)
        for place, here in parts.items()
        if AT in place
        for how, _, position in [place.partition(AT)]
        for part in here
    ]
    return tuple(sorted(found, key=lambda words: words.at))


def part_row(session_id: str, place: str, number: int, part: Part) -> Values:
    """Return the row of a candidate's message."""
    return part_values(part) | {"session_id": session_id, "place": place, "number": number}


def part_values(part: Part) -> dict[str, Any]:
    """Return what a candidate may change of a message."""
    return {"message_id": part.id, "text": part.text, "at": part.at}


def part_from(row: PartRow) -> Part:
    """Return the message of a row."""
    return Part(row.message_id, row.text, row.at)


def grade_row(session_id: str, position: int, number: int, grade: Grade) -> Values:
    """Return the row of a grade."""
    paid = Spent().plus(grade.calls)
    return {
        "session_id": session_id,
        "position": position,
        "number": number,
        "source": grade.source.value,
        "score": grade.score,
        "body": grade_text(grade),
        "tokens": paid.tokens,
        "cost": paid.cost,
        "marked_at": grade.marked_at,
    }


def override_row(session_id: str, position: int, number: int, override: Override) -> Values:
    """Return the row of an override."""
    return {
        "session_id": session_id,
        "position": position,
        "number": number,
        "criterion": override.criterion,
        "old_level": override.old,
        "new_level": override.new,
        "author_platform": override.author.platform,
        "author_id": override.author.id,
        "author_name": override.author.name,
        "reason": override.reason,
        "at": override.at,
    }


def override_from(row: OverrideRow) -> Override:
    """Return the override of a row."""
    author = Person(row.author_platform, row.author_id, row.author_name)
    return Override(row.criterion, row.old_level, row.new_level, author, row.reason, row.at)
