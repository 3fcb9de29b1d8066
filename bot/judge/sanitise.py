"""Sanitises a candidate's text for a model: no invisible characters, homoglyphs or chat markers.

What people write in earnest stays as it is, so that a quote from it stands in the answer word for word.
"""

import re
import unicodedata

from bot.core.grading.look_alikes import LOOK_ALIKES

WORD = re.compile(r"\w+")
LATIN = re.compile(r"[A-Za-z]")
MARKERS = re.compile(r"<\|[^|<>\n]{1,40}\|>|\[/?INST\]|<</?SYS>>|</?s>|={5,}", re.IGNORECASE)
"""What chat templates and our own fence put around a message."""
BLANKS = re.compile(r"\n\s*\n\s*\n+")


def neutral(response: str) -> str:
    """Return the response without invisible characters, disguised letters, message markers and long blanks."""
    seen = "".join(c for c in response if c.isspace() or unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    plain = WORD.sub(_undisguised, seen)
    broken = MARKERS.sub(lambda marker: " ".join(marker.group()), plain)
    return BLANKS.sub("\n\n", broken)


def _undisguised(word: re.Match[str]) -> str:
    """Return a word with Latin letters for those that look like them, if it has any of them at all."""
    return word.group().translate(LOOK_ALIKES) if LATIN.search(word.group()) else word.group()
