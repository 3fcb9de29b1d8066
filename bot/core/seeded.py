"""Seeded chance: a number in [0, 1) from the session's seed alone, so that a session can be replayed."""

import hashlib
import json

BITS = 53
"""What a float in [0, 1) can hold exactly."""


def draw(seed: str, position: int, purpose: str) -> float:
    """Return a number in [0, 1), uniform over seeds, and the same for the same arguments on any machine.

    purpose: what the number decides ("item"), so that two decisions at one position are independent.
    Taken from the first 53 bits of SHA-256 over the arguments as JSON, which cannot run into each other.
    """
    digest = hashlib.sha256(json.dumps([seed, position, purpose]).encode()).digest()
    return (int.from_bytes(digest[:8], "big") >> (64 - BITS)) / (1 << BITS)
