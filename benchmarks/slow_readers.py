"""Whether any text is slow to clean, scan, cut, escape or find quotes in, beside prose of the same length."""

import gc
from collections.abc import Callable, Iterator, Mapping
from time import process_time

from benchmarks.figure import Figure
from benchmarks.process import ROOT
from benchmarks.slow_shapes import PROSE, shapes
from bot.chat.discord.outbound.markdown import escape_markdown
from bot.chat.discord.outbound.markdown import pieces as quoted_pieces
from bot.chat.slack.outbound.mrkdwn import escape_mrkdwn
from bot.chat.slack.outbound.mrkdwn import read as from_slack
from bot.content.load import load
from bot.core.grading.folding import folded
from bot.core.grading.language.injection import is_order
from bot.core.grading.quotes import verbatim
from bot.flow.clean_text import clean
from bot.flow.entrance.typed_commands import understand
from bot.flow.render import split_text
from bot.judge.replies.json_in_text import readings
from bot.judge.sanitise import neutral

LENGTHS = (5_000, 20_000, 40_000)
SUSPECTS = 20
"""Shapes that are read at all lengths: those that took longest at the first."""
MOST = 5.0
"""Times the CPU of ordinary prose of the same length."""
FLOOR_S = 0.002
"""Less than this is quick, whatever prose takes: a clock of a busy machine tells no more."""

ITEM = "train-500b-4096-gpus"

Read = Callable[[str], object]


def readers() -> Mapping[str, Read]:
    """Return all that reads a candidate's text, or a model's reply to one, at length."""

    def quoted(text: str) -> None:
        folded.cache_clear()
        verbatim(text[:2_000] + " zzz", text)

    return {
        "sanitiser": neutral,
        "injection scan": is_order,
        "quote check": quoted,
        "reply of a model": lambda text: list(readings(text)),
        "Slack's escape": escape_mrkdwn,
        "Discord's escape": escape_markdown,
        "clean text": clean,
        "pieces of a message": lambda text: list(split_text.pieces(text, 2_900)),
        "pieces of a quotation": lambda text: list(quoted_pieces(text, 1_900)),
        "Slack's text": from_slack,
        "typed command": lambda text: understand(text, "m"),
    }


def measure() -> Iterator[Figure | str]:
    """Yield for each reader and length the slowest shape beside ordinary prose of that length.

    All shapes are read at the shortest length, and those that were slowest there at the others.
    """
    rubric = load(ROOT).rubrics[ITEM]
    count = sum(1 for _ in shapes(1, rubric))
    for name, read in readers().items():
        read(PROSE)
        costs = sorted(((seconds(read, text), shape) for shape, text in shapes(LENGTHS[0], rubric)), reverse=True)
        suspects = {shape for _, shape in costs[:SUSPECTS]}
        for length in LENGTHS:
            prose = max(FLOOR_S, seconds(read, (PROSE * (length // len(PROSE) + 1))[:length]))
            tried = [(shape, text) for shape, text in shapes(length, rubric) if shape in suspects]
            worst, shape = max((seconds(read, text), shape) for shape, text in tried)
            yield Figure(f"{name}, {length:,} characters", 1000 * worst, "ms", "prose", 1000 * prose, MOST)
            yield f"slowest of {count} shapes: {shape}"


def seconds(read: Read, text: str) -> float:
    """Return the CPU seconds of a reading: the least of three, unless the first was quick."""
    gc.disable()
    try:
        least = _once(read, text)
        for _ in range(2 if least > FLOOR_S else 0):
            least = min(least, _once(read, text))
    finally:
        gc.enable()
    return least


def _once(read: Read, text: str) -> float:
    began = process_time()
    read(text)
    return process_time() - began
