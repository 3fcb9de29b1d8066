"""The unit of work: one transaction on the database, all or nothing."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.core.adaptive.estimation.learned import Fits
from bot.core.audit import Entry
from bot.core.hold import Hold
from bot.core.screening.session import Session
from bot.flow.ports import Job, Order
from bot.store import actors, audit, calibrations, holds, jobs, model_replies, personal_data
from bot.store.database.engine import Transaction
from bot.store.database.shielded import shield
from bot.store.seen_deliveries import Seen
from bot.store.sessions import sessions
from bot.store.sessions.documents import Contents

Bell = Callable[[Any, Session], Awaitable[None]]
"""Called with the driver's own connection, inside the transaction, and the session that has orders."""


class SqlUnit:
    """One transaction on the database; the bell is rung in it for each session that gets orders."""

    def __init__(
        self, transaction: Transaction, contents: Contents, seen: Seen, bell: Bell | None = None, key: bytes = b""
    ) -> None:
        self._do = transaction.do
        self._transaction = transaction
        self._contents = contents
        self._seen = seen
        self._bell = bell
        self._key = key
        self._stored: dict[str, Session] = {}
        self._saved: set[str] = set()

    async def first_time(self, delivery_id: str, now: datetime) -> bool:
        """Note a platform's delivery; return False if it was noted before."""
        return await self._do(self._seen.first_time, delivery_id, now)

    async def add(self, session: Session) -> None:
        """Store a new session; raise ValueError if its id is taken."""
        await self._do(sessions.add, self._contents, session)
        self._stored[session.id] = session

    async def load(self, session_id: str) -> Session:
        """Return the session; raise SessionNotFound."""
        if session_id not in self._stored:
            load = self._do(sessions.load, self._contents, session_id, to_change=True)
            self._stored[session_id] = await load
        return self._stored[session_id]

    async def shown(self, before: datetime) -> Mapping[str, int]:
        """Return how often each item was put to candidates before a time, by item id."""
        return await self._do(sessions.count_shown, before)

    async def fits(self) -> Fits | None:
        """Return what was learnt of items and graders and is in force; None for the items' labels alone."""
        return await self._do(calibrations.in_force, self._contents)

    async def save(self, session: Session) -> None:
        """Store the session over version - 1; raise StaleSession if that is not what is stored."""
        before = await self.load(session.id)
        await self._do(sessions.save, self._contents, before, session)
        self._stored[session.id] = session
        self._saved.add(session.id)

    def committed(self) -> None:
        """Remember what was stored; for when the transaction is over, and well."""
        for session_id in self._saved & self._stored.keys():
            self._contents.remember(self._stored[session_id])

    async def order(self, session_id: str, orders: Sequence[Order]) -> None:
        """Store effects, to be performed in this order; a key that is stored already is left alone."""
        await self._do(jobs.order, session_id, orders)
        if orders and self._bell is not None:
            await shield(self._ring(self._bell, await self.load(session_id)))

    async def settle(self, job_id: int, now: datetime, ref: str | None = None) -> None:
        """Mark an effect as done; `ref` is the platform's name of the message it sent."""
        await self._do(jobs.settle, job_id, now, ref)

    async def claim(self, session_id: str, now: datetime) -> Job | None:
        """Claim the session's next due effect, once the transaction is committed."""
        return await self._do(jobs.claim, session_id, now)

    async def erase(self, session_id: str, alias: str, now: datetime) -> Sequence[str]:
        """Take out what a person wrote, was asked and was given; return the names of messages in the hiring channel."""
        self._stored.pop(session_id, None)
        self._contents.forget(session_id)
        return await self._do(personal_data.erase, session_id, alias, now)

    async def unname(self, session_id: str) -> str:
        """Take a screening's candidate out of the audit chain, which still holds; return what its next entry says."""
        return await self._do(actors.unname, session_id)

    async def place_hold(self, hold: Hold) -> Hold:
        """Keep a legal hold, and return it with its number."""
        return await self._do(holds.place, hold)

    async def release_hold(self, number: int, by: str, now: datetime) -> Hold | None:
        """End a legal hold; return it as it is then, None if there is none of this number that stands."""
        return await self._do(holds.release, number, by, now)

    async def forget_replies(self, requests: Sequence[str]) -> None:
        """Remove a model's replies to these requests."""
        await self._do(model_replies.forget, requests)

    async def note(self, entry: Entry) -> None:
        """Write an act into the audit chain."""
        await self._do(audit.note, entry, self._key)

    async def _ring(self, bell: Bell, session: Session) -> None:
        await bell(await self._transaction.driver(), session)
