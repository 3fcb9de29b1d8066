"""No text is slow to read: its cost grows as its length does, whatever it repeats."""

from collections.abc import Callable
from time import process_time

import pytest

from bot.chat.discord.outbound.markdown import escape_markdown
from bot.core.grading.folding import folded
from bot.core.grading.language.clauses import stance
from bot.core.grading.language.frames import frames
from bot.core.grading.language.injection import is_order
from bot.core.grading.language.plain import plain_form
from bot.core.grading.language.tokens import read
from bot.core.grading.quotes import verbatim
from bot.judge.replies.json_in_text import mended
from bot.judge.sanitise import neutral

LENGTH = 3_000
"""Of the shorter text, in characters; the longer one has eight times as many."""
TIMES = 8
MOST = 24.0
"""Times the cost of the shorter text: a linear reader takes 8, a quadratic one 64; a busy machine lies between."""
QUICK_S = 0.004
"""Less than this is quick, whatever the shorter text took."""

Read = Callable[[str], object]


def stances(text: str) -> object:
    return stance(read(text), frozenset())


def framed(text: str) -> object:
    return frames(read(text))


def quoted(text: str) -> object:
    return folded(text), verbatim("a 1 a 1 a 2 aaa", text)


MARKED_UP = ["a1", "](", "-\n", "\n", "*", "1. ", "1.\n", "> ", "- ", "a-", "~", "a\u0301", "]("]


@pytest.mark.parametrize(
    ("reader", "start", "unit", "end"),
    [
        (neutral, "", "_", ""),
        (neutral, "", "1", ""),
        (neutral, "", "\u6f22", ""),
        (neutral, "x", " ", "y"),
        (neutral, "", "<|", ""),
        (is_order, "", "<|", ""),
        (is_order, "", "<|a|", ""),
        (plain_form, "|\n", "-", "x"),
        (plain_form, "x", "\t", "y"),
        (plain_form, "", "1,", ""),
        (read, "", "e.g. ", ""),
        (read, "", "It is wrong that it is not slow. ", ""),
        (stances, "", "i don't know, ", ""),
        (framed, "", "to check whether it is slow ", ""),
        (mended, '{"', '\\"', ""),
        (mended, "{", "/*", ""),
        (escape_markdown, "", "\n", ""),
        (escape_markdown, "", "\n ", "x"),
        *((quoted, "", piece, "") for piece in MARKED_UP),
    ],
)
def test_a_text_eight_times_as_long_takes_about_eight_times_as_long(
    reader: Read, start: str, unit: str, end: str
) -> None:
    short, long = (start + unit * (length // len(unit)) + end for length in (LENGTH, TIMES * LENGTH))
    reader(start + unit + end)
    assert seconds(reader, long) <= max(QUICK_S, MOST * seconds(reader, short))


def seconds(reader: Read, text: str) -> float:
    """Return the least CPU seconds of three readings."""
    costs = []
    for _ in range(3):
        began = process_time()
        reader(text)
        costs.append(process_time() - began)
    return min(costs)
