"""A phrase that ends in a star stands for every word that begins so, however its parts are joined."""

import pytest

from bot.core.grading.keywords.phrases import PhraseBook
from bot.core.grading.language.tokens import read


def found(phrase: str, answer: str) -> bool:
    book = PhraseBook([phrase])
    return bool(book.find(read(answer)))


@pytest.mark.parametrize("phrase", ["pre-alloc*", "prealloc*", "pre alloc*"])
@pytest.mark.parametrize("answer", ["We pre-allocate it.", "It is preallocated.", "Pre-allocation helps."])
def test_a_starred_phrase_is_found_joined_hyphenated_and_apart(phrase: str, answer: str) -> None:
    assert found(phrase, answer)


@pytest.mark.parametrize(
    ("phrase", "answer"),
    [
        ("pre-alloc*", "It is pre allocated."),
        ("data parallel*", "It is data-parallelism."),
        ("tensor-core*", "It runs on the tensor cores."),
        ("over-provision*", "We overprovisioned by half."),
        ("time-slic*", "Time slicing shares it."),
        ("quanti*", "The weights are quantised."),
        ("zero-3*", "ZeRO-3 shards the weights."),
    ],
)
def test_stars_stand_for_any_ending(phrase: str, answer: str) -> None:
    assert found(phrase, answer)


def test_a_verb_of_the_trade_is_no_misspelling_of_another_word() -> None:
    assert not found("stale", "We scale it.")
    assert found("stale", "The metric is staale.")


@pytest.mark.parametrize(
    ("phrase", "answer"),
    [
        ("prealloc*", "What we had pre allocated to it."),
        ("pre-alloc*", "Allocate it before."),
        ("pre-alloc*", "We pre-fill the allocation."),
        ("overload*", "We talked over loading times."),
        ("data parallel*", "The data is split and run in parallel on Parallels."),
        ("data parallel*", "data para"),
    ],
)
def test_a_star_asks_for_the_beginning_and_the_order(phrase: str, answer: str) -> None:
    assert not found(phrase, answer)
