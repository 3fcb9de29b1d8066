"""Histories that nobody thought of: whatever happens, a store gives back what it was given, and keeps the order."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import count

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.core.bank.rubric import Colour
from bot.core.grading.grade import Evidence, Flag, Found, Grade, Rating, Source
from bot.core.screening.effects import Tell, Topic, Wake
from bot.core.screening.session import Gone, Override, Part, Person, Replaced, Session, State
from bot.flow.ports import Job, Order, Store
from tests.contracts.memory_store import MemoryStore
from tests.sessions import NOW, a_session, an_administration

HISTORIES = settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
fresh = count()
"""One store serves all examples of a test, so each takes names of its own."""


words = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
moments = st.integers(0, 10**12).map(lambda n: NOW + timedelta(microseconds=n))
people = st.builds(Person, words, words, words)
parts = st.builds(Part, words, words, moments)
evidence = st.builds(Evidence, words, st.integers(0, 99), st.integers(0, 99))
facts = st.builds(
    Found, st.integers(1, 9), words, st.lists(evidence, max_size=2).map(tuple), st.booleans(), st.booleans()
)
ratings = st.builds(
    Rating,
    words,
    st.none() | st.integers(0, 5),
    st.integers(1, 5),
    *(st.lists(each, max_size=2).map(tuple) for each in (evidence, facts, words, facts)),
)
flags = st.builds(Flag, words, st.sampled_from(Colour), words, evidence)
grades = st.builds(
    Grade,
    st.none() | st.floats(0, 1),
    st.lists(ratings, max_size=3).map(tuple),
    st.lists(flags, max_size=2).map(tuple),
    st.sampled_from(Source),
    st.lists(words, max_size=2).map(tuple),
    st.lists(st.tuples(words, words), max_size=2).map(tuple),
    st.none() | words,
    handed_in_at=st.none() | moments,
)
replaced = st.lists(
    st.builds(Replaced, st.integers(0, 3), st.sampled_from(Gone), words, words, moments),
    max_size=4,
    unique_by=lambda r: r.at,
).map(lambda gone: tuple(sorted(gone, key=lambda r: r.at)))
overrides = st.builds(Override, words, st.none() | st.integers(0, 5), st.integers(0, 5), people, words, moments)


@st.composite
def later(draw: st.DrawFn, session: Session) -> Session:
    """Draw a session that this one may become."""
    fields = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "state": st.sampled_from(State),
                "practice": st.lists(parts, max_size=3).map(tuple),
                "asides": st.lists(parts, max_size=3).map(tuple),
                "replaced": replaced,
                "reminders": st.integers(0, 9),
                "stop_asked": st.booleans(),
                "ended_because": st.none() | words,
                "seen_at": moments,
                **dict.fromkeys(("consented_at", "practised_at", "human_asked_at", "ended_at"), st.none() | moments),
            },
        )
    )
    asked = []
    for old in session.administrations:
        changed = replace(
            old,
            grades=(*old.grades, *draw(st.lists(grades, max_size=1))),
            overrides=(*old.overrides, *draw(st.lists(overrides, max_size=1))),
        )
        if draw(st.booleans()):
            said = (*old.parts[: draw(st.integers(0, 3))], *draw(st.lists(parts, max_size=2)))
            changed = replace(changed, parts=said, answered_at=draw(st.none() | moments), skipped=draw(st.booleans()))
        asked.append(changed)
    if draw(st.booleans()):
        asked.append(an_administration(len(asked) + 1, parts=tuple(draw(st.lists(parts, max_size=2)))))
    return replace(session, version=session.version + 1, administrations=tuple(asked), **fields)


@HISTORIES
@given(data=st.data(), candidate=people)
async def test_whatever_a_session_becomes_is_what_comes_back(
    store: Store, data: st.DataObject, candidate: Person
) -> None:
    session = a_session(f"s{next(fresh)}", candidate=candidate)
    async with store.unit() as unit:
        await unit.add(session)

    for _ in range(data.draw(st.integers(1, 5))):
        session = data.draw(later(session))
        async with store.unit() as unit:
            await unit.save(session)
        assert await store.load(session.id) == session


class Twins:
    """Two stores to which the same happens; what they answer must be the same, and hang together."""

    def __init__(self, one: Store, other: Store) -> None:
        self.stores = (one, other)
        self.platform = f"platform-{next(fresh)}"
        self.sessions = [f"s{next(fresh)}" for _ in range(3)]
        self.now = NOW
        self.claimed: list[tuple[Job, Job]] = []

    async def begin(self) -> None:
        for store in self.stores:
            async with store.unit() as unit:
                for session_id in self.sessions:
                    await unit.add(a_session(session_id, candidate=Person(self.platform, "c", "C")))

    async def order(self, which: int, due: datetime) -> None:
        key = f"k{next(fresh)}"
        for store in self.stores:
            async with store.unit() as unit:
                await unit.order(
                    self.sessions[which], [Order(key, Wake(due) if due > self.now else Tell(Topic.KEPT), due)]
                )

    async def claim(self, which: int) -> None:
        session_id = self.sessions[which]
        expected = session_id in await self.stores[0].ready(self.now, [self.platform])
        jobs = [await store.claim(session_id, self.now) for store in self.stores]
        one, other = jobs
        assert (one is not None) == expected
        if one is None or other is None:
            assert one is other
            return
        assert replace(one, id=0) == replace(other, id=0)
        self.claimed.append((one, other))

    async def end(self, how: str) -> None:
        for store, job in zip(self.stores, self.claimed.pop(0), strict=True):
            if how == "settle":
                async with store.unit() as unit:
                    await unit.settle(job.id, self.now)
            elif how in {"postpone", "refused"}:
                await store.postpone(job, self.now + timedelta(minutes=2), "ChatError", unsure=how == "postpone")
            else:
                await store.give_up(job, self.now, "ChatError")

    async def agree(self) -> None:
        ready = [list(await store.ready(self.now, [self.platform])) for store in self.stores]
        due = [await store.next_due([self.platform]) for store in self.stores]
        assert ready[0] == ready[1]
        assert due[0] == due[1]
        assert bool(ready[0]) == (due[0] is not None and due[0] <= self.now)


@HISTORIES
@given(data=st.data())
async def test_effects_go_the_same_way_in_every_store(store: Store, data: st.DataObject) -> None:
    twins = Twins(store, MemoryStore())
    await twins.begin()

    for _ in range(data.draw(st.integers(1, 20))):
        happens = data.draw(st.sampled_from(["order", "order", "claim", "claim", "end", "end", "tick"]))
        if happens == "order":
            minutes = data.draw(st.integers(0, 3))
            await twins.order(data.draw(st.integers(0, 2)), twins.now + timedelta(minutes=minutes))
        elif happens == "claim":
            await twins.claim(data.draw(st.integers(0, 2)))
        elif happens == "end" and twins.claimed:
            await twins.end(data.draw(st.sampled_from(["settle", "settle", "postpone", "give_up"])))
        elif happens == "tick":
            twins.now += timedelta(minutes=1)
        await twins.agree()
