"""A Store in memory: the same promises as the real one, nothing on disk."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.core.adaptive.estimation.learned import Fits
from bot.core.audit import ALIAS, OF_ONES_OWN, Entry, Head, Link, alias_of, seal_entry
from bot.core.grading.grade import Spent
from bot.core.hold import Hold, OnHold, standing
from bot.core.screening.effects import (
    AskItem,
    AskPractice,
    CallPerson,
    Chase,
    PostSummary,
    Remark,
    Retract,
    TellTeam,
    UpdateSummary,
    Wake,
)
from bot.core.screening.session import Part, Person, Session, State
from bot.flow.ports import SUSPECT, Counts, Job, Order, SessionNotFound, StaleSession, Unit


@dataclass(frozen=True)
class Kept:
    """A stored effect; `began` counts how often."""

    id: int
    session_id: str
    order: Order
    state: str = "due"
    began: int = 0
    not_before: datetime | None = None
    claimed_at: datetime | None = None
    ref: str | None = None
    fault: str | None = None
    faults: int = 0
    unsure_since: datetime | None = None
    deaths: int = 0

    @property
    def claimable_at(self) -> datetime:
        return self.not_before or self.order.due

    def is_ready(self, now: datetime) -> bool:
        at_once = self.not_before is None and not isinstance(self.order.effect, Wake | Remark | Chase)
        return at_once or self.claimable_at <= now

    @property
    def is_card(self) -> bool:
        return isinstance(self.order.effect, PostSummary | UpdateSummary | Retract)

    @property
    def holds(self) -> bool:
        return self.state in {"sending", "failed"} or (self.state == "due" and self.not_before is not None)


@dataclass
class Contents:
    """All that is stored."""

    sessions: dict[str, Session] = field(default_factory=dict)
    effects: dict[int, Kept] = field(default_factory=dict)
    deliveries: dict[str, datetime] = field(default_factory=dict)
    audit: list[Link] = field(default_factory=list)
    replies: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Each with the answer that it is about."""
    holds: list[Hold] = field(default_factory=list)
    actors: dict[str, tuple[str, str]] = field(default_factory=dict)

    def draft(self) -> "Contents":
        kept = (copy(self.sessions), copy(self.effects), copy(self.deliveries))
        return Contents(*kept, copy(self.audit), copy(self.replies), copy(self.holds), copy(self.actors))

    @property
    def head(self) -> Head:
        return Head(self.audit[-1].number, self.audit[-1].seal) if self.audit else Head()


class MemoryUnit:
    """One transaction: it works on a draft."""

    def __init__(self, draft: Contents) -> None:
        self._draft = draft

    async def first_time(self, delivery_id: str, now: datetime) -> bool:
        known = delivery_id in self._draft.deliveries
        self._draft.deliveries.setdefault(delivery_id, now)
        return not known

    async def add(self, session: Session) -> None:
        if session.id in self._draft.sessions:
            raise ValueError(f"there is a session {session.id} already")
        self._draft.sessions[session.id] = session

    async def load(self, session_id: str) -> Session:
        return found(self._draft, session_id)

    async def shown(self, before: datetime) -> Mapping[str, int]:
        asked = (a for s in self._draft.sessions.values() for a in s.administrations)
        return Counter(a.item.id for a in asked if a.asked_at < before)

    async def fits(self) -> Fits | None:
        return None

    async def save(self, session: Session) -> None:
        before = found(self._draft, session.id)
        if before.version != session.version - 1:
            raise StaleSession(session.id)
        must_follow(before, session)
        self._draft.sessions[session.id] = session

    async def order(self, session_id: str, orders: Sequence[Order]) -> None:
        for order in orders:
            if order.key not in {e.order.key for e in self._draft.effects.values()}:
                number = max(self._draft.effects, default=0) + 1
                self._draft.effects[number] = Kept(number, session_id, order)

    async def settle(self, job_id: int, now: datetime, ref: str | None = None) -> None:
        if job_id in self._draft.effects:  # an erasure takes them away
            self._draft.effects[job_id] = replace(self._draft.effects[job_id], state="done", ref=ref)

    async def claim(self, session_id: str, now: datetime) -> Job | None:
        for effect in reachable(self._draft, session_id):
            if effect.is_ready(now):
                self._draft.effects[effect.id] = replace(
                    effect, state="sending", began=effect.began + 1, not_before=None, claimed_at=now
                )
                what = (effect.id, effect.order.key, session_id, effect.order.effect)
                return Job(*what, effect.began, effect.faults, effect.unsure_since, effect.deaths)
        return None

    async def erase(self, session_id: str, alias: str, now: datetime) -> Sequence[str]:
        session = found(self._draft, session_id)
        for hold in holds_on(self._draft, session_id, now):
            raise OnHold(session_id, hold)
        theirs = (session.candidate.platform, session.candidate.id)
        self._draft.holds = [
            replace(h, person_id="erased", reason="erased") if (h.platform, h.person_id) == theirs else h
            for h in self._draft.holds
        ]
        own = {n: e for n, e in self._draft.effects.items() if e.session_id == session_id}
        refs = [
            e.ref for e in own.values() if e.ref and isinstance(e.order.effect, PostSummary | CallPerson | TellTeam)
        ]
        for number in own:
            del self._draft.effects[number]
        said = {"\n".join(p.text for p in parts) for _, parts in places(session)}
        requests = {c.request for a in session.administrations for g in a.grades for c in g.calls}
        quoting = [r for r, (_, answer) in self._draft.replies.items() if answer in said or r in requests]
        await self.forget_replies(quoting)
        self._draft.sessions[session_id] = replace(
            session,
            candidate=Person(session.candidate.platform, f"erased-{alias}", "erased"),
            administrations=(),
            practice=(),
            asides=(),
            code=None,
            place=None,
            unreachable=None,
            human_asked_at=None,
            adjustments=frozenset(),
            decisions=(),
            rereads=(),
            notices=(),
            state=session.state if session.state.over else State.WITHDRAWN,
            version=session.version + 1,
        )
        return refs

    async def unname(self, session_id: str) -> str:
        who = found(self._draft, session_id).candidate
        gone = [
            alias
            for alias, (platform, person) in self._draft.actors.items()
            if (platform, person) == (who.platform, who.id)
        ]
        for alias in gone:
            del self._draft.actors[alias]
        return " ".join(["forgot", *gone]) if gone else ""

    async def place_hold(self, hold: Hold) -> Hold:
        self._draft.holds.append(replace(hold, number=len(self._draft.holds) + 1))
        return self._draft.holds[-1]

    async def release_hold(self, number: int, by: str, now: datetime) -> Hold | None:
        for place, hold in enumerate(self._draft.holds):
            if hold.number == number and hold.stands(now):
                self._draft.holds[place] = replace(hold, released_by=by, released_at=now)
                return self._draft.holds[place]
        return None

    async def forget_replies(self, requests: Sequence[str]) -> None:
        for request in requests:
            self._draft.replies.pop(request, None)

    async def note(self, entry: Entry) -> None:
        alias = alias_of(str(entry.act in OF_ONES_OWN), entry.platform, entry.actor)
        if entry.act in OF_ONES_OWN and entry.platform != "viva":
            self._draft.actors[alias] = (entry.platform, entry.actor)
            entry = replace(entry, actor=alias)
        self._draft.audit.append(seal_entry(self._draft.head, entry))


class MemoryStore:
    """Sessions and effects, kept as long as the process lives; transactions take turns."""

    def __init__(self) -> None:
        self._kept = Contents()
        self._turn = asyncio.Lock()

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Unit]:
        async with self._turn:
            draft = self._kept.draft()
            yield MemoryUnit(draft)
            self._kept = draft

    async def load(self, session_id: str) -> Session:
        return found(self._kept, session_id)

    async def screenings_of(self, platform: str, person_id: str) -> Sequence[Session]:
        return [s for s in await self.recent() if (s.candidate.platform, s.candidate.id) == (platform, person_id)]

    async def ongoing(self, platform: str) -> Sequence[Session]:
        everyone = await self.recent(len(self._kept.sessions))
        return [s for s in everyone if s.candidate.platform == platform and not s.state.over]

    async def recent(self, most: int = 200) -> Sequence[Session]:
        return sorted(self._kept.sessions.values(), key=lambda s: (s.invited_at, s.id), reverse=True)[:most]

    async def unfinished(self, platform: str, person_id: str) -> Sequence[Session]:
        return [s for s in await self.screenings_of(platform, person_id) if not s.state.over]

    async def by_code(self, code: str) -> Session | None:
        return next((s for s in self._kept.sessions.values() if s.code == code), None)

    async def audited(self, subject: str | None = None, last: int | None = None) -> Sequence[Link]:
        links = [shown(self._kept, link) for link in self._kept.audit if subject in {None, link.entry.subject}]
        return links if last is None else links[len(links) - min(last, len(links)) :]

    async def audit_head(self) -> Head:
        return self._kept.head

    async def scrub(self) -> bool:
        return True

    async def exported(self, session_id: str) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        session = found(self._kept, session_id)
        parts = [p for a in session.administrations for p in a.parts]
        return {
            "sessions": [{"id": session.id, "candidate_name": session.candidate.name}],
            "parts": [{"text": p.text} for p in (*session.practice, *parts, *session.asides)],
        }

    async def ended_before(self, moment: datetime, role_ids: Sequence[str]) -> Sequence[str]:
        return sorted(
            s.id
            for s in self._kept.sessions.values()
            if s.role.id in role_ids and (s.ended_at or s.seen_at) < moment and not s.is_erased
        )

    async def legal_holds(self) -> Sequence[Hold]:
        return self._kept.holds

    async def holds_on(self, session_id: str, now: datetime) -> Sequence[Hold]:
        return holds_on(self._kept, session_id, now)

    async def counts(self) -> Counts:
        effects = list(self._kept.effects.values())
        due = [e.order.due for e in effects if e.state == "due"]
        answers = [a for s in self._kept.sessions.values() for a in s.administrations if a.answered_at]
        return Counts(
            {state: sum(e.state == state for e in effects) for state in ("due", "sending", "failed")},
            min(due, default=None),
            Counter(s.state.value for s in self._kept.sessions.values()),
            len(answers),
        )

    async def spent(self, since: datetime) -> Spent:
        grades = [g for s in self._kept.sessions.values() for a in s.administrations for g in a.grades]
        marks = Spent().plus(c for g in grades if g.marked_at and g.marked_at >= since for c in g.calls)
        made = [t for s in self._kept.sessions.values() for t in s.translations if t.at >= since]
        return Spent(marks.tokens + sum(t.tokens for t in made), marks.cost + sum(t.cost for t in made))

    async def recall(self, request: str) -> str | None:
        kept = self._kept.replies.get(request)
        return kept[0] if kept else None

    async def keep(self, request: str, reply: str, answer: str) -> None:
        self._kept.replies.setdefault(request, (reply, answer))

    async def ready(self, now: datetime, platforms: Sequence[str]) -> Sequence[str]:
        due = [e for e in self._next(platforms) if e.is_ready(now)]
        since: dict[str, tuple[datetime, int]] = {}
        for effect in due:
            when, first = since.get(effect.session_id, (effect.claimable_at, effect.id))
            since[effect.session_id] = (min(when, effect.claimable_at), min(first, effect.id))
        return sorted(since, key=lambda session_id: since[session_id])

    async def next_due(self, platforms: Sequence[str]) -> datetime | None:
        return min((e.claimable_at for e in self._next(platforms)), default=None)

    async def claim(self, session_id: str, now: datetime) -> Job | None:
        async with self._turn:
            return await MemoryUnit(self._kept).claim(session_id, now)

    async def holds(self, job: Job) -> bool:
        effect = self._kept.effects[job.id]
        return effect.state == "sending" and effect.began == job.attempts + 1

    async def recover(self, session_id: str | None = None, *, died: bool = True) -> int:
        async with self._turn:
            claimed = [e for e in self._kept.effects.values() if e.state == "sending"]
            lost = [e for e in claimed if session_id in {None, e.session_id}]
            for effect in lost:
                since = effect.unsure_since or effect.claimed_at
                deaths = effect.deaths + (effect.deaths < SUSPECT if died else -(effect.deaths > SUSPECT))
                self._kept.effects[effect.id] = replace(effect, state="due", unsure_since=since, deaths=deaths)
        return len(lost)

    async def blame(self, job: Job) -> None:
        async with self._turn:
            if await self.holds(job):
                old = self._kept.effects[job.id]
                self._kept.effects[job.id] = replace(old, deaths=old.deaths + 1)

    async def under_way(self, platforms: Sequence[str]) -> Sequence[str]:
        claimed = {e.session_id for e in self._kept.effects.values() if e.state == "sending"}
        return [i for i in claimed if self._kept.sessions[i].candidate.platform in platforms]

    async def postpone(self, job: Job, until: datetime, fault: str, *, unsure: bool) -> bool:
        async with self._turn:
            if not await self.holds(job):
                return False
            old = self._kept.effects[job.id]
            since = old.unsure_since or (old.claimed_at if unsure else None)
            waits = replace(old, state="due", not_before=until, fault=fault, faults=old.faults + 1, deaths=0)
            self._kept.effects[job.id] = replace(waits, unsure_since=since)
            return True

    async def give_up(self, job: Job, now: datetime, fault: str) -> bool:
        async with self._turn:
            if not await self.holds(job):
                return False
            self._kept.effects[job.id] = replace(self._kept.effects[job.id], state="failed", fault=fault)
            return True

    async def forget_deliveries(self, before: datetime) -> int:
        async with self._turn:
            old = {name for name, at in self._kept.deliveries.items() if at < before}
            for name in old:
                del self._kept.deliveries[name]
        return len(old)

    async def ref(self, session_id: str, key: str) -> str | None:
        keys = {e.order.key: e.ref for e in self._kept.effects.values() if e.session_id == session_id}
        return keys.get(key)

    async def question_cards(self, session_id: str, position: int) -> Sequence[str]:
        asked = AskItem if position else AskPractice
        return [
            e.ref
            for e in self._kept.effects.values()
            if e.session_id == session_id and e.ref is not None and isinstance(e.order.effect, asked)
            if not isinstance(e.order.effect, AskItem) or e.order.effect.position == position
        ]

    def _next(self, platforms: Sequence[str]) -> Iterable[Kept]:
        here = [s.id for s in self._kept.sessions.values() if s.candidate.platform in platforms]
        return [effect for session_id in here for effect in reachable(self._kept, session_id)]


def reachable(kept: Contents, session_id: str) -> Iterable[Kept]:
    """Yield the session's effects that wait for nothing but their time, in order."""
    card_is_stuck = False
    for effect in kept.effects.values():
        if effect.session_id == session_id and effect.state != "done" and not (card_is_stuck and effect.is_card):
            if effect.state == "due":
                yield effect
            if effect.holds and (effect.state == "sending" or not effect.is_card):
                return
            card_is_stuck |= effect.holds


def holds_on(kept: Contents, session_id: str, now: datetime) -> Sequence[Hold]:
    """Return the holds that stand on a screening."""
    session = kept.sessions.get(session_id)
    if session is None:
        return ()
    who = (session.candidate.platform, session.candidate.id)
    theirs = [h for h in kept.holds if h.role_id == session.role.id or (h.platform, h.person_id) == who]
    return standing(theirs, now)


def shown(kept: Contents, link: Link) -> Link:
    """Return a link as it is read: with who acted, where that is still kept."""
    if not link.entry.actor.startswith(ALIAS):
        return link
    alias = link.entry.actor
    _, actor = kept.actors.get(alias, ("", alias))
    return replace(link, entry=replace(link.entry, actor=actor), alias=alias)


def places(session: Session) -> Iterable[tuple[str, tuple[Part, ...]]]:
    yield "practice", session.practice
    yield "aside", session.asides
    for asked in session.administrations:
        yield str(asked.position), asked.parts


def found(kept: Contents, session_id: str) -> Session:
    if session_id not in kept.sessions:
        raise SessionNotFound(f"There is no screening {session_id}.")
    return kept.sessions[session_id]


def must_follow(before: Session, after: Session) -> None:
    """Raise ValueError if something that is only ever added to has changed."""
    same = ("role", "code", "hiring", "invited_by", "seed", "bank_version", "invited_at", "fits")
    kept = all(getattr(before, name) == getattr(after, name) for name in same)
    kept = kept and (not before.candidate.id or before.candidate == after.candidate)
    kept = kept and after.decisions[: len(before.decisions)] == before.decisions
    later = {a.position: a for a in after.administrations}
    for old in before.administrations:
        new = later.get(old.position)
        kept = kept and new is not None and (old.item, old.rubric, old.why) == (new.item, new.rubric, new.why)
        kept = kept and new is not None and new.grades[: len(old.grades)] == old.grades
        kept = kept and new is not None and new.overrides[: len(old.overrides)] == old.overrides
    if not kept:
        raise ValueError("what was asked or marked does not change")
