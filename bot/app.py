"""Puts the parts together: the only file that knows all rooms, and the only one with a real clock."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.content.load import load
from bot.core.bank import Bank, Item
from bot.core.errors import ScreeningError
from bot.core.grading import Grade
from bot.core.keywords import grade
from bot.core.progress import Plan
from bot.core.role import Role
from bot.core.rubric import Rubric
from bot.flow.dispatch import Dispatcher
from bot.flow.loop import Screenings
from bot.flow.perform import Performer
from bot.flow.ports import Chat, Store
from bot.store.lock import sole_owner
from bot.store.store import SqlStore


class SystemClock:
    """The machine's time."""

    def now(self) -> datetime:
        """Return the time, aware, in UTC."""
        return datetime.now(UTC)


class KeywordJudge:
    """The keyword grader as a Judge."""

    async def grade(self, response: str, item: Item, rubric: Rubric) -> Grade:
        """Return the marks by the rubric's rules."""
        return grade(response, item, rubric)


@dataclass(frozen=True)
class Service:
    """Everything that runs, wired."""

    bank: Bank
    store: Store
    screenings: Screenings
    dispatcher: Dispatcher


def new_id() -> str:
    """Return a new, unguessable name of a screening or a message: 32 hex digits."""
    return uuid.uuid4().hex


def role_of(bank: Bank, role_id: str) -> Role:
    """Return a role of the bank; raise ScreeningError naming those there are."""
    role = bank.roles.get(role_id)
    if role is None:
        raise ScreeningError(f'role "{role_id}" is unknown. Use one of: {", ".join(sorted(bank.roles)) or "(none)"}.')
    return role


@asynccontextmanager
async def service(url: str, content: Path | None, chats: Mapping[str, Chat]) -> AsyncIterator[Service]:
    """Open the database, take up what a dead process left, and yield the parts; closes them at the end.

    Raises ScreeningError if the content has faults, the database cannot be used, or another process has it.
    """
    bank = load(content)
    clock = SystemClock()
    async with AsyncExitStack() as stack:
        stack.enter_context(sole_owner(url))
        store = await stack.enter_async_context(SqlStore.open(url))
        await store.recover(clock.now())
        plan = Plan(bank, await store.shown())
        woken = asyncio.Event()
        screenings = Screenings(store, lambda: plan, clock, woken.set)
        performer = Performer(store, screenings, chats, KeywordJudge(), clock)
        dispatcher = Dispatcher(store, performer, clock, tuple(chats), woken)
        yield Service(bank, store, screenings, dispatcher)
