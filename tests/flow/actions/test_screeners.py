"""What screeners' rows make of a press or a form."""

from dataclasses import replace

from bot.core.screening import events as e
from bot.core.screening.decisions import Decision, Ruling
from bot.core.screening.session import Person
from bot.flow.action_id import ActionId
from bot.flow.actions import screeners
from bot.flow.actions.action import Given, Side, TooLate
from bot.flow.actions.table import ACTIONS, offered
from bot.flow.forms import FieldErrors, Form
from bot.flow.messages import CARD, Message
from tests.conversations.stage import text_of
from tests.core.screenings import NOW, SCREENER, asking, finished

ALEX = Person("console", "alex", "Alex")
ADVANCE = next(row for row in screeners.DECISIONS if row.kind == Ruling.ADVANCE.value)


def test_a_level_above_the_criterions_own_is_an_error_at_its_field() -> None:
    values = {"criterion": "speed", "level": "2", "reason": "Well said."}
    found = screeners.override(Given(ActionId("override", "s1", 1), SCREENER, finished(), values))
    assert isinstance(found, FieldErrors)
    assert [(error.field, error.words) for error in found.errors] == [("level", "This criterion goes up to level 1.")]


def test_a_decision_since_the_form_was_drawn_is_told_and_ones_own_is_dealt_with() -> None:
    session = finished()
    form = screeners.decide_form(Given(ActionId("advance", "s1"), SCREENER, session))
    assert isinstance(form, Form)
    values = {"reason": " Clear. "}
    assert ADVANCE.handle(Given(form.id, SCREENER, session, values)) == (
        e.Decided(Ruling.ADVANCE, SCREENER, "Clear.", 0),
    )

    first = replace(session, decisions=(Decision(Ruling.ADVANCE, SCREENER, "Clear.", NOW),))
    late, again = (ADVANCE.handle(Given(form.id, who, first, values)) for who in (ALEX, SCREENER))
    assert isinstance(late, TooLate)
    assert "Somebody was first. Sam decided: advance" in text_of(late.words)
    assert isinstance(again, TooLate)
    assert "dealt with" in text_of(again.words)


def test_whoever_loses_a_race_for_a_decision_hears_who_was_first() -> None:
    id_ = ActionId("advance", "s1", extra="0")
    after = replace(finished(), decisions=(Decision(Ruling.TALK, SCREENER, "Unsure.", NOW),))
    assert "Somebody was first" in text_of(screeners.decided(Given(id_, ALEX, after)))
    assert "Noted: advance" in text_of(screeners.decided(Given(id_, SCREENER, after)))


def test_a_running_screening_can_be_read_but_neither_marked_nor_decided() -> None:
    session = asking()
    shown = [b.id.kind for spot in CARD for buttons in offered(spot, session) for b in buttons.buttons]
    assert {"details", "transcript", "pack"} <= set(shown)
    assert not {kind for kind in shown if ACTIONS[kind].form or ACTIONS[kind].done}, "these do more than show"
    for row in ACTIONS.values():
        if row.side is Side.SCREENER and row.form is not None:
            assert row.form(Given(ActionId(row.kind, "s1"), SCREENER, session)) is None


def test_a_mark_of_no_particular_answer_asks_which() -> None:
    which = screeners.override_form(Given(ActionId("override", "s1"), SCREENER, finished()))
    assert isinstance(which, Message)
    assert "Which answer is it about?" in text_of(which)
