"""A person's text without the control characters that no answer needs."""

import unicodedata

KEPT_CONTROLS = "\n\t"


def clean(text: str) -> str:
    """Return the text without control characters that no answer needs; all else stays as written."""
    kept = (c for c in text.replace("\r\n", "\n").replace("\r", "\n") if not _is_control(c))
    return "".join(kept)


def _is_control(character: str) -> bool:
    return character not in KEPT_CONTROLS and unicodedata.category(character) in {"Cc", "Cs"}
