"""Every catalogue says everything that a candidate can read, whole, in its own language."""

import pytest

from bot.core.screening.decisions import Language
from bot.flow.actions.candidates import CANDIDATES
from bot.flow.entrance.typed_commands import LONGEST_COMMAND, NUMBER, plain_words
from bot.flow.forms import LONGEST_LABEL
from bot.flow.wording.catalogue import Say
from scripts.catalogues import ROOT, Sentence, faults, path_of, read, renewed, sentences

SPOKEN = [language for language in Language if language is not Language.ENGLISH]
WANTED = (
    Sentence("Question {number}", "a.py"),
    Sentence(("{days} day", "{days} days"), "a.py"),
    Sentence("Write “done”.", "a.py"),
    Sentence("done", "b.py"),
)
WHOLE = """
msgid "Question {number}"
msgstr "Frage {number}"

msgid "{days} day"
msgid_plural "{days} days"
msgstr[0] "{days} Tag"
msgstr[1] "{days} Tage"

msgid "Write “done”."
msgstr "Schreiben Sie „fertig“."

msgid "done"
msgstr "fertig"
"""


@pytest.mark.parametrize("language", SPOKEN)
def test_a_catalogue_has_every_sentence_and_no_fault(language: Language) -> None:
    text = path_of(language).read_bytes()

    assert list(faults(read(language, text), sentences())) == [], "run `make catalogues`, and write what is missing"
    assert renewed(read(language, text), sentences()) == text.decode(), "run `make catalogues`"


@pytest.mark.parametrize(
    ("whole", "broken", "told"),
    [
        ("Frage {number}", "", "missing: 'Question {number}' of a.py"),
        ("Frage {number}", "Frage", "other values in braces"),
        ("Frage {number}", "Frage {nummer}", "other values in braces"),
        ("Frage {number}", "Frage {number", "other values in braces"),
        ("Frage {number}", "Frage {number} ", "ends or begins otherwise"),
        ("{days} Tage", "Tage", "other values in braces"),
        ("{days} Tage", "", "missing"),
        ('msgstr[1] "{days} Tage"\n', "", "missing"),
        ("„fertig“.", "„fertig“", "ends or begins otherwise"),
        ("„fertig“", "„erledigt“", "“done” is “fertig” elsewhere"),
        ('msgid "done"', '#, fuzzy\nmsgid "done"', "marked as unsure"),
        ('msgid "done"', 'msgid "finished"', "nobody says this any more: 'finished'"),
        ('msgid "done"\nmsgstr "fertig"', '#~ msgid "done"\n#~ msgstr "fertig"', "left over: 'done'"),
    ],
)
def test_each_way_to_be_broken_is_found(whole: str, broken: str, told: str) -> None:
    assert list(faults(read(Language.GERMAN, WHOLE.encode()), WANTED)) == []

    found = list(faults(read(Language.GERMAN, WHOLE.replace(whole, broken).encode()), WANTED))
    assert any(told in fault for fault in found), found


def test_a_catalogue_is_renewed_without_losing_what_is_translated() -> None:
    fresh = Sentence("It is new.", "c.py")
    text = renewed(read(Language.GERMAN, WHOLE.encode()), (*WANTED[1:], fresh))

    again = read(Language.GERMAN, text.encode())
    assert list(faults(again, (*WANTED[1:], fresh))) == ["missing: 'It is new.' of c.py"]
    assert again["done"].string == "fertig"
    assert "Question {number}" not in again


def test_what_candidates_read_in_wording_and_on_buttons_is_collected() -> None:
    ids = {sentence.id for sentence in sentences()}

    assert "Thank you, I have your answer. One moment …" in ids, "a constant"
    assert "What suits you" in ids, "said in a function"
    assert {"Not now", "not now", "reread {position}"} <= ids, "labels and typed words"
    assert ("It stays open for about {days} more day.", "It stays open for about {days} more days.") in ids
    assert not [id_ for id_ in ids if id_ in {"code", "text", "my-data.json"}], "names of fields and files"


@pytest.mark.parametrize("language", SPOKEN)
def test_no_word_means_two_things(language: Language) -> None:
    say = Say(language)
    meant: dict[str, str] = {}
    for row in CANDIDATES:
        for word in row.words:
            for typed in {plain_words(word) or word, plain_words(say(word)) or word}:
                assert meant.setdefault(typed, row.kind) == row.kind, typed
                assert len(typed.replace(NUMBER, "1")) <= LONGEST_COMMAND
        assert len(say(row.label)) <= LONGEST_LABEL


def test_a_catalogue_lies_where_the_wheel_takes_it_along() -> None:
    assert all(path_of(language).is_relative_to(ROOT / "bot") for language in SPOKEN)
