"""Erasure and retention: takes a person's data out, on request and by age."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta

from bot.core.audit import Act, Entry
from bot.core.hold import Hold, OnHold
from bot.core.screening.effects import Retract
from bot.core.screening.session import Person
from bot.flow.ports import Clock, Order, Store

PROGRAM = Person("viva", "retention", "retention")
"""Who acts where nobody asked: the time that a team keeps answers is over."""


class Erasure:
    """Takes screenings out of a store; `woken` is called when posted messages have to be edited."""

    def __init__(self, store: Store, clock: Clock, woken: Callable[[], None], new_alias: Callable[[], str]) -> None:
        self._store = store
        self._clock = clock
        self._woken = woken
        self._new_alias = new_alias

    async def of_person(self, platform: str, person_id: str, by: Person) -> Sequence[str]:
        """Erase all screenings of a person; return their ids, which mean nothing any more.

        What is on hold stays, and the chain says that it was asked for and refused.
        """
        screenings = [session.id for session in await self._store.screenings_of(platform, person_id)]
        alias, erased = self._new_alias(), []
        for session_id in screenings:
            try:
                await self._erase(session_id, alias, by, Act.ERASED)
            except OnHold as refused:
                async with self._store.unit() as unit:
                    what = f"erase: hold {refused.hold.number}"
                    await unit.note(Entry(self._clock.now(), by.platform, by.id, Act.REFUSED, session_id, what))
            else:
                erased.append(session_id)
        return erased

    async def held(self, platform: str, person_id: str) -> Sequence[tuple[str, Hold]]:
        """Return the screenings of a person that are on hold, each with the first hold that stands on it."""
        found = [session.id for session in await self._store.screenings_of(platform, person_id)]
        holds = [(i, await self._store.holds_on(i, self._clock.now())) for i in found]
        return [(session_id, standing[0]) for session_id, standing in holds if standing]

    async def of_the_past(self, days_by_role: Mapping[str, int], *, dry: bool = False) -> Sequence[str]:
        """Erase what was kept for as long as each role's place allows; return the ids. `dry` only looks.

        What is on hold is left for when it is not any more.
        """
        now = self._clock.now()
        found: list[str] = []
        for days in sorted(set(days_by_role.values())):
            roles = [role for role, kept in days_by_role.items() if kept == days]
            found += await self._store.ended_before(now - timedelta(days=days), roles)
        free = [session_id for session_id in found if not await self._store.holds_on(session_id, now)]
        if dry:
            return free
        gone = []
        for session_id in free:
            with suppress(OnHold):  # placed since we looked
                await self._erase(session_id, self._new_alias(), PROGRAM, Act.PURGED)
                gone.append(session_id)
        return gone

    async def _erase(self, session_id: str, alias: str, by: Person, act: Act) -> None:
        now = self._clock.now()
        async with self._store.unit() as unit:
            unnamed = await unit.unname(session_id)
            refs = await unit.erase(session_id, alias, now)
            orders = [Order(f"{session_id}/erased/{n}", Retract(ref), now) for n, ref in enumerate(refs)]
            await unit.order(session_id, orders)
            await unit.note(Entry(now, by.platform, by.id, act, session_id, unnamed))
        self._woken()
