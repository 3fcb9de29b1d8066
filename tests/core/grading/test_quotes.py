"""Quotes: found word for word whatever the spacing, never where they are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.grading.grade import Evidence
from bot.core.grading.quotes import joined, verbatim

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


SAME_WORDS = [
    ("**NVLink** is faster: it moves `900 GB/s` between two", "NVLink is faster: it moves 900 GB/s between two"),
    ("a *b* _c_ ~~dd~~ ee", "a b c dd ee"),
    ("un**believ**able thing", "unbelievable thing"),
    ("so:\n- first thing\n- second thing", "first thing\nsecond thing"),
    ("• one thing\n• two things", "one thing two things"),
    ("1. NVLink is fast\n2. PCIe is slow", "NVLink is fast\nPCIe is slow"),
    ("1. NVLink is fast\n2. PCIe is slow", "1. NVLink is fast\n2. PCIe is slow"),
    ("It is:\n1) fast\n2) cheap", "It is: fast cheap"),
    ("> quoted line\n> another", "quoted line another"),
    ("## Heading\ntext here", "Heading text here"),
    ("| NVLink | 900 GB/s |\n|---|---|\n| PCIe | 64 GB/s |", "NVLink 900 GB/s PCIe 64 GB/s"),
    ("```bash\nkubectl get pods\n```\nthen look", "kubectl get pods\nthen look"),
    ("see [the docs](https://x.y/z) for more", "see the docs for more"),
    ("grad -> reduce", "grad → reduce"),
    ("at least >= 5 GB", "at least ≥ 5 GB"),
    ("8 x 900 GB", "8 × 900 GB"),
    ("takes 5 us", "takes 5 µs"),
    ("n^2 messages", "n² messages"),
    ("a loss of 5%", "a loss of 5 %"),
    ("so ... it goes", "so … it goes"),
    ("it's “so”", 'it’s "so"'),
    ("one — two – three", "one - two - three"),
    ("900\u00a0GB/s\u2009each", "900 GB/s each"),
    ("900GB/s each", "900 GB/s each"),
    ("paral-\nlelism notices", "parallelism notices"),
    ("all-\nreduce wins", "all-reduce wins"),
    ("two\nlines", "two lines"),
    ("it is slow", "It is slow."),
    ("It is slow.", "it is slow"),
]


@pytest.mark.parametrize(("answer", "quote"), SAME_WORDS)
def test_a_quote_without_the_formatting_is_found_and_the_other_way(answer: str, quote: str) -> None:
    for text, wanted in ((f"{answer}", quote), (f"Before it.\n\n{answer}\n\nAfter it.", quote), (quote, quote)):
        proof = verbatim(wanted, text)
        assert proof is not None
        assert text[proof.start : proof.end] == proof.quote


OTHER_WORDS = [
    ("it is not slow", "it is slow"),
    ("it isn't fast", "it is fast"),
    ("nobody cannot be fast", "nobody can be fast"),
    ("an un-happy end", "happy end"),
    ("if !ready then", "if ready then"),
    ("takes -5 ms", "takes 5 ms"),
    ("latency -5 ms", "5 ms"),
    ("10^2 nodes here", "102 nodes here"),
    ("10² nodes here", "102 nodes here"),
    ("a 2*3 grid", "a 23 grid"),
    ("5½ GB of it", "51/2 GB of it"),
    ("5.5 GB of it", "55 GB of it"),
    ("5.5 GB of it", "5 GB of it"),
    ("1,800 GB of it", "800 GB of it"),
    ("5 - 10 GB of it", "510 GB of it"),
    ("900 GB of it", "90 GB of it"),
    ("H100 GB of it", "100 GB of it"),
    ("x ≠ yyy", "x = yyy"),
    ("x >= yyy", "x yyy"),
    ("it gives\n64. That is it", "it gives. That is it"),
    ("it gives\n1. That is it", "it gives. That is it"),
    ("NVLink. Middle. PCIe", "NVLink. PCIe"),
    ("no table there", "notable there"),
]


@pytest.mark.parametrize(("answer", "quote"), OTHER_WORDS)
def test_a_quote_that_says_something_else_is_not_found(answer: str, quote: str) -> None:
    assert verbatim(quote, answer) is None
    assert verbatim(quote, f"**{answer}**") is None


WORDS = st.sampled_from("nvlink pcie is not never faster 900 64 GB/s than shared bus no 1,800 5 % layers".split())
DRESSES = st.sampled_from(["{}", "**{}**", "`{}`", "_{}_", "~~{}~~", "{},", "“{}”", "{}\n", "{}\n- ", "{} —", "{}\n> "])


@given(st.lists(WORDS, min_size=4, max_size=30), st.data())
def test_words_however_dressed_are_found_and_with_one_changed_they_are_not(
    words: list[str], data: st.DataObject
) -> None:
    answer = " ".join(data.draw(DRESSES).format(word) for word in words)
    first = data.draw(st.integers(0, len(words) - 3))
    last = data.draw(st.integers(first + 3, len(words)))
    quoted = words[first:last]
    place = data.draw(st.integers(1, len(quoted) - 2))

    assert sum(map(str.isalnum, "".join(quoted))) < 3 or verbatim(" ".join(quoted), answer) is not None
    plain = f" {' '.join(words)} "
    for other in ([*quoted[:place], *quoted[place + 1 :]], [*quoted[:place], "72", *quoted[place + 1 :]]):
        said = " ".join(other)
        if f" {said} " not in plain and "%" not in said:
            assert verbatim(said, answer) is None


def test_joined_passages_stand_in_order_without_those_inside_others() -> None:
    one, two, inside = Evidence("abcdef", 0, 6), Evidence("x", 9, 10), Evidence("bc", 1, 3)

    assert joined([two, inside, one, two]) == (one, two)
