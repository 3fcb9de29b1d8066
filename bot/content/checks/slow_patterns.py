"""Finds regular expressions with catastrophic backtracking, by trying them.

Python's `re` goes back and tries again, which can take longer than anybody waits: `(a+)+$` needs 2^n steps
on n letters and no end. Whether a pattern does so cannot be read off it with certainty, so each that
repeats a group or any text is searched for in texts made of its own words, and may take a fifth of a second.
What takes longer on a line of text never ends on a page; what takes longer on a paragraph is slow there.
"""

import multiprocessing
import re
import signal
import threading
import warnings
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from types import FrameType

from bot.content.checks.samples import ways
from bot.content.files.entry import Content
from bot.content.yaml.fault import Fault, Severity
from bot.core.bank.pattern import expand

LONGEST_S = 0.2
"""Of processor time, for one text; patterns in use take a hundredth of it."""
LINE, PARAGRAPH = 60, 400
"""Lengths of the texts, in characters."""
REPEATS = re.compile(r"\)(?:[*+]|\{\d*,)|(?:\.|\\[wWsSD]|\])[*+].*(?:\.|\\[wWsSD]|\])[*+]")
BEGINS_LOOSE = re.compile(r"(?:\\b|\^)?(?:\((?:[^()\\]|\\.)*\)[?*] ?)+(?:<[~,]*\d+>|\.|\(\\w)")
"""Something that may be missing, and then a gap: the pattern is tried in full at each letter, and finds no more."""
NOTHING_FIRST = "the regular expression begins with what may be missing and a gap, so that it is tried at every letter"
REMEDY = "Let at most one thing of those side by side repeat, up to a number: {0,40}, not * or +"
COMMON = ("a", "a ", "ab", "1", "1 ", " ", "-", ", ")


class _Late(Exception):
    """The time is up."""


def faults(content: Content) -> Iterator[Fault]:
    """Yield a fault for each pattern that an answer could keep busy; none where processor time has no alarm."""
    if not hasattr(signal, "setitimer"):
        return
    found = [(entry, loc, way.pattern) for entry in content.rubrics for loc, way in ways(entry.document)]
    tried = [(entry, loc, pattern) for entry, loc, pattern in found if pattern and REPEATS.search(expand(pattern))]
    known = _judged(list(dict.fromkeys(pattern for _, _, pattern in tried)))
    for entry, loc, pattern in found:
        if pattern and BEGINS_LOOSE.match(pattern):
            yield entry.source.fault(NOTHING_FIRST, "Leave out both: it finds the same without them", *loc, "pattern")
    for entry, loc, pattern in tried:
        if severity := known[pattern]:
            how = "for ever" if severity is Severity.ERROR else "seconds or more"
            problem = f"the regular expression takes {how} on some answers"
            yield entry.source.fault(problem, REMEDY, *loc, "pattern", severity=severity)


def _judged(patterns: list[str]) -> dict[str, Severity | None]:
    """Return how slow each pattern is. Only a main thread can be stopped; any other asks a process that has one."""
    if threading.current_thread() is threading.main_thread():
        return {pattern: slowness(pattern) for pattern in patterns}
    with ProcessPoolExecutor(1, multiprocessing.get_context("forkserver")) as apart:
        return dict(zip(patterns, apart.map(slowness, patterns), strict=True))


def slowness(pattern: str) -> Severity | None:
    """Return how bad it is that searching for a pattern takes long: an error on a line, a warning on a paragraph."""
    with warnings.catch_warnings(action="ignore"):
        compiled = re.compile(expand(pattern), re.IGNORECASE)
    for length, severity in ((LINE, Severity.ERROR), (PARAGRAPH, Severity.WARNING)):
        try:
            for text in _texts(pattern, length):
                with _at_most(LONGEST_S):
                    compiled.search(text)
        except _Late:
            return severity
    return None


def _texts(pattern: str, length: int) -> Iterator[str]:
    words = dict.fromkeys(re.findall(r"[a-z]+|\d", re.sub(r"\\.", " ", pattern.lower())))
    for unit in (*COMMON, *words, *(f"{word} " for word in words)):
        # The odd end keeps a pattern from matching at once what it repeats.
        yield (unit * length)[:length] + "!"


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise _Late

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
