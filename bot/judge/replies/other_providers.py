"""What a completion is in the words of other providers: a gateway may hand their replies on as they came."""

import json
from collections.abc import Callable
from typing import Any

Told = tuple[str, str, bool]
"""What was written, why it ended, and whether the model would not."""

SHAPES: tuple[tuple[tuple[str | int, ...], tuple[str | int, ...]], ...] = (
    (("message", "content"), ("done_reason",)),
    (("content",), ("stop_reason",)),
    (("candidates", 0, "content", "parts"), ("candidates", 0, "finishReason")),
    (("output", "message", "content"), ("stopReason",)),
    (("generated_text",), ()),
    (("response",), ()),
)
"""Where the text stands, and why it ended."""


def in_other_words(body: dict[str, Any], at: Callable[..., Any], content: Callable[[object], str]) -> Told | None:
    """Return what a body says in another provider's shape, or the verdict that it is itself; None if it is neither.

    at: looks up a path. content: the text of a content.
    """
    if isinstance(body.get("found"), list):
        return json.dumps(body, ensure_ascii=False), "", False
    for where, why in SHAPES:
        text = content(at(body, *where))
        if text:
            return text, str(at(body, *why)) if why else "", False
    return None
