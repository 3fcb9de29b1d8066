"""Where sentences and clauses end. A line end alone ends nothing: what follows it decides, and where the line was cut.

People wrap lines, send a clause a message, or write without a single comma. So marks of punctuation are taken where
there are any; elsewhere lines count as pauses, and long stretches are read in windows (see `windows`).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.core.grading.language.stems import is_plain_verb
from bot.core.grading.language.word_lists import FUNCTION_WORDS

MARKED = re.compile(r"(?<=[.!?])[\"')\]]*[ \n]+|\n+|, (?=[a-z])")
"""What may end a sentence; a comma does where a capital follows that no name has."""
WORD = re.compile(r"[a-z']+")
STOP_WITHIN = re.compile(r"(?<![a-z]\.[a-z])(?<!\bvs)(?<!\betc)(?<!\bapprox)(?<!\bcf)\.[\"')\]]* [^\n]")
"""A full stop after which its line goes on."""
ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|vs|approx|etc|cf|resp|incl|fig|no)\.$")
LONGEST_ABBREVIATION = 8
FULL, OPEN = ".!?", ",;:(-/&>"
CONTINUES = frozenset(
    """and or but because so which that while whereas although though since when where if than then as in on at by for
    from with without into to of per via over under between through is are was were has have can could will would
    should must may not also only""".split()
)
"""A line that begins with one of these goes on with the line before."""
DANGLING = frozenset("a an the of to in on at by for from with and or but is are that which than as its their".split())
"""A line that ends with one of these goes on."""
NARROWEST = 24
"""Lines shorter than this were not cut by a margin."""


@dataclass(frozen=True, slots=True)
class Lines:
    """A text with its line ends resolved: `text` has a space for each that ends nothing.

    pauses: places in `text` where a line ended without a mark, though the sentence may go on.
    """

    text: str
    pauses: frozenset[int]


def resolved(plain: str, capital: Sequence[bool]) -> Lines:
    """Return the text with a space for each line end that ends no sentence.

    capital: for each place in the text whether the response has a capital there.
    """
    if "\n" not in plain:
        return Lines(plain, frozenset())
    lines = plain.split("\n")
    widest = max(len(line.strip()) for line in lines)
    messages = _are_messages(plain)
    out: list[str] = []
    pauses: set[int] = set()
    at = length = 0
    for number, line in enumerate(lines):
        out.append(line)
        length += len(line)
        at += len(line) + 1
        if number + 1 == len(lines):
            break
        after = lines[number + 1]
        begins = capital[at] if at < len(capital) else False
        what = "end" if messages and begins else _between(line.strip(), after.strip(), widest, begins)
        out.append("\n" if what == "end" else " ")
        if what == "pause":
            pauses.add(length)
        length += 1
    return Lines("".join(out), frozenset(pauses))


def _are_messages(plain: str) -> bool:
    """Return whether each line is a message of its own: no full stop stands within any, as in all wrapped prose."""
    return not STOP_WITHIN.search(plain)


def _between(before: str, after: str, widest: int, capital: bool) -> str:
    """Return what a line end is: "end" of a sentence, "pause", or "none" of both."""
    if not before or not after:
        return "end"
    if before[-1] in FULL:
        return "end" if not ABBREVIATION.search(before[-LONGEST_ABBREVIATION:]) else "none"
    first, last = after.split(" ", 1)[0], before.rsplit(" ", 1)[-1]
    if before[-1] in OPEN or last in DANGLING:
        return "none"
    if widest >= NARROWEST and len(before) + 1 + len(first) > widest:
        return "none"
    if first.strip(",;:") in CONTINUES:
        return "none"
    return "end" if capital else "pause"


def pieces(plain: str, capital: Callable[[int], bool] = lambda _: False) -> list[tuple[int, int]]:
    """Return where each sentence of a text begins and ends, its marks with it; line ends are sentences' ends.

    capital: whether the response has a capital at a place of the text.
    """
    run_on = "\n" not in plain and len(plain) > LONGEST_SENTENCE and _is_run_on(plain, capital)
    cuts = [(0, 0)]
    for match in MARKED.finditer(plain):
        begin = match.start()
        if match.group().startswith(","):
            if not capital(match.end()) or capital(match.end() + 1) or not _opens(plain, match.end(), run_on=run_on):
                continue
        elif "\n" not in match.group() and ABBREVIATION.search(
            plain, max(cuts[-1][1], begin - LONGEST_ABBREVIATION), begin
        ):
            continue
        cuts.append(match.span())
    ends = [begin for begin, _ in cuts[1:]] + [len(plain)]
    return [(cut[1], end) for cut, end in zip(cuts, ends, strict=True) if end > cut[1]]


def _is_run_on(plain: str, capital: Callable[[int], bool]) -> bool:
    """Return whether commas end sentences: no full stop does, and what stands between them is longer than terms are."""
    if STOP_WITHIN.search(plain):
        return False
    commas = [match.end() for match in COMMA.finditer(plain)]
    begun = sum(capital(place) for place in commas)
    return len(plain) > max(SHORTEST_STATEMENT * (begun + 1), SHORTEST_PART * (len(commas) + 1))


def _opens(plain: str, at: int, *, run_on: bool) -> bool:
    """Return whether the word at a place has a capital only where a sentence begins: "The", "Then", "Check".

    run_on: the text is long and has no full stop, so that its commas end sentences wherever a capital follows.
    """
    word = WORD.match(plain, at)
    if word is None:
        return False
    if run_on:
        return len(word.group()) > 1 or OWN_BEGINNING.match(plain, at) is not None
    if word.group() in OWN_CAPITALS:
        return False
    return word.group() in FUNCTION_WORDS or is_plain_verb(word.group())


LONGEST_SENTENCE = 150
"""Characters: a longer text without a full stop holds several sentences."""
SHORTEST_STATEMENT, SHORTEST_PART = 50, 22
"""Characters of a statement and of what stands between any commas, on average; the terms of a list are shorter."""
COMMA = re.compile(r", (?=[a-z])")
OWN_BEGINNING = re.compile(
    r"i (?:would|will|make|use|look|check|think|do|don't|also|can|suspect|see|measure|try|take|start)\b"
)
"""Somebody begins to say what they do."""
OWN_CAPITALS = frozenset("i i'd i'm i'll i've may will it".split())
"""Words with a capital of their own, and names that look like words."""
