"""Slips of the fingers in words that a rubric knows, and right words that are left alone."""

import pytest

from bot.core.grading.keywords.spelling import Spelling
from bot.core.grading.language.tokens import read

SPELLING = Spelling(["quantisation", "manually", "gradient", "weights"], [r"\bcorrupt(s|ed)?\b<30>\bcheckpoint"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("manaully", "manually"),
        ("corurpted", "corrupted"),
        ("gradeints", "gradients"),
        ("graadient", "gradient"),
        ("beacuse", "because"),
        ("comptues", "computes"),
    ],
)
def test_letters_that_changed_places_or_came_twice_are_put_right(typed: str, meant: str) -> None:
    assert SPELLING.right(typed) == meant


@pytest.mark.parametrize(
    "word", ["strategy", "possibility", "prompts", "matters", "weigh", "querying", "causal", "trial"]
)
def test_right_words_that_the_rubric_lacks_are_left_alone(word: str) -> None:
    assert SPELLING.right(word) == word


def test_quotes_are_cut_where_the_word_stands_as_it_was_written() -> None:
    response = "The graadients were corurpted."
    text = read(response, SPELLING.right)

    assert text.plain == "the gradients were corrupted."
    assert [response[t.start : t.end] for t in text.tokens] == ["The", "graadients", "were", "corurpted"]
