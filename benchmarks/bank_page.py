"""How large the page of a bank of 1,000 items is, and what making it takes: the shipped bank, over and over.

Copies lie further apart than a compressor looks back, so that they count like 1,000 items of their own.
"""

from collections.abc import Iterator
from itertools import count

from benchmarks.figure import Figure, cpu_seconds, shown
from benchmarks.process import ROOT
from bot.content.load import load
from bot.content.publish.html_page import page
from bot.core.bank.item import Bank, Item
from bot.core.bank.rubric import Rubric
from bot.core.bank.samples import SampleSet

ITEMS = 1000
LIMIT_MB = 3.0


def measure() -> Iterator[Figure | str]:
    """Yield the size of the page in MB, beside the limit, and the CPU seconds of making it."""
    bank = _large(load(ROOT))
    costs, text = cpu_seconds(lambda: page(bank), 1)
    yield Figure(f"bank page, {len(bank.items):,} items", len(text.encode()) / 1e6, "MB", "limit", LIMIT_MB)
    yield f"three samples of each item where all would be too much; CPU s to make: {shown(costs)}"


def _large(shipped: Bank) -> Bank:
    items: dict[str, Item] = {}
    rubrics: dict[str, Rubric] = {}
    samples: dict[str, SampleSet] = {}
    for n in count():
        for name, item in shipped.items.items():
            if len(items) == ITEMS:
                return Bank(items, rubrics, shipped.roles, samples)
            new = f"{name}-{n}"
            fields = {"id": new, "domain": f"d{n:02}-{item.domain}", "enemies": (), "chain": None}
            items[new] = item.model_copy(update=fields)
            rubrics[new] = shipped.rubrics[name]
            if name in shipped.samples:
                samples[new] = shipped.samples[name]
    raise AssertionError("the loop returns")
