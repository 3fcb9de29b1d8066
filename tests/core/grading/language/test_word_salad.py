import pytest

from bot.core.grading.language.word_salad import is_salad

SPOKEN = [
    "the lamp stands in a closed loop with the battery",
    "it has been in use since the start and would have failed by now",
    "all of it goes to the peer from within the switch and that is it",
    "nvlink 900 gb/s",
    "",
]
SHUFFLED = [
    "a and are bus by each frames for in is lost of on packets sent station the the when",
    "4 5 6 a and are battery by connected from separated terminals the the",
    "a a battery closed in is lamp loop of the the with",
]


@pytest.mark.parametrize("words", SPOKEN)
def test_what_somebody_said_has_an_order(words: str) -> None:
    assert not is_salad(words.split())


@pytest.mark.parametrize("words", SHUFFLED)
def test_sorted_words_have_none(words: str) -> None:
    assert is_salad(words.split())
