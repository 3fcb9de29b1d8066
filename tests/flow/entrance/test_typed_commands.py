"""What a message means: a command only when the whole of it is one; anything else is an answer, kept as written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.screening import events as e
from bot.core.screening.decisions import Language
from bot.flow.clean_text import clean
from bot.flow.entrance.typed_commands import understand


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("done", e.Finished()),
        ("  Done. ", e.Finished()),
        ("/done", e.Finished()),
        ("DONE!", e.Finished()),
        ("not  now", e.Declined()),
        ("?", e.HelpAsked()),
        ("stop", e.StopAsked()),
        ("later", e.PauseAsked()),
        ("“human”".strip("“”"), e.HumanAsked()),
        ("edit: the bus is shared", e.Corrected("the bus is shared")),
        ("Edit: the bus\nis shared", e.Corrected("the bus\nis shared")),
        ("“done”", e.Finished()),
        ("*Done* ✅", e.Finished()),
        ("Ｄｏｎｅ", e.Finished()),
        ("？", e.HelpAsked()),
        ("my-data", e.DataAsked()),
        ("Re-read question 3", e.RereadAsked(3)),
        ("undo", e.UndoAsked()),
        ("edit", e.Corrected("")),
    ],
)
def test_a_plain_word_is_a_command(typed: str, meant: e.Event) -> None:
    assert understand(typed, "m1") == meant


@pytest.mark.parametrize(
    "typed",
    [
        "I am done with that cluster",
        "stop the job first, then drain the node",
        "editor of choice: vim",
        "help me God",
        "Edit the containerd config, then restart it",
        "done: the drain of node 7",
        "one",
        "NVLink",
        "kill -9",
        "??",
    ],
)
def test_a_command_inside_a_sentence_is_part_of_the_answer(typed: str) -> None:
    assert understand(typed, "m1") == e.Said("m1", typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dnoe", "done"),
        ("Finished!", "done"),
        ("I'm done", "done"),
        ("pass", "skip"),
        ("resum", "resume"),
        ("stpo", "stop"),
    ],
)
def test_what_is_nearly_a_command_is_asked_about_and_kept(typed: str, meant: str) -> None:
    assert understand(typed, "m1") == e.Said("m1", typed, meant=meant)


@pytest.mark.parametrize("text", ["🚀 100 %", "שלום, the fabric is fine", "naïve café", "a\tb\nc", "x" * 20_000])
def test_ordinary_text_of_any_kind_is_kept_letter_for_letter(text: str) -> None:
    assert understand(text, "m1") == e.Said("m1", text)


def test_control_characters_are_left_out() -> None:
    assert clean("a\x00b\x1b[31mc\r\nd\re\x7f") == "ab[31mc\nd\ne"


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("fertig", e.Finished()),
        ("„Fertig“!", e.Finished()),
        ("done", e.Finished()),
        ("Überspringen", e.Skipped()),
        ("uberspringen", e.Skipped()),
        ("ändern: It is faster.", e.Corrected("It is faster.")),
        ("edit: It is faster.", e.Corrected("It is faster.")),
        ("neu lesen 3", e.RereadAsked(3)),
        ("reread 3", e.RereadAsked(3)),
        ("fertg", e.Said("m1", "fertg", meant="done")),
    ],
)
def test_whoever_is_spoken_to_in_german_types_german_or_english(text: str, event: e.Event) -> None:
    assert understand(text, "m1", Language.GERMAN) == event


def test_a_german_word_is_an_answer_to_whoever_is_spoken_to_in_english() -> None:
    assert understand("fertig", "m1") == e.Said("m1", "fertig")
