"""Gaps in patterns stay on their subject: no figure, claim or merit goes to the wrong one of two things."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.bank.pattern import expand
from bot.core.grading.keywords.gaps import Gapped, subjects

OTHERS = frozenset({"nvlink", "pcie", "ethernet"})


@pytest.mark.parametrize(
    "text",
    [
        "pcie gen5 gives about 64 gb/s and nvlink about 900",
        "pcie is slower than nvlink at 900",
        "pcie is shared, nvlink gives 900",
        "pcie at 64 gb/s, and 900 for the other",
        "pcie, unlike the direct link, which gives 900",
        "pcie/nvlink: 900",
        "pcie does not give 900",
    ],
)
def test_a_gap_goes_over_to_nothing_else(text: str) -> None:
    assert Gapped.of(r"\bpcie\b<60>\b900\b", OTHERS).search(text) is None


@pytest.mark.parametrize(
    "text",
    ["pcie gives about 900", "pcie gen5 x16 can reach as much as 900", "nvlink gives 64 and pcie gives 900"],
)
def test_a_gap_on_one_subject_is_crossed(text: str) -> None:
    assert Gapped.of(r"\bpcie\b<60>\b900\b", OTHERS).search(text) is not None


def test_a_later_match_is_found_behind_one_that_leaves_its_subject() -> None:
    found = Gapped.of(r"\bpcie\b<60>\bshared\b", OTHERS).search("pcie unlike nvlink is shared: pcie is shared by all")

    assert found is not None
    assert found[0] == "pcie is shared"


def test_a_gap_with_a_tilde_crosses_on_purpose_and_one_with_a_comma_ends_at_commas() -> None:
    assert Gapped.of(r"tp<~40>64", OTHERS).search("tp 8, pp 8 whereas dp is 64") is not None
    assert Gapped.of(r"pcie<,40>shared", OTHERS).search("pcie, it is shared") is None


def test_what_the_pattern_names_itself_is_no_other_subject() -> None:
    assert Gapped.of(r"\bpcie\b<60>\b(?:nvlink|shared)\b", OTHERS).search("pcie and the nvlink") is not None


def test_the_subjects_of_a_rubric_are_what_its_sentences_begin_with() -> None:
    said = (
        "NVLink is a direct link",
        "PCIe is a general bus",
        "Large domains help",
        "The traffic goes through the host",
    )

    assert subjects(said) >= {"nvlink", "pcie"}
    assert not subjects(said) & {"larg", "the", "goe"}


@given(st.lists(st.sampled_from(["pcie", "nvlink", " and ", ", ", "900", "64 gb/s", " is ", "not", "."]), max_size=30))
def test_a_checked_gap_finds_nothing_that_an_unchecked_one_does_not(words: list[str]) -> None:
    text, pattern = " ".join(words), r"\bpcie\b<60>\b900\b"
    found = Gapped.of(pattern, OTHERS).search(text)

    assert found is None or re.search(expand(pattern), text) is not None
