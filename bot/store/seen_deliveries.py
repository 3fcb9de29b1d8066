"""Deliveries already dealt with: the idempotency of what platforms deliver twice.

A delivery's name says who wrote what when, so only a digest of it is kept, under a key of this database's own: it
outlives the erasure of a person by up to 30 days, and tells nothing of them.
"""

import hashlib
import hmac
from datetime import datetime

from sqlalchemy import Connection, delete, select

from bot.store.sessions.queries import insert_new, table_of
from bot.store.sessions.tables import DeliveryRow, KeyRow

DELIVERIES, KEYS = table_of(DeliveryRow), table_of(KeyRow)
NAME = "deliveries"
"""The key's name; a migration has made it."""


class Seen:
    """The deliveries of one database; its key is read once."""

    def __init__(self) -> None:
        self._key = b""

    def first_time(self, db: Connection, delivery_id: str, now: datetime) -> bool:
        """Note a delivery; return False if it was noted before."""
        if not self._key:
            self._key = bytes.fromhex(db.execute(select(KEYS.c.value).where(KEYS.c.name == NAME)).scalar_one())
        digest = hmac.new(self._key, delivery_id.encode(), hashlib.sha256).hexdigest()
        return bool(db.execute(insert_new(db, DeliveryRow), {"delivery_id": digest, "at": now}).rowcount)


def forget(db: Connection, before: datetime) -> int:
    """Forget the deliveries noted before a time, and return how many."""
    return db.execute(delete(DELIVERIES).where(DELIVERIES.c.at < before)).rowcount
