"""The difference between two states of a session, as rows to insert or update."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, delete, update

from bot.core.screening.session import Administration, Part, Session
from bot.store.sessions import rows
from bot.store.sessions.documents import Contents
from bot.store.sessions.queries import insert, table_of
from bot.store.sessions.tables import AdministrationRow, GradeRow, OverrideRow, PartRow

ADMINISTRATIONS, PARTS = table_of(AdministrationRow), table_of(PartRow)
HAND_IN = update(ADMINISTRATIONS).where(
    ADMINISTRATIONS.c.session_id == bindparam("of"), ADMINISTRATIONS.c.position == bindparam("at_position")
)
AS_ASKED = ("position", "item", "rubric", "why", "asked_at")
"""What an administration is from its start."""


def write_answers(db: Connection, contents: Contents, before: Session | None, after: Session) -> None:
    """Store the items asked, the messages and the marks that `before` did not have; None has nothing.

    Raises ValueError if what was asked or marked has changed or is gone.
    """
    known = {a.position: a for a in before.administrations} if before else {}
    if not known.keys() <= {a.position for a in after.administrations}:
        raise ValueError("what was asked does not go away")
    new = [a for a in after.administrations if a.position not in known]
    contents.put(db, [document for a in new for document in (a.item, a.rubric)])
    insert(db, AdministrationRow, [rows.administration_row(after.id, a) for a in new])
    said = dict(rows.places(before)) if before else {}
    now_said = dict(rows.places(after))
    for place in said.keys() - now_said.keys():
        _write_parts(db, after.id, place, said[place], ())
    for place, parts in now_said.items():
        if parts is not said.get(place):
            _write_parts(db, after.id, place, said.get(place, ()), parts)
    for asked in after.administrations:
        old = known.get(asked.position)
        if asked is old:
            continue
        if old is not None:
            _write_outcome(db, after.id, old, asked)
        _write_marks(db, after.id, old, asked)


def must_agree(before: object, after: object, names: Sequence[str]) -> None:
    """Raise ValueError if a field that never changes has changed."""
    for name in names:
        was, now = getattr(before, name), getattr(after, name)
        if was is not now and was != now:
            raise ValueError(f"{type(after).__name__}.{name} does not change")


def _write_parts(db: Connection, session_id: str, place: str, old: tuple[Part, ...], new: tuple[Part, ...]) -> None:
    here = (PARTS.c.session_id == session_id, PARTS.c.place == place)
    for number, (was, part) in enumerate(zip(old, new, strict=False)):
        if part != was:
            db.execute(update(PARTS).where(*here, PARTS.c.number == number).values(rows.part_values(part)))
    if len(new) < len(old):
        db.execute(delete(PARTS).where(*here, PARTS.c.number >= len(new)))
    added = enumerate(new[len(old) :], start=len(old))
    insert(db, PartRow, [rows.part_row(session_id, place, number, part) for number, part in added])


def _write_outcome(db: Connection, session_id: str, old: Administration, new: Administration) -> None:
    must_agree(old, new, AS_ASKED)
    if (old.answered_at, old.skipped) != (new.answered_at, new.skipped):
        here = {"of": session_id, "at_position": new.position}
        db.execute(HAND_IN, {"answered_at": new.answered_at, "skipped": new.skipped} | here)


def _write_marks(db: Connection, session_id: str, old: Administration | None, new: Administration) -> None:
    grades, overrides = (old.grades, old.overrides) if old else ((), ())
    if new.grades[: len(grades)] != grades or new.overrides[: len(overrides)] != overrides:
        raise ValueError("marks are added, never changed")
    place = (session_id, new.position)
    added = enumerate(new.grades[len(grades) :], start=len(grades))
    insert(db, GradeRow, [rows.grade_row(*place, number, grade) for number, grade in added])
    overruled = enumerate(new.overrides[len(overrides) :], start=len(overrides))
    insert(db, OverrideRow, [rows.override_row(*place, number, override) for number, override in overruled])
