"""What screeners' rows make of a press or a form."""

from dataclasses import replace

from bot.core.screening import events as e
from bot.core.screening.decisions import Decision, Ruling
from bot.core.screening.session import Person, Session
from bot.flow.action_id import ActionId
from bot.flow.actions import screeners
from bot.flow.actions.action import Given, Side, TooLate
from bot.flow.actions.table import ACTIONS, offered
from bot.flow.forms import FieldErrors, Form
from bot.flow.messages import CARD, Buttons, Message, Quote
from bot.flow.wording.screeners import forms
from tests.conversations.stage import text_of
from tests.core.screenings import NOW, SCREENER, asking, finished

ALEX = Person("console", "alex", "Alex")
ADVANCE = next(row for row in screeners.DECISIONS if row.kind == Ruling.ADVANCE.value)


def a_long_rubric(count: int) -> Session:
    """Return a finished screening whose first answer is marked by so many criteria."""
    session = finished()
    first = session.administrations[0]
    [criterion] = first.rubric.criteria
    criteria = tuple(criterion.model_copy(update={"id": f"part-{n}", "asks": f"part {n}"}) for n in range(1, count + 1))
    ratings = tuple(replace(first.grades[0].ratings[0], criterion=c.id) for c in criteria)
    graded = replace(first.grades[0], ratings=ratings)
    rubric = first.rubric.model_copy(update={"criteria": criteria})
    return session.with_administration(replace(first, rubric=rubric, grades=(graded,)))


def test_each_criterion_offers_its_own_levels_in_words_with_todays_chosen() -> None:
    form = screeners.override_form(Given(ActionId("override", "s1", 1), SCREENER, finished()))
    assert isinstance(form, Form)

    [field, reason] = form.fields
    assert [choice.label for choice in field.choices] == ["0 of 1: no", "1 of 1: yes"]
    assert field.value == "1"
    assert 'They wrote: "It is faster' in field.hint
    assert reason.id == forms.REASON
    assert any(isinstance(block, Quote) and "It is faster" in block.text for block in form.blocks)


def test_levels_that_stay_as_they_were_are_an_error_at_their_field() -> None:
    values = {"level-speed": "1", "reason": "Well said."}
    found = screeners.override(Given(ActionId("override", "s1", 1), SCREENER, finished(), values))
    assert isinstance(found, FieldErrors)
    assert [(error.field, error.words) for error in found.errors] == [("level-speed", forms.NOTHING_CHANGED)]


def test_several_marks_are_set_in_one_go_and_the_others_are_left_alone() -> None:
    values = {"level-part-1": "0", "level-part-2": "1", "level-part-3": "0", "reason": " No figure. "}
    found = screeners.override(Given(ActionId("override", "s1", 1), SCREENER, a_long_rubric(3), values))
    assert found == (
        e.Overridden(1, "part-1", 0, SCREENER, "No figure."),
        e.Overridden(1, "part-3", 0, SCREENER, "No figure."),
    )


def test_an_answer_of_many_criteria_is_asked_about_a_few_at_a_time() -> None:
    session = a_long_rubric(7)
    which = screeners.override_form(Given(ActionId("override", "s1"), SCREENER, session))
    assert isinstance(which, Message)
    [second] = [b for row in which.blocks if isinstance(row, Buttons) for b in row.buttons if "5 to 7" in b.label]

    form = screeners.override_form(Given(second.id, SCREENER, session))
    assert isinstance(form, Form)
    assert [field.id for field in form.fields] == ["level-part-5", "level-part-6", "level-part-7", forms.REASON]


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
