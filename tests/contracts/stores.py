"""The stores that the contract is tried on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from bot.core.screening.effects import Tell, Topic, Wake
from bot.core.screening.session import Session
from bot.flow.ports import Job, Order, Store
from bot.store.store import SqlStore
from tests.contracts.memory_store import MemoryStore
from tests.sessions import NOW

MINUTE = timedelta(minutes=1)
KINDS = ("memory", "sqlite", "postgresql")


@asynccontextmanager
async def a_store(url: str | None) -> AsyncIterator[Store]:
    """Open the empty database at an address; None stands for the memory."""
    if url is None:
        yield MemoryStore()
        return
    async with SqlStore.open(url) as store:
        yield store


async def added(store: Store, session: Session, *orders: Order) -> Session:
    async with store.unit() as unit:
        await unit.add(session)
        await unit.order(session.id, orders)
    return session


async def saved(store: Store, session: Session) -> Session:
    later = replace(session, version=session.version + 1)
    async with store.unit() as unit:
        await unit.save(later)
    return later


async def settled(store: Store, job_id: int, ref: str | None = None) -> None:
    async with store.unit() as unit:
        await unit.settle(job_id, NOW, ref)


def an_order(key: str, minutes: float = 0) -> Order:
    """Return a message to send, or, for later, a timer."""
    due = NOW + minutes * MINUTE
    return Order(key, Wake(due) if minutes > 0 else Tell(Topic.KEPT), due)


async def claimed(store: Store, session_id: str = "s1") -> Job:
    """Claim an effect that must be due."""
    job = await store.claim(session_id, NOW)
    assert job is not None
    return job
