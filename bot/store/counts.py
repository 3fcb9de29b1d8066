"""What the database holds, counted for operators."""

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.flow.ports import Counts
from bot.store.effects import DUE, LIVE
from bot.store.tables import AdministrationRow, EffectRow, SessionRow


async def counts(db: AsyncSession) -> Counts:
    """Return what the database holds now."""
    by_state = select(EffectRow.state, func.count()).where(col(EffectRow.state).in_(LIVE))
    effects = dict((await db.exec(by_state.group_by(col(EffectRow.state)))).all())
    oldest = select(func.min(EffectRow.due_at)).where(EffectRow.state == DUE)
    sessions = select(SessionRow.state, func.count()).group_by(col(SessionRow.state))
    answers = select(func.count()).where(col(AdministrationRow.answered_at).is_not(None))
    return Counts(
        effects={state: effects.get(state, 0) for state in LIVE},
        oldest_due=(await db.exec(oldest)).one(),
        sessions=dict((await db.exec(sessions)).all()),
        answers=(await db.exec(answers)).one(),
    )
