"""Quotes: found word for word whatever the spacing, never where they are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.grading.quotes import verbatim

ANSWER = "NVLink 4 gives “900 GB/s” per GPU —\n  PCIe 5 gives 64 GB/s; Zoë measured it: don’t trust 1/8ths."


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("900 GB/s", "900 GB/s"),
        ('gives "900 gb/s" per GPU - PCIe 5', "gives “900 GB/s” per GPU —\n  PCIe 5"),
        ("zoë measured it.", "Zoë measured it"),
        ("Zoe\u0308 measured", "Zoë measured"),
        ("don't trust", "don’t trust"),
        ("PCIe 5 gives 64", "PCIe 5 gives 64"),
        ("PCIe 5 gives 6", None),
        ("VLink 4", None),
        ("900 GB/s ... 64 GB/s", None),
        ("per", "per"),
        ("4", None),
        ("—", None),
        ("", None),
    ],
)
def test_whole_words_in_one_passage_are_found(quote: str, found: str | None) -> None:
    proof = verbatim(quote, ANSWER)

    assert (proof.quote if proof else None) == found
    if proof:
        assert ANSWER[proof.start : proof.end] == proof.quote


@given(st.text(max_size=300), st.data())
def test_any_run_of_words_of_an_answer_is_found_in_it(answer: str, data: st.DataObject) -> None:
    words = answer.split()
    first = data.draw(st.integers(0, len(words)))
    quote = " ".join(words[first : data.draw(st.integers(first, len(words)))])

    proof = verbatim(quote, answer)

    if sum(c.isalnum() and c.isascii() for c in quote) >= 3:
        assert proof is not None
    if proof:
        assert answer[proof.start : proof.end] == proof.quote


@given(st.text(max_size=200), st.text(max_size=40))
def test_whatever_is_found_is_cut_from_the_answer(answer: str, quote: str) -> None:
    proof = verbatim(quote, answer)

    assert proof is None or answer[proof.start : proof.end] == proof.quote
