"""Cutting long text into pieces that fit: at a paragraph, a line, a sentence or a word, and nothing is lost."""

import json
from collections.abc import Iterator

SEAMS = ("\n\n", "\n", ". ", " ")
FULLEST = 0.5
"""A seam is taken if the piece before it fills at least this share of the room."""


def pieces(text: str, most: int, encoded: int | None = None) -> Iterator[str]:
    """Yield the text in pieces of at most `most` characters, and `encoded` characters as JSON.

    Joined, the pieces give the text back.
    """
    while text:
        end = _fitting(text, most, encoded)
        if end < len(text):
            end = _seam(text, end)
        yield text[:end]
        text = text[end:]


def weight(value: object) -> int:
    """Return the characters that a value takes as JSON, as the SDK writes it."""
    return len(json.dumps(value))


def _fitting(text: str, most: int, encoded: int | None) -> int:
    end = min(len(text), most)
    if encoded is None or weight(text[:end]) <= encoded:
        return end
    low, high = 1, end
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if weight(text[:middle]) <= encoded else (low, middle - 1)
    return low


def _seam(text: str, end: int) -> int:
    for seam in SEAMS:
        at = text.rfind(seam, int(end * FULLEST), end)
        if at > 0:
            return at + len(seam)
    return end
