"""The loop: load, decide, save and order, in one transaction. Whoever acknowledges does so after it."""

from collections.abc import Callable
from dataclasses import replace

from bot.core.advance import advance
from bot.core.audit import Entry
from bot.core.effects import Chase, Effect, PostSummary, Remark, SendInvitation, Wake
from bot.core.events import Event
from bot.core.manners import next_wake
from bot.core.progress import Plan
from bot.core.role import Role
from bot.core.session import Person, Place, Session
from bot.flow.ports import Clock, Order, StaleSession, Store

TRIES = 8
"""Lost races for one session before giving up; each one means that somebody else got on."""


class Screenings:
    """All screenings of one store, going by one plan; `woken` is called after each commit that ordered something."""

    def __init__(self, store: Store, plan: Callable[[], Plan], clock: Clock, woken: Callable[[], None]) -> None:
        self._store = store
        self._plan = plan
        self._clock = clock
        self._woken = woken

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
        now, plan = self._clock.now(), self._plan()
        session = Session(
            id=session_id,
            role=role,
            candidate=candidate,
            hiring=hiring,
            invited_by=invited_by,
            seed=seed,
            bank_version=plan.bank.version,
            invited_at=now,
            seen_at=now,
            code=code,
            fits=plan.fits,
        )
        wake = Wake(next_wake(now, 0, role.manners))
        effects = (SendInvitation(), wake) if candidate.id else (wake,)
        async with self._store.unit() as unit:
            if delivery_id is not None and not await unit.first_time(delivery_id, now):
                return None
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
        settles: int | None = None,
        ref: str | None = None,
        entry: Entry | None = None,
    ) -> Session:
        """Store what an event leads to, and return the session; a known delivery changes nothing.

        settles: the id of the effect whose outcome this event is, done in the same transaction; `ref` its message.
        entry: what the audit chain is to say of it, in the same transaction.
        Raises SessionNotFound, and StaleSession after many lost races.
        """
        for attempt in range(TRIES):
            try:
                session = await self._once(session_id, event, delivery_id, settles, ref, entry)
            except StaleSession:
                if attempt == TRIES - 1:
                    raise
            else:
                self._woken()
                return session
        raise AssertionError("the loop returns or raises")

    async def _once(
        self,
        session_id: str,
        event: Event,
        delivery_id: str | None,
        settles: int | None,
        ref: str | None,
        entry: Entry | None,
    ) -> Session:
        now = self._clock.now()
        async with self._store.unit() as unit:
            session = await unit.load(session_id)
            if delivery_id is not None and not await unit.first_time(delivery_id, now):
                return session
            decided = advance(session, event, self._plan(), now)
            after = replace(decided.session, version=session.version + 1)
            await unit.save(after)
            await unit.order(session_id, self._orders(after, decided.effects))
            if settles is not None:
                await unit.settle(settles, now, ref)
            if entry is not None and (decided.effects or decided.session is not session):
                await unit.note(entry)
        return after

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
