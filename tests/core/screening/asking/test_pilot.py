"""A question that is tried out: it comes once, in the middle, and nothing that is said of a candidate rests on it."""

from dataclasses import replace

import pytest

from bot.core.adaptive.engine import Engine
from bot.core.adaptive.selection.next_item import Kind
from bot.core.bank.item import Item, Status
from bot.core.calibration.history import sitting_of
from bot.core.grading.keywords import grade
from bot.core.report.summary import summarise
from bot.core.screening import events as e
from bot.core.screening.advance import advance
from bot.core.screening.asking.pilot import choose_pilot, is_due
from bot.core.screening.next_step import Plan
from bot.core.screening.session import Session
from tests.core.screenings import ITEMS, NOW, PLAN, ROLE, invited

TRYING = ROLE.model_copy(update={"pilot": True, "limits": ROLE.limits.model_copy(update={"min_items": 3})})
NEW = ITEMS[1].model_copy(update={"id": "gpu-new", "status": Status.PILOT})
RUBRIC = PLAN.bank.rubrics[ITEMS[1].id].model_copy(update={"item": NEW.id})
WITH_NEW = Plan(
    replace(
        PLAN.bank,
        items={**PLAN.bank.items, NEW.id: NEW},
        rubrics={**PLAN.bank.rubrics, NEW.id: RUBRIC},
    )
)


def finished(seed: str, plan: Plan = WITH_NEW, *, pilot_answer: str = "It is faster.") -> Session:
    session = replace(invited(), role=TRYING, seed=seed)
    events: list[e.Event] = [e.Accepted(), e.Said("p", "A mail server."), e.Finished()]
    while not session.state.over:
        for event in events:
            session = advance(session, event, plan, NOW).session
        asked = session.administrations[-1]
        if not asked.is_open:
            marked = e.Graded(asked.position, grade(asked.response, asked.item, asked.rubric))
            session = advance(session, marked, plan, NOW).session
        current = session.administrations[-1]
        events = [e.Said("m", pilot_answer if current.is_pilot else "It is faster."), e.Finished()]
    return session


def pilots(session: Session) -> list[Item]:
    return [a.item for a in session.administrations if a.is_pilot]


@pytest.mark.parametrize("seed", "abcdefgh")
def test_one_pilot_item_comes_between_questions_that_count(seed: str) -> None:
    session = finished(seed)

    assert [item.id for item in pilots(session)] == ["gpu-new"]
    assert not session.administrations[0].is_pilot
    assert not session.administrations[-1].is_pilot
    assert len(session.counted) == 3, "it takes no question's place"


def test_where_it_comes_is_drawn() -> None:
    places = {next(a.position for a in finished(str(n)).administrations if a.is_pilot) for n in range(12)}

    assert places == {2, 3}


def test_a_role_that_does_not_ask_for_it_tries_nothing_out() -> None:
    plain = replace(finished("a"), role=ROLE, administrations=finished("a").administrations[:1])

    assert not is_due(plain)


def test_nothing_said_of_the_candidate_rests_on_it() -> None:
    good, bad = (finished("a", pilot_answer=words) for words in ("It is faster.", "I do not know."))
    one, other = summarise(good), summarise(bad)

    assert good.observations == bad.observations
    assert (one.standing, one.recommendation, one.band, one.flags) == (
        other.standing,
        other.recommendation,
        other.band,
        other.flags,
    )
    assert all(p.item != NEW.id for p in (*one.probes, *other.probes))
    tried = next(a for a in other.answers if not a.counts)
    assert tried.grade is not None
    assert tried.grade.score == 0, "its mark is kept"


def test_a_pilot_answer_that_nobody_could_mark_waits_for_no_person() -> None:
    session = finished("a")
    unread = replace(next(a for a in session.administrations if a.is_pilot), grades=())
    waiting = session.with_administration(unread)

    assert summarise(waiting).recommendation == summarise(session).recommendation
    assert summarise(waiting).needing_person == ()


def test_items_are_learnt_from_it() -> None:
    assert NEW.id in {o.item_id for o in sitting_of(finished("a")).observations}


def test_the_other_questions_are_those_that_would_have_come_without_it() -> None:
    session = finished("a")
    engine = Engine(TRYING, PLAN.bank.items_for(TRYING), "a")
    for asked in session.counted:
        assert engine.next_item() == asked.item
        assert asked.observation is not None
        engine.record(asked.observation.score)

    assert engine.done() == session.ended_because


def test_without_pilot_items_a_live_one_that_was_shown_least_is_tried_and_comes_only_once() -> None:
    shown = {item.id: 3 for item in ITEMS} | {"serving-fundamentals": 0}
    session = finished("a", replace(PLAN, shown=shown))

    assert [item.id for item in pilots(session)] == ["serving-fundamentals"]
    assert "serving-fundamentals" not in {a.item.id for a in session.counted}
    assert next(a for a in session.administrations if a.is_pilot).why.because.kind is Kind.PILOT


def test_no_enemy_of_what_was_asked_is_tried_out() -> None:
    session = finished("a")
    before = replace(session, administrations=session.administrations[:1])
    enemy = NEW.model_copy(update={"enemies": (before.administrations[0].item.id,)})
    bank = replace(PLAN.bank, items={enemy.id: enemy})

    assert choose_pilot(before, bank) is None
