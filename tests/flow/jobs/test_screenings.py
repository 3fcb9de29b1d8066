"""Load, decide, save, order: all of it in one transaction, or nothing."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.core.audit import Act, Entry
from bot.core.screening import effects as x
from bot.core.screening import events as e
from bot.core.screening.decisions import Ruling
from bot.core.screening.effects import Topic
from bot.core.screening.session import Place, State
from bot.flow.jobs import screenings as jobs
from bot.flow.jobs.screenings import TRIES, Screenings
from bot.flow.ports import StaleSession
from tests.conversations.stage import Screening
from tests.core.screenings import KIM, NOW, PLAN, ROLE, SCREENER, asking
from tests.flow.jobs.orders import claimed, invited, ordered

ENTRY = Entry(NOW, "console", "sam", Act.DECIDED, "s1")


async def entries(stage: Screening) -> int:
    return len(await stage.store.audited())


async def test_a_delivery_that_comes_again_changes_and_orders_nothing(stage: Screening) -> None:
    await invited(stage)
    first = await stage.screenings.handle(stage.id, e.Accepted(), delivery_id="d1")
    await stage.dispatcher.drain()
    again = await stage.screenings.handle(stage.id, e.Accepted(), delivery_id="d1")

    assert again == first
    assert await stage.store.ready(stage.clock.now(), ["console"]) == []


async def test_an_invitation_that_comes_again_is_stored_once(stage: Screening) -> None:
    async def invite(id_: str) -> object:
        hiring = Place("console", "hiring")
        return await stage.screenings.invite(
            id_, ROLE, candidate=KIM, hiring=hiring, invited_by=SCREENER, seed="7", delivery_id="d1", entry=ENTRY
        )

    assert await invite("s1") is not None
    assert await invite("s2") is None
    assert [s.id for s in await stage.store.recent()] == ["s1"]
    assert await entries(stage) == 1


@pytest.mark.parametrize(
    ("event", "noted"),
    [(e.Accepted(), 1), (e.Decided(Ruling.TALK, SCREENER, "", 0), 0), (e.RereadAnswered(1, SCREENER, "No."), 0)],
    ids=["something changed", "nothing to decide yet", "nothing to answer"],
)
async def test_the_audit_chain_says_what_was_done_and_not_what_came_to_nothing(
    stage: Screening, event: e.Event, noted: int
) -> None:
    await invited(stage)
    before = await stage.session()
    await stage.screenings.handle(stage.id, event, entry=ENTRY)

    assert await entries(stage) == noted
    assert ((await stage.session()).state is not before.state) is bool(noted)


async def test_the_end_of_a_screening_is_an_entry(stage: Screening) -> None:
    await invited(stage)
    for _ in range(2):  # the second changes nothing
        await stage.screenings.handle(stage.id, e.Declined())

        assert [link.entry.act for link in await stage.store.audited(stage.id)] == [Act.ENDED]


async def test_what_ordered_something_wakes_whoever_carries_it_out(stage: Screening) -> None:
    await invited(stage)
    woken: list[bool] = []
    loop = Screenings(stage.store, lambda: PLAN.bank, stage.clock, lambda: woken.append(True))

    await loop.handle(stage.id, e.Reached())
    assert woken == []
    await loop.handle(stage.id, e.Accepted())
    assert woken == [True]


def losing(stage: Screening, races: int) -> Callable[..., object]:
    """Return a store's transactions of which so many lose their race."""
    left, unit = iter(range(races)), stage.store.unit

    def open_() -> object:
        if next(left, None) is not None:
            raise StaleSession
        return unit()

    return open_


@pytest.mark.parametrize("races", [1, TRIES - 1])
async def test_a_lost_race_is_run_again(stage: Screening, monkeypatch: pytest.MonkeyPatch, races: int) -> None:
    await invited(stage)
    monkeypatch.setattr(stage.store, "unit", losing(stage, races))

    assert (await stage.screenings.handle(stage.id, e.Accepted())).state is State.PRACTISING


async def test_races_without_end_are_said_so(stage: Screening, monkeypatch: pytest.MonkeyPatch) -> None:
    await invited(stage)
    monkeypatch.setattr(stage.store, "unit", losing(stage, TRIES))

    with pytest.raises(StaleSession):
        await stage.screenings.handle(stage.id, e.Accepted())


async def test_settling_claims_what_is_due_next(stage: Screening) -> None:
    await invited(stage)
    first = await claimed(stage, x.Tell(Topic.HELP))
    await ordered(stage, x.Tell(Topic.READING))

    following = await stage.screenings.settle(first, ref="m1")

    assert following is not None
    assert following.effect == x.Tell(Topic.READING)
    assert await stage.store.holds(following)
    assert not await stage.store.holds(first)


def test_effects_have_keys_of_their_own_and_the_card_has_one_for_ever() -> None:
    session = asking()
    later = replace(session, version=session.version + 1)
    effects: list[x.Effect] = [x.Thank(), x.Thank(), x.PostSummary()]
    keys = [jobs.order_key(session, n, effect) for n, effect in enumerate(effects)]

    assert len(set(keys)) == 3
    assert keys[-1] == jobs.order_key(later, 0, x.PostSummary()) == jobs.summary_key(session.id)
    assert keys[0] != jobs.order_key(later, 0, x.Thank())
