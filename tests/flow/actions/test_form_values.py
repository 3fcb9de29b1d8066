"""What was filled in is taken only if it holds to the form's fields; what is wrong is said at its field."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.flow.action_id import ActionId
from bot.flow.actions.form_values import parse
from bot.flow.forms import Choice, Field, FieldErrors, Form
from bot.flow.messages import Message
from bot.flow.wording import form_errors as words
from tests.conversations.stage import text_of

FORM = Form(
    ActionId("override", "s1", 1),
    "Question 1",
    (
        Field("level", "Which level?", choices=(Choice("0", "0"), Choice("1", "1"))),
        Field("person", "A person?", choices=(Choice("no", "No"), Choice("yes", "Yes")), value="no"),
        Field("reason", "Why?", most=20),
        Field("words", "Anything else?", optional=True, most=5),
    ),
    "Send",
)
GOOD = {"level": "1", "reason": "It is so."}


def test_values_are_cleaned_and_what_is_no_field_is_left_out() -> None:
    assert parse(FORM, {**GOOD, "reason": "It\x00 is\r\nso.", "forged": "x"}) == {
        "level": "1",
        "person": "no",
        "reason": "It is\nso.",
        "words": "",
    }


@pytest.mark.parametrize(
    ("changed", "field", "problem"),
    [
        ({"level": "2"}, "level", words.CHOOSE),
        ({"level": ""}, "level", words.NEEDED),
        ({"person": "maybe"}, "person", words.CHOOSE),
        ({"reason": " \x00\n"}, "reason", words.NEEDED),
        ({"reason": "x" * 21}, "reason", words.TOO_LONG.format(most=20)),
        ({"words": "longer"}, "words", words.TOO_LONG.format(most=5)),
    ],
)
def test_what_is_wrong_is_said_at_its_field(changed: dict[str, str], field: str, problem: str) -> None:
    found = parse(FORM, GOOD | changed)
    assert isinstance(found, FieldErrors)
    assert [(error.field, error.words) for error in found.errors] == [(field, problem)]


def test_where_a_platform_cannot_show_it_at_the_field_a_message_names_all_of_them() -> None:
    found = parse(FORM, {"level": "9"})
    assert isinstance(found, FieldErrors)
    told: Message = words.unusable(found)
    assert f"Which level?: {words.CHOOSE}" in text_of(told)
    assert f"Why?: {words.NEEDED}" in text_of(told)


@given(st.dictionaries(st.sampled_from(["level", "person", "reason", "words", "other"]), st.text()))
def test_whatever_is_sent_is_taken_or_named(values: dict[str, str]) -> None:
    found = parse(FORM, values)
    if not isinstance(found, FieldErrors):
        assert found["level"] in {"0", "1"}
        assert found["person"] in {"no", "yes"}
        assert 0 < len(found["reason"]) <= 20
