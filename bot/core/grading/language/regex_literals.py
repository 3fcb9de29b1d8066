"""Literals that a regular expression cannot match without, so that most need not be searched.

A rubric holds dozens of regular expressions, and most match nowhere in an answer. Looking for a few plain
strings says so fifty times faster than the search would.
"""

import re
from collections.abc import Iterator, Sequence

PIECE = re.compile(
    r"""(?P<atom> \[\^?\]?(?:\\.|[^\]\\])*\] | \(\?(?:<?[=!]|:|P<\w+>)? | \\. | . )
        (?P<times> (?:[*+?]|\{\d+(?:,\d*)?\}|\{,\d+\})[?+]? )?""",
    re.VERBOSE | re.DOTALL,
)
"""One character, class, escape or bracket of a pattern, and how often it may stand."""

UNSURE = re.compile(r"\(\?(?![:=!]|<[=!]|P<)")
"""Flags, conditions and the like: they change what the rest of a pattern means."""

LOOKS = ("(?=", "(?!", "(?<=", "(?<!")
NONE: frozenset[str] = frozenset()


def needles(pattern: str) -> frozenset[str]:
    """Return strings, in lower case, of which at least one stands in whatever ASCII text the pattern matches.

    The pattern compiles, and is searched without regard to case. None are returned when none can be told.
    """
    return NONE if UNSURE.search(pattern) else _one_of(PIECE.finditer(pattern))[0]


def stands(strings: frozenset[str], text: str) -> bool:
    """Return whether one of a pattern's needles stands in a lower-case text, so that a search is worth while.

    Outside ASCII a letter may have several lower cases (an "i" without its dot), so there it always is.
    """
    return not strings or not text.isascii() or any(string in text for string in strings)


def _one_of(pieces: Iterator[re.Match[str]]) -> tuple[frozenset[str], bool]:
    """Return the needles of all up to the closing bracket, and whether that has to stand at all."""
    branches: list[frozenset[str]] = []
    parts: list[frozenset[str]] = []
    run, needed = "", True
    for piece in pieces:
        atom, times = piece["atom"], piece["times"] or ""
        if not times and (letter := _letter(atom)):
            run += letter
            continue
        parts.append(frozenset({run}))
        run = ""
        if atom.startswith("("):
            inside, inside_needed = _one_of(pieces)
            if inside_needed and atom not in LOOKS:
                parts.append(inside)
        elif atom == "|":
            branches.append(_best(parts))
            parts = []
        elif atom == ")":
            needed = not times.startswith(("*", "?", "{0", "{,"))
            break
    branches.append(_best([*parts, frozenset({run})]))
    return (frozenset().union(*branches) if all(branches) else NONE), needed


def _best(parts: Sequence[frozenset[str]]) -> frozenset[str]:
    """Return the needles of a run of pieces: of those that each of them offers the longest, as these are rarest."""
    return max((part for part in parts if part and "" not in part), key=_rarity, default=NONE)


def _rarity(strings: frozenset[str]) -> tuple[int, int]:
    return len(min(strings, key=len)), -len(strings)


def _letter(atom: str) -> str:
    """Return the character that an atom stands for, in lower case; nothing if it may be one of several."""
    if len(atom) == 2 and atom[0] == "\\" and not atom[1].isalnum():
        return atom[1] if atom.isascii() else ""
    return atom.lower() if len(atom) == 1 and atom not in "()|.^$" and atom.isascii() else ""
