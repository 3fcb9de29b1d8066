"""Splits long text to length limits: at a paragraph, a line, a sentence or a word; nothing is truncated."""

from bisect import bisect_right
from collections.abc import Callable, Iterator

SEAMS = ("\n\n", "\n", ". ", " ")
FULLEST = 0.5
"""A seam is taken if the piece before it fills at least this share of the room."""


def pieces(text: str, most: int, size: Callable[[str], int] = len) -> Iterator[str]:
    """Yield the text in pieces of a size of at most `most`; joined, they give the text back.

    size: of a piece as the platform counts it: no less than its characters, and never less for more of them. A piece
    has one character at least.
    """
    while text:
        end = max(1, bisect_right(range(1, min(len(text), most) + 1), most, key=lambda n: size(text[:n])))
        if end < len(text):
            end = _seam(text, end)
        yield text[:end]
        text = text[end:]


def _seam(text: str, end: int) -> int:
    for seam in SEAMS:
        at = text.rfind(seam, int(end * FULLEST), end)
        if at > 0:
            return at + len(seam)
    return end
