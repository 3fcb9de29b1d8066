"""The JSON objects in what a model wrote: models put fences, thoughts and kind words around them."""

import json
from typing import Any

LONGEST = 200_000
"""Characters of a reply that are looked at: no verdict is as long."""
MOST_STARTS = 200
"""Braces at which an object is looked for; in a reply that is all braces there is none."""
THOUGHT_ENDS = ("</think>", "</thinking>", "</reasoning>", "<|end_of_thought|>", "[/THINK]")

_DECODER = json.JSONDecoder()


def objects_in(text: str) -> list[dict[str, Any]]:
    """Return the whole JSON objects in a text, in order, without those inside of others.

    What stands before the end of a thought is a draft, and is looked at only if nothing follows.
    """
    text = text[:LONGEST].removeprefix("\ufeff")
    after = max((text.rfind(end) + len(end) for end in THOUGHT_ENDS if end in text), default=0)
    return _objects(text[after:]) or (_objects(text) if after else [])


def _objects(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    place = text.find("{")
    for _ in range(MOST_STARTS):
        if place < 0:
            break
        try:
            value, end = _DECODER.raw_decode(text, place)
        except (ValueError, RecursionError):
            end = place + 1
        else:
            found.append(value)
        place = text.find("{", end)
    return found
