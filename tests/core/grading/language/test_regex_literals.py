import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.grading.language.regex_literals import needles, stands


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        (r"all-?reduce", {"reduce"}),
        (r"\b(split|shard)\w*\b[^.;,]{0,25}\bmodel\b", {"model"}),
        (r"\b(data|model)s?\b", {"data", "model"}),
        (r"GB/s", {"gb/s"}),
        (r"a\.b", {"a.b"}),
        (r"(not )?faster", {"faster"}),
        (r"fast(er)?", {"fast"}),
        (r"(?:(?!pipeline)[^.;]){0,30} layers?\b(?! of)", {" layer"}),
        (r"[]abc]xyz", {"xyz"}),
        (r"(?P<what>warp)+ing", {"warp"}),
        (r"\d+ ?%", {"%"}),
    ],
)
def test_a_pattern_needs_one_of_these(pattern: str, found: set[str]) -> None:
    assert needles(pattern) == found


@pytest.mark.parametrize("pattern", [r"\d+", r"faster|", r"(faster)?", "x*", "(?x) a b", r"(a)(?(1)b|cd)", r"(?=ab)\w"])
def test_of_some_patterns_nothing_can_be_told(pattern: str) -> None:
    assert needles(pattern) == frozenset()
    assert stands(needles(pattern), "whatever")


def test_letters_outside_ascii_have_other_cases_and_are_never_ruled_out() -> None:
    assert re.search("big", "bıg", re.IGNORECASE)
    assert stands(needles("big"), "bıg")
    assert not stands(needles("big"), "small")


LETTERS = st.sampled_from(["a", "b", "c", "ab", "bc", r"\b", r"\w", ".", "[ab]", "[^c]", r"\ ", "^", "(?!a)", "(?=b)"])
TIMES = st.sampled_from(["", "", "", "?", "*", "+", "{2}", "{0,2}", "{1,}", "*?", "+?"])


def _bigger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    bracketed = st.builds("({}){}".format, inner, TIMES) | st.builds("(?:{}){}".format, inner, TIMES)
    return st.builds("{}{}".format, inner, inner) | st.builds("{}|{}".format, inner, inner) | bracketed


PATTERNS = st.recursive(st.builds("{}{}".format, st.sampled_from("abc"), TIMES) | LETTERS, _bigger, max_leaves=8)


@settings(max_examples=300)
@given(PATTERNS, st.lists(st.text("abcx ", max_size=12), min_size=1, max_size=8))
def test_whatever_matches_holds_one_of_them(pattern: str, texts: list[str]) -> None:
    compiled = re.compile(pattern, re.IGNORECASE)
    for text in texts:
        if compiled.search(text):
            assert stands(needles(pattern), text)
