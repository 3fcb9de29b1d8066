import unicodedata

import pytest

from bot.core.grading.language.tokens import read
from bot.core.grading.look_alikes import LOOK_ALIKES
from bot.judge.sanitise import neutral

PAIRS = [(chr(code), str(latin)) for code, latin in LOOK_ALIKES.items()]


@pytest.mark.parametrize(("letter", "latin"), PAIRS, ids=[unicodedata.name(letter) for letter, _ in PAIRS])
def test_rules_and_model_read_a_look_alike_as_the_same_latin_letter(letter: str, latin: str) -> None:
    word = f"cluster{letter}way"

    assert neutral(word) == f"cluster{latin}way"
    assert [token.word for token in read(word).tokens] == [f"cluster{latin}way".lower()]


@pytest.mark.parametrize("word", ["\N{GREEK CAPITAL LETTER NU}VLink", "N\N{CYRILLIC CAPITAL LETTER DZE}CL"])
def test_a_capital_in_disguise_is_no_small_letter_of_another_sound(word: str) -> None:
    plain = {"VLink": "NVLink", "CL": "NSCL"}[word[1:] if word.endswith("VLink") else word[2:]]

    assert neutral(word) == plain
    assert [token.word for token in read(word).tokens] == [plain.lower()]


@pytest.mark.parametrize(("letter", "latin"), PAIRS, ids=[unicodedata.name(letter) for letter, _ in PAIRS])
def test_each_entry_turns_a_letter_of_another_alphabet_into_a_latin_one_of_its_case(letter: str, latin: str) -> None:
    assert not unicodedata.name(letter).startswith("LATIN")
    assert unicodedata.name(latin).startswith("LATIN")
    assert letter.isupper() == latin.isupper()


def test_a_text_that_is_really_in_another_alphabet_is_left_as_it_is() -> None:
    assert neutral("\u043d\u043e\u0434\u0430") == "\u043d\u043e\u0434\u0430"
    assert [token.word for token in read("\u043d\u043e\u0434\u0430").tokens] == ["\u043d\u043e\u0434\u0430"]
