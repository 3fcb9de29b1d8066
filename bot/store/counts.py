"""What the database holds, counted for operators."""

from sqlalchemy import Connection, func, select
from sqlmodel import col

from bot.flow.ports import Counts
from bot.store.jobs import DUE, LIVE
from bot.store.sessions.tables import AdministrationRow, EffectRow, SessionRow


def counts(db: Connection) -> Counts:
    """Return what the database holds now."""
    by_state = select(col(EffectRow.state), func.count()).where(col(EffectRow.state).in_(LIVE))
    effects = dict(db.execute(by_state.group_by(col(EffectRow.state))).all())
    oldest = select(func.min(col(EffectRow.due_at))).where(col(EffectRow.state) == DUE)
    sessions = select(col(SessionRow.state), func.count()).group_by(col(SessionRow.state))
    answers = select(func.count()).where(col(AdministrationRow.answered_at).is_not(None))
    return Counts(
        effects={state: effects.get(state, 0) for state in LIVE},
        oldest_due=db.scalar(oldest),
        sessions=dict(db.execute(sessions).all()),
        answers=db.execute(answers).scalar_one(),
    )
