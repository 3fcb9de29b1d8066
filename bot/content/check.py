"""Everything that `viva bank check` looks at, across all files."""

from bot.content import chains, coverage, fairness, links, marking, numbers, patience, placeholders, twins
from bot.content.collector import without_collector
from bot.content.entry import Content
from bot.content.fault import Fault

RULES = (
    links.faults,
    numbers.faults,
    placeholders.faults,
    chains.faults,
    coverage.faults,
    marking.faults,
    fairness.faults,
    patience.faults,
    twins.faults,
)


def check(content: Content) -> list[Fault]:
    """Return every fault of the content, those of single files included, in order of file and line."""
    with without_collector():
        return sorted({*content.faults, *(fault for rule in RULES for fault in rule(content))})
