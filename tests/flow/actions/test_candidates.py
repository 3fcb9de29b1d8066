"""What candidates' rows make of a press or a form."""

from bot.core.screening import events as e
from bot.core.screening.decisions import Adjustment
from bot.flow.action_id import ActionId
from bot.flow.actions import candidates
from bot.flow.actions.action import Given
from bot.flow.actions.table import offered
from bot.flow.forms import Form
from bot.flow.messages import Spot
from tests.core.screenings import KIM, asking, finished, invited, play


def test_only_the_open_answer_opens_the_form_that_changes_it() -> None:
    session = play(asking(), [e.Said("m1", "It is slower.")]).session
    form = candidates.edit_form(Given(ActionId("edit", "s1", 1), KIM, session))
    assert isinstance(form, Form)
    assert form.fields[0].value == "It is slower."

    changed = candidates.edit(Given(form.id, KIM, session, {"answer": "It is faster."}))
    assert changed == (e.Corrected("It is faster.", "m1", 1),)
    assert candidates.edit_form(Given(ActionId("edit", "s1", 2), KIM, session)) is None
    assert candidates.edit_form(Given(ActionId("edit", "s1", 1), KIM, asking())) is None


def test_what_suits_somebody_replaces_what_did_and_a_person_is_called_besides() -> None:
    values = {"more_time": "yes", "plain_wording": "no", "screen_reader": "no", "person": "yes"}
    assert candidates.adjust(Given(ActionId("adjust", "s1"), KIM, invited(), values)) == (
        e.Adjusted(frozenset({Adjustment.MORE_TIME}), instead=True),
        e.HumanAsked(),
    )
    assert candidates.adjust(Given(ActionId("adjust"), KIM)) == (e.AdjustAsked(),)


def test_every_answered_question_has_a_button_to_have_it_read_again() -> None:
    session = finished()
    shown = [b for buttons in offered(Spot.COPY_ANSWERS, session) for b in buttons.buttons]
    assert [(b.label, b.id.position) for b in shown] == [("Re-read 1", 1), ("Re-read 2", 2), ("Re-read 3", 3)]
    assert candidates.reread_form(Given(ActionId("reread", "s1", 4), KIM, session)) is None
    assert candidates.reread_form(Given(ActionId("reread", "s1", 0), KIM, session)) is None
