"""Failed and waiting jobs, for operators: list, retry, drop."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, and_, func, or_, select, update
from sqlmodel import col

from bot.core.audit import Act, Entry
from bot.core.person import Person
from bot.store import audit
from bot.store.jobs import CARD, DROPPED, DUE, FAILED, SENDING
from bot.store.sessions.queries import rows
from bot.store.sessions.tables import EffectRow


@dataclass(frozen=True)
class Parked:
    """An effect that does not go its usual way; nothing here is a person's words.

    behind: how many effects of its screening wait for it.
    """

    id: int
    session_id: str
    kind: str
    key: str
    state: str
    faults: int
    fault: str | None
    due_at: datetime
    not_before: datetime | None
    unsure_since: datetime | None
    behind: int


def list_parked(db: Connection, effect_id: int | None = None) -> Sequence[Parked]:
    """Return what failed, is under way, or waits for another try, the oldest first; or the one named."""
    odd = or_(
        col(EffectRow.state).in_((FAILED, SENDING)),
        and_(col(EffectRow.state) == DUE, col(EffectRow.not_before).is_not(None)),
    )
    chosen = odd if effect_id is None else col(EffectRow.id) == effect_id
    found = rows(db, select(EffectRow).where(chosen).order_by(col(EffectRow.id)), EffectRow)
    return [_parked(row, _behind(db, row)) for row in found]


def retry(db: Connection, effect_id: int, now: datetime, by: Person, key: bytes = b"") -> bool:
    """Have an effect tried anew, and note by whom; return False if it is neither failed nor waiting for another try."""
    values = {"state": DUE, "not_before": None, "faults": 0, "deaths": 0, "settled_at": None}
    return _change(db, effect_id, values, Act.RETRIED, now, by, key)


def drop(db: Connection, effect_id: int, now: datetime, by: Person, key: bytes = b"") -> bool:
    """Leave an effect undone for good, so that those behind it go on; noted, and False returned, as by `retry`."""
    return _change(db, effect_id, {"state": DROPPED, "not_before": None}, Act.DROPPED, now, by, key)


def _change(
    db: Connection, effect_id: int, values: Mapping[str, object], act: Act, now: datetime, by: Person, key: bytes
) -> bool:
    stuck = or_(
        col(EffectRow.state) == FAILED, and_(col(EffectRow.state) == DUE, col(EffectRow.not_before).is_not(None))
    )
    this = (col(EffectRow.id) == effect_id, stuck)
    found = db.execute(select(col(EffectRow.session_id), col(EffectRow.kind)).where(*this)).first()
    if found is None or not db.execute(update(EffectRow).where(*this).values(values)).rowcount:
        return False
    audit.note(db, Entry(now, by.platform, by.id, act, found.session_id, found.kind), key)
    return True


def _behind(db: Connection, row: EffectRow) -> int:
    waits = (col(EffectRow.session_id) == row.session_id, col(EffectRow.id) > row.id, col(EffectRow.state) == DUE)
    concerned = [col(EffectRow.kind).in_(CARD)] if row.kind in CARD else []
    return db.execute(select(func.count()).where(*waits, *concerned)).scalar_one()


def _parked(row: EffectRow, behind: int) -> Parked:
    assert row.id is not None
    state = "waits" if row.state == DUE and row.not_before else row.state
    return Parked(
        id=row.id,
        session_id=row.session_id,
        kind=row.kind,
        key=row.key,
        state=state,
        faults=row.faults,
        fault=row.fault,
        due_at=row.due_at,
        not_before=row.not_before,
        unsure_since=row.unsure_since,
        behind=behind,
    )
