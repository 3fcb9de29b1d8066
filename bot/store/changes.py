"""What a session gained since it was read, as rows: messages may change, marks are only ever added."""

from collections.abc import Sequence

from sqlmodel import col, delete, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.core.session import Administration, Part, Session
from bot.store import rows
from bot.store.contents import Contents
from bot.store.tables import AdministrationRow, PartRow, Row

AS_ASKED = ("position", "item", "rubric", "why", "asked_at")
"""What an administration is from its start."""


async def write_answers(db: AsyncSession, contents: Contents, before: Session | None, after: Session) -> None:
    """Store the items asked, the messages and the marks that `before` did not have; None has nothing.

    Raises ValueError if what was asked or marked has changed or is gone.
    """
    known = {a.position: a for a in before.administrations} if before else {}
    if not known.keys() <= {a.position for a in after.administrations}:
        raise ValueError("what was asked does not go away")
    new = [a for a in after.administrations if a.position not in known]
    await contents.put(db, [document for a in new for document in (a.item, a.rubric)])
    await insert(db, [rows.administration_row(after.id, a) for a in new])
    said = dict(rows.places(before)) if before else {}
    for place, parts in rows.places(after):
        await _write_parts(db, after.id, place, said.get(place, ()), parts)
    for asked in after.administrations:
        old = known.get(asked.position)
        if old is not None:
            await _write_outcome(db, after.id, old, asked)
        await _write_marks(db, after.id, old, asked)


async def insert(db: AsyncSession, new: Sequence[Row]) -> None:
    """Store new rows of one table."""
    if new:
        db.add_all(new)
        await db.flush()


def must_agree(before: object, after: object, names: Sequence[str]) -> None:
    """Raise ValueError if a field that never changes has changed."""
    changed = [name for name in names if getattr(before, name) != getattr(after, name)]
    if changed:
        raise ValueError(f"{type(after).__name__}.{changed[0]} does not change")


async def _write_parts(
    db: AsyncSession, session_id: str, place: str, old: tuple[Part, ...], new: tuple[Part, ...]
) -> None:
    here = (col(PartRow.session_id) == session_id, col(PartRow.place) == place)
    for number, (was, part) in enumerate(zip(old, new, strict=False)):
        if part != was:
            changed = rows.part_row(session_id, place, number, part).model_dump(include={"message_id", "text", "at"})
            await db.exec(update(PartRow).where(*here, col(PartRow.number) == number).values(changed))
    if len(new) < len(old):
        await db.exec(delete(PartRow).where(*here, col(PartRow.number) >= len(new)))
    added = enumerate(new[len(old) :], start=len(old))
    await insert(db, [rows.part_row(session_id, place, number, part) for number, part in added])


async def _write_outcome(db: AsyncSession, session_id: str, old: Administration, new: Administration) -> None:
    must_agree(old, new, AS_ASKED)
    if (old.answered_at, old.skipped) != (new.answered_at, new.skipped):
        here = (
            col(AdministrationRow.session_id) == session_id,
            col(AdministrationRow.position) == new.position,
        )
        changed = {"answered_at": new.answered_at, "skipped": new.skipped}
        await db.exec(update(AdministrationRow).where(*here).values(changed))


async def _write_marks(db: AsyncSession, session_id: str, old: Administration | None, new: Administration) -> None:
    grades, overrides = (old.grades, old.overrides) if old else ((), ())
    if new.grades[: len(grades)] != grades or new.overrides[: len(overrides)] != overrides:
        raise ValueError("marks are added, never changed")
    place = (session_id, new.position)
    added = enumerate(new.grades[len(grades) :], start=len(grades))
    await insert(db, [rows.grade_row(*place, number, grade) for number, grade in added])
    overruled = enumerate(new.overrides[len(overrides) :], start=len(overrides))
    await insert(db, [rows.override_row(*place, number, override) for number, override in overruled])
