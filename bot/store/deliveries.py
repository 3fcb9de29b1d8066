"""Deliveries that were dealt with: the same one, arriving again, changes nothing."""

from datetime import datetime

from sqlmodel import col, delete
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.store.database import insert_new
from bot.store.tables import DeliveryRow
from bot.store.unbroken import unbroken


async def first_time(db: AsyncSession, delivery_id: str, now: datetime) -> bool:
    """Note a delivery; return False if it was noted before."""
    note = insert_new(db, DeliveryRow).values(delivery_id=delivery_id, at=now)
    return (await unbroken(db.exec(note.returning(col(DeliveryRow.delivery_id))))).first() is not None


async def forget(db: AsyncSession, before: datetime) -> int:
    """Forget the deliveries noted before a time, and return how many."""
    return (await db.exec(delete(DeliveryRow).where(col(DeliveryRow.at) < before))).rowcount
