"""An invitation's code: short enough to type, too long to guess; 50 bits in letters that look like no other."""

import hashlib

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LETTERS = 10
LOOKALIKES = str.maketrans("OIL", "011")


def code_of(chance: str) -> str:
    """Return the code that a random text stands for; it tells nothing about the text."""
    number = int.from_bytes(hashlib.sha256(f"code:{chance}".encode()).digest()[:8], "big")
    return "".join(ALPHABET[number >> (5 * place) & 31] for place in range(LETTERS))


def format_code(code: str) -> str:
    """Return a code as people read it, in two halves."""
    return f"{code[: LETTERS // 2]}-{code[LETTERS // 2 :]}"


def parse_code(text: str) -> str:
    """Return the code that somebody typed, whatever the case, hyphens and look-alike letters."""
    return "".join(c for c in text.upper().translate(LOOKALIKES) if c in ALPHABET)
