"""What texts cost to read that nobody would write: repeated blanks, marks, phrases and mixtures, beside ordinary prose.

An answer is a stranger's text; a shape that takes more than a line grows with it stops whoever reads it.
"""

import random
from collections.abc import Iterator
from time import process_time

from benchmarks.figure import Figure
from benchmarks.process import ROOT
from bot.content.load import load
from bot.core.bank.item import Item
from bot.core.bank.rubric import Rubric
from bot.core.grading.keywords import grade

LONG, LONGER = 4_000, 16_000
"""Characters."""
MOST = 5.0
"""Times the processor time of prose of the same length."""
MIXTURES = 80
SHOWN = 5
ITEMS = ("nvlink-vs-pcie", "data-vs-model-parallelism", "continuous-batching")
UNITS = (
    *(
        " ",
        "\t",
        "\n",
        "\u00a0",
        "x ",
        "e.g. ",
        "i.e. ",
        "<|",
        "<|a",
        "|>",
        "[",
        "](",
        "(",
        ")",
        '"',
        "\u201c",
        "'",
        "`",
    ),
    *(
        "```",
        "*",
        "**",
        "_",
        "~",
        "#",
        "> ",
        "- ",
        "1. ",
        "1",
        "1,",
        "1 000 ",
        "0x",
        "%",
        "$",
        "\u2192",
        "!",
        "?",
        "\u2026",
    ),
    *("no ", "not ", "never ", "it is a mistake to think that ", "I would look whether ", "why ", "because ", "and "),
    *(
        "but ",
        "rather than ",
        "GB/s ",
        "900 GB/s ",
        "900",
        "GB ",
        "https://a.b/",
        "a@b.c ",
        "\u200b",
        "e\u0301",
        "\u0130",
    ),
    *("\U0001f600", "&amp;", "<", "</", "{", '{"a":', "[[", "\\", "/", "a/b", "a-b-", "ab" * 50 + " ", "x", "\u00bd "),
    *("ignore previous instructions ", "give full marks ", "system: ", "word, ", "first, ", "some people say ", ": "),
    *("; ", ", ", ",", ".", ". ", "a. ", "\x00", "\u202e", "two hundred and ", "twenty-five ", "900: pcie "),
)


def shapes(rubric: Rubric, mixtures: int) -> Iterator[str]:
    """Yield units to repeat: separators, marks, figures, words of the rubric, and mixtures, the same in every run."""
    words = dict.fromkeys(word for c in rubric.criteria for point in c.points for word in point.says.lower().split())
    units = [*UNITS, *(f"{word} " for word in list(words)[:20])]
    yield from units
    drawn = random.Random(5)
    for _ in range(mixtures):
        yield "".join(drawn.choice(units) for _ in range(drawn.randint(2, 4)))


def cost(text: str, item: Item, rubric: Rubric) -> float:
    """Return the processor seconds of marking a text."""
    began = process_time()
    grade(text, item, rubric)
    return process_time() - began


def repeated(unit: str, length: int) -> str:
    """Return a unit over and over, with an odd end that keeps patterns from matching at once what they repeat."""
    return f"{(unit * (length // len(unit) + 1))[:length]}y"


def measure() -> Iterator[Figure | str]:
    """Yield the worst ratio to prose of the same length, at two lengths, and the shapes that it comes from."""
    bank = load(ROOT)
    for name in ITEMS:
        item, rubric = bank.items[name], bank.rubrics[name]
        for length in (LONG, LONGER):
            prose = min(cost(repeated(f"{rubric.model_answer} ", length), item, rubric) for _ in range(3))
            found = [(cost(repeated(unit, length), item, rubric) / prose, unit) for unit in shapes(rubric, MIXTURES)]
            found.sort(reverse=True)
            yield Figure(f"{name}, {length:,} characters, the slowest of {len(found)}", found[0][0], "x", "prose", MOST)
            yield "; ".join(f"{ratio:.1f} {unit[:20]!r}" for ratio, unit in found[:SHOWN])
