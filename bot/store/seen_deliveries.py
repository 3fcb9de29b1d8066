"""Deliveries already dealt with: the idempotency of what platforms deliver twice."""

from datetime import datetime

from sqlalchemy import Connection, delete

from bot.store.sessions.queries import insert_new, table_of
from bot.store.sessions.tables import DeliveryRow

DELIVERIES = table_of(DeliveryRow)


def first_time(db: Connection, delivery_id: str, now: datetime) -> bool:
    """Note a delivery; return False if it was noted before."""
    return bool(db.execute(insert_new(db, DeliveryRow), {"delivery_id": delivery_id, "at": now}).rowcount)


def forget(db: Connection, before: datetime) -> int:
    """Forget the deliveries noted before a time, and return how many."""
    return db.execute(delete(DELIVERIES).where(DELIVERIES.c.at < before)).rowcount
