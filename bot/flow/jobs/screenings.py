"""Handles an event in one transaction: load, advance, save, order effects."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import TypeVar

from bot.core.adaptive.estimation.learned import Fits
from bot.core.audit import Act, Entry
from bot.core.bank.item import Bank
from bot.core.bank.role import Role
from bot.core.screening.advance import advance
from bot.core.screening.effects import (
    CallPerson,
    Chase,
    Effect,
    PostSummary,
    Remark,
    Retract,
    SendInvitation,
    TellTeam,
    Wake,
)
from bot.core.screening.events import Event, Graded, Remarked
from bot.core.screening.next_step import Plan, Step
from bot.core.screening.reminders import next_wake
from bot.core.screening.session import Person, Place, Session
from bot.flow.ports import Clock, Job, Order, StaleSession, Store, Unit

T = TypeVar("T")

TRIES = 8
"""Lost races for one session before giving up; each one means that somebody else got on."""
SESSIONS_KEPT = 1024
"""Sessions under way for which a process remembers how often items were shown; for others it counts again."""


class Screenings:
    """All screenings of one store.

    bank: the one that new questions come from, asked for at each. woken: called after each commit that ordered
    something. What was learnt is asked for at each invitation, and kept with the session; how often items were
    shown, once for each session that this process takes up.
    """

    def __init__(self, store: Store, bank: Callable[[], Bank], clock: Clock, woken: Callable[[], None]) -> None:
        self._store = store
        self._bank = bank
        self._clock = clock
        self._woken = woken
        self._shown: OrderedDict[str, Mapping[str, int]] = OrderedDict()
        self._learnt: tuple[str, str, Fits] | None = None

    async def invite(
        self,
        session_id: str,
        role: Role,
        *,
        candidate: Person,
        hiring: Place,
        invited_by: Person,
        seed: str,
        code: str | None = None,
        delivery_id: str | None = None,
        entry: Entry | None = None,
    ) -> Session | None:
        """Store a new screening, with its invitation on the way; `seed` decides its chances.

        A candidate whose id is not known yet gets no message; whoever brings the code becomes the candidate.
        code: what lets its bearer in. entry: what the audit chain is to say of it.
        Returns None, and stores nothing, for a delivery that was dealt with before.
        """
        now, bank = self._clock.now(), self._bank()
        session = Session(
            id=session_id,
            role=role,
            candidate=candidate,
            hiring=hiring,
            invited_by=invited_by,
            seed=seed,
            bank_version=bank.version,
            invited_at=now,
            seen_at=now,
            code=code,
        )
        wake = Wake(next_wake(now, 0, role.manners))
        effects = (SendInvitation(), wake) if candidate.id else (wake,)
        async with self._store.unit() as unit:
            if delivery_id is not None and not await unit.first_time(delivery_id, now):
                return None
            session = replace(session, fits=self._of_today(await unit.fits(), bank))
            await unit.add(session)
            await unit.order(session.id, self._orders(session, effects))
            if entry is not None:
                await unit.note(entry)
        self._woken()
        return session

    async def handle(
        self,
        session_id: str,
        event: Event,
        *,
        delivery_id: str | None = None,
        entry: Entry | None = None,
    ) -> Session:
        """Store what an event leads to, and return the session; a known delivery changes nothing.

        entry: what the audit chain is to say of it, in the same transaction.
        Raises SessionNotFound, and StaleSession after many lost races.
        """

        async def once(unit: Unit) -> tuple[Session, bool]:
            session = await unit.load(session_id)
            if delivery_id is not None and not await unit.first_time(delivery_id, self._clock.now()):
                return session, False
            after, decided = await self._happens(unit, session, event)
            if entry is not None and (decided.effects or decided.session is not session):
                await unit.note(entry)
            return after, bool(decided.effects)

        session, ordered = await self._committed(once)
        if ordered:
            self._woken()
        return session

    async def settle(self, job: Job, event: Event | None = None, ref: str | None = None) -> Job | None:
        """Mark an effect as done with what its outcome leads to, and claim the next due effect of its session.

        All in one transaction, so that an effect that follows from another waits for no second one.
        ref: the platform's name of the message that was sent. Raises as `handle` does.
        """

        async def once(unit: Unit) -> Job | None:
            session, now = await unit.load(job.session_id), self._clock.now()
            if session.is_erased:
                await self._too_late(unit, job, event, ref)
            elif event is not None:
                await self._happens(unit, session, event)
            await unit.settle(job.id, now, ref)
            return await unit.claim(job.session_id, now)

        return await self._committed(once)

    async def _too_late(self, unit: Unit, job: Job, event: Event | None, ref: str | None) -> None:
        """Take out what was made of a person's data while it was erased: a posted card, a model's replies."""
        if ref is not None and isinstance(job.effect, PostSummary | CallPerson | TellTeam):
            await unit.order(job.session_id, [Order(f"{job.key}/erased", Retract(ref), self._clock.now())])
        if isinstance(event, Graded | Remarked):
            await unit.forget_replies([call.request for call in event.grade.calls])

    async def _committed(self, once: Callable[[Unit], Awaitable[T]]) -> T:
        """Return what a transaction returns once it is committed; one that lost a race is run again."""
        for attempt in range(TRIES):
            try:
                async with self._store.unit() as unit:
                    result = await once(unit)
            except StaleSession:
                if attempt == TRIES - 1:
                    raise
            else:
                return result
        raise AssertionError("the loop returns or raises")

    async def _happens(self, unit: Unit, session: Session, event: Event) -> tuple[Session, Step]:
        """Store the session after an event and what it orders; return it, and what was decided.

        Nothing happens to one whose candidate was erased: an answer that was on its way would stay for good.
        """
        if session.is_erased:
            return session, Step(session, ())
        decided = advance(session, event, await self._plan(unit, session), self._clock.now())
        after = replace(decided.session, version=session.version + 1)
        await unit.save(after)
        await unit.order(session.id, self._orders(after, decided.effects))
        # The chain covers the marks of screenings that have ended: it has to know of the end, and of later marks.
        if after.state.over and not session.state.over:
            await unit.note(Entry(self._clock.now(), "viva", "program", Act.ENDED, session.id))
        elif session.state.over and isinstance(event, Graded | Remarked):
            await unit.note(Entry(self._clock.now(), "viva", "program", Act.MARKED, session.id))
        return after, decided

    async def _plan(self, unit: Unit, session: Session) -> Plan:
        """Return what the next question is chosen by."""
        begun = session.consented_at
        if begun is None or session.state.over:
            self._shown.pop(session.id, None)
            return Plan(self._bank())
        if session.id not in self._shown:
            # Counted up to a moment that is stored, so that another process, or this one after a restart, finds
            # the same: a session's choices can be repeated although others were shown the items meanwhile.
            self._shown[session.id] = await unit.shown(begun)
        self._shown.move_to_end(session.id)
        while len(self._shown) > SESSIONS_KEPT:
            self._shown.popitem(last=False)
        return Plan(self._bank(), self._shown[session.id])

    def _of_today(self, fits: Fits | None, bank: Bank) -> Fits | None:
        """Return the fits without items that the bank words otherwise by now; the same object while neither changes."""
        if fits is None:
            return None
        # Sessions share one object, and with it the tables that are computed from it.
        if self._learnt is None or self._learnt[:2] != (fits.digest, bank.version):
            self._learnt = (fits.digest, bank.version, fits.of(bank.stems))
        return self._learnt[2]

    def _orders(self, session: Session, effects: tuple[Effect, ...]) -> list[Order]:
        now = self._clock.now()
        return [
            Order(
                order_key(session, number, effect),
                effect,
                effect.due if isinstance(effect, Wake | Remark | Chase) else now,
            )
            for number, effect in enumerate(effects)
        ]


def order_key(session: Session, number: int, effect: Effect) -> str:
    """Return the key of an effect: its place in the session's history, or, for the one summary, its name."""
    if isinstance(effect, PostSummary):
        return summary_key(session.id)
    return f"{session.id}/{session.version}/{number}"


def summary_key(session_id: str) -> str:
    """Return the key of a session's one summary card."""
    return f"{session_id}/summary"
