"""Whether a quote stands in an answer word for word, whatever its formatting, spacing, signs and case.

A mark is only worth what it can show. A model that quotes words nobody wrote has shown nothing. Both texts are folded
to what they say, words and figures and the signs that change a meaning, and the quote is looked for in that.
"""

import unicodedata
from collections.abc import Iterable

from bot.core.grading.grade import Evidence

FEWEST_CHARACTERS = 3
"""Letters and digits that a quote must have: fewer can be found in any answer."""
SAME = str.maketrans("‘’‚‛“”„«»‐‑‒–—−", '\'\'\'\'"""""------')
EDGES = " .,;:!?\"'()[]…"


def joined(passages: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return the passages in the order of the answer, without those that another one holds."""
    kept: list[Evidence] = []
    for passage in sorted(set(passages), key=lambda e: (e.start, -e.end)):
        if not kept or passage.end > kept[-1].end:
            kept.append(passage)
    return tuple(kept)


def verbatim(quote: str, response: str) -> Evidence | None:
    """Return where the quote stands in the response, cut from it as written; None if it does not.

    Found are whole words only, in one unbroken passage: a quote with a gap ("A … B") is two quotes.
    """
    wanted = _folded(quote)[0].strip(EDGES)
    if sum(c.isalnum() for c in wanted) < FEWEST_CHARACTERS:
        return None
    text, origin = _folded(response)
    at = text.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        if not _inside_word(text, at) and not _inside_word(text, end):
            return Evidence.cut(response, origin[at], origin[end - 1] + 1)
        at = text.find(wanted, at + 1)
    return None


def _folded(text: str) -> tuple[str, list[int]]:
    """Return the text with one space for any white space, plain quotes and dashes, no case, accents or hidden signs.

    Second: for each character of the result, the place in `text` that it came from.
    """
    folded: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(text):
        category = unicodedata.category(character)
        if category in {"Cf", "Cs"} or (category == "Cc" and not character.isspace()):
            continue
        parts = unicodedata.normalize("NFKD", character.translate(SAME)).casefold()
        piece = "".join(c for c in parts if unicodedata.category(c) != "Mn")
        if piece.isspace():
            if folded and folded[-1] == " ":
                continue
            piece = " "
        folded.extend(piece)
        origin.extend([place] * len(piece))
    return "".join(folded), origin


def _inside_word(text: str, at: int) -> bool:
    """Return whether a cut before the character at `at` would part a word or a number."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()
