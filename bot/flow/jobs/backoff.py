"""Backoff with jitter: how long to wait before another try, so that not everybody comes back at the same moment."""

import random  # noqa: TID251 - a wait decides nothing that is replayed

SPREAD = 0.5
"""Waits lie within this share of their length around it, so that their mean stays what was meant."""


def jittered(wait_s: float) -> float:
    """Return a wait of about so many seconds, drawn evenly from half of it to half as much again."""
    return wait_s * random.uniform(1 - SPREAD, 1 + SPREAD)


def growing(first_s: float, attempt: int) -> float:
    """Return the seconds to wait after a failed try, about twice as long each time; `attempt` counts from 0."""
    return jittered(first_s * 2**attempt)
