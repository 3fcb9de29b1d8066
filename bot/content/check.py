"""Everything that `viva bank check` looks at, across all files."""

from contextlib import nullcontext

from bot.content.checks import (
    chains,
    coverage,
    fairness,
    loose_gaps,
    near_duplicates,
    own_numbers,
    placeholders,
    references,
    samples,
    slow_patterns,
    two_readings,
)
from bot.content.files.entry import Content
from bot.content.files.gc_pause import without_collector
from bot.content.yaml.fault import Fault, Severity

RULES = (
    references.faults,
    own_numbers.faults,
    placeholders.faults,
    chains.faults,
    coverage.faults,
    samples.faults,
    fairness.faults,
    slow_patterns.faults,
    loose_gaps.faults,
    near_duplicates.faults,
    two_readings.faults,
)


def check(content: Content, *, serving: bool = False) -> list[Fault]:
    """Return every fault of the content, those of single files included, in order of file and line.

    serving: whether people are served meanwhile; the garbage collector, which all threads share, is then left on.
    """
    with nullcontext() if serving else without_collector():
        return sorted({*content.faults, *(fault for rule in RULES for fault in rule(content))})


def errors(content: Content, *, serving: bool = False) -> list[Fault]:
    """Return what makes the content unfit to ask anybody from: the one opinion of every command and of the service."""
    return [fault for fault in check(content, serving=serving) if fault.severity is Severity.ERROR]
