from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.core.adaptive.selection.next_item import choose
from bot.core.bank.item import Bank
from bot.core.grading.grade import Source
from bot.core.screening.effects import AskItem, GradeResponse, PostSummary, Tell, Thank, Topic
from bot.core.screening.next_step import Plan, go_on
from bot.core.screening.session import Session, State
from bot.core.seeded import draw
from tests.core.screenings import ITEMS, NOW, PLAN, asking, grading, marks, play, practising

LATER = NOW + timedelta(hours=1)


def marked(text: str = "It is faster.") -> Session:
    session = grading(text)
    return session.with_administration(replace(session.administrations[-1], grades=(marks(session).grade,)))


def bank_of(names: Sequence[str]) -> Plan:
    items = {item.id: item for item in ITEMS if item.id in names}
    return Plan(Bank(items, PLAN.bank.rubrics, PLAN.bank.roles))


def test_a_session_without_a_question_gets_its_first_and_keeps_why() -> None:
    step = go_on(practising(), PLAN, LATER)
    (asked,) = step.session.administrations

    assert step.session.state is State.ASKING
    assert step.effects == (AskItem(1),)
    assert (asked.position, asked.asked_at) == (1, LATER)
    assert asked.rubric is PLAN.bank.rubrics[asked.item.id]
    assert asked.why.theta == pytest.approx(0, abs=1e-4)
    assert asked.why.se == pytest.approx(1, abs=1e-3)
    assert asked.why.draw == draw("7", 1, "item")


def test_the_choice_can_be_repeated_from_what_is_kept() -> None:
    session = go_on(marked(), PLAN, LATER).session
    before, after = session.administrations
    again = choose(session.role, ITEMS, replace(session, administrations=(before,)).asked, after.why.draw)

    assert again is not None
    assert (again.item, again.because, again.runners_up) == (after.item, after.why.because, after.why.runners_up)


def test_an_open_question_is_put_again_and_nothing_else_happens() -> None:
    session = asking()
    step = go_on(replace(session, state=State.PAUSED), PLAN, LATER)

    assert step.session == session
    assert step.effects == (AskItem(1, again=True),)


def test_an_answer_without_a_mark_is_sent_for_marking_however_often_it_is_resumed() -> None:
    first = go_on(grading(), PLAN, LATER)
    second = go_on(first.session, PLAN, LATER)

    assert first.effects == second.effects == (Tell(Topic.READING), GradeResponse(1))
    assert first.session == second.session


def test_a_skipped_question_counts_as_level_zero_by_the_house_rule() -> None:
    asked = replace(asking().administrations[0], skipped=True, answered_at=NOW)
    step = go_on(asking().with_administration(asked), PLAN, LATER)
    grade = step.session.administrations[0].grade

    assert grade is not None
    assert (grade.score, grade.source, grade.notes) == (0.0, Source.RULE, ("skipped",))
    assert [(r.level, r.open) for r in grade.ratings] == [(0, ("it is faster",))]
    assert step.effects == (AskItem(2),)


def test_what_has_to_be_said_first_is_said_first() -> None:
    step = go_on(marked(), PLAN, LATER, before=(Tell(Topic.HELP),))

    assert step.effects == (Tell(Topic.HELP), AskItem(2))


def test_a_bank_without_another_item_ends_the_session_and_says_why() -> None:
    session = marked()
    step = go_on(session, bank_of([session.administrations[0].item.id]), LATER)

    assert (step.session.state, step.session.ended_at) == (State.CLOSED, LATER)
    assert step.session.ended_because == "bank_exhausted"
    assert step.effects == (Thank(), PostSummary())


def test_a_session_that_knows_enough_ends_though_items_are_left() -> None:
    session = play(asking(), []).session
    while not session.state.over:
        session = go_on(marked_last(session), PLAN, LATER).session

    assert session.ended_because == "max_items"
    assert len({a.item.id for a in session.administrations}) == len(session.administrations) == 3


def marked_last(session: Session) -> Session:
    asked = replace(session.administrations[-1], answered_at=NOW)
    session = session.with_administration(asked)
    return session.with_administration(replace(asked, grades=(marks(session).grade,)))


def test_an_item_that_was_shown_often_lately_gives_way() -> None:
    first = go_on(practising(), PLAN, LATER).session.administrations[0].item
    plan = replace(PLAN, shown={first.id: 9})

    assert go_on(practising(), plan, LATER).session.administrations[0].item != first
