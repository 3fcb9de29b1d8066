"""A verdict in the forms that models give it, brought to the one that was asked for; what is in doubt stays as it is.

No fact is added here and none taken away: an object is unwrapped, an id and an extent are spelt as offered, a list is
a list. What is then no verdict is refused by its shape.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bot.judge.replies.verdict_schema import CLAIM, FACT, PARTLY, STATED

Object = dict[str, Any]

DEEPEST = 4
"""Wrappers around a verdict."""
WRAPPERS = frozenset({"arguments", "verdict", "result", "output", "response", "content"})
"""Keys under which a verdict may stand as a string; under others it may be the candidate's own words."""
EXTENTS = {
    **dict.fromkeys((STATED, "fully", "full", "yes", "true", "found", "complete", "completely"), STATED),
    **dict.fromkeys((PARTLY, "partial", "partially", "part"), PARTLY),
    **dict.fromkeys(("no", "not", "none", "absent", "missing", "false", "not found", "unstated"), ""),
}
"""What models write for how far a fact is stated; "" for one that is not."""
LETTERS = {"found": FACT, "mistakes": CLAIM, "flags": ""}
"""How the ids of a list begin."""
NOTHING: tuple[Any, ...] = (None, False, "", {}, "none", "None", "n/a", "[]")
AROUND_IDS = " .:;()[]{}<>`*#\"'"


def unwrapped(value: Any, depth: int = 0) -> Iterator[Object]:
    """Yield the objects in a value that may be verdicts: itself, or those inside it if it holds no facts."""
    if isinstance(value, list):
        for part in value:
            yield from unwrapped(part, depth + 1)
    if not isinstance(value, dict):
        return
    own = {key.strip().casefold(): part for key, part in value.items()}
    if "found" in own or depth >= DEEPEST:
        yield own
        return
    for key, part in own.items():
        inner = _loaded(part) if key in WRAPPERS and isinstance(part, str) and part.lstrip().startswith("{") else part
        yield from unwrapped(inner, depth + 1)


def _loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def as_asked(own: Object) -> Object:
    """Return an object with each list, id, quote and extent as the schema has them, where they can be told."""
    lists = {name: _list(own[name], name) for name in (*LETTERS, "other", "steers") if name in own}
    return own | lists


def _list(value: Any, name: str) -> Any:
    if name != "found" and value in NOTHING:
        return []
    if isinstance(value, dict) and value:
        value = [value] if "id" in value else [_entry_of(key, part) for key, part in value.items()]
    if not isinstance(value, list):
        return value
    return [entry for part in value if part not in NOTHING for entry in _entries(part, name)]


def _entry_of(key: str, part: Any) -> Any:
    """Return the entry that stands under its id."""
    return {"id": key, **part} if isinstance(part, dict) else {"id": key, "quote": part}


def _entries(part: Any, name: str) -> Iterator[Any]:
    """Yield an entry in the form that was asked for, once for each of its quotes."""
    if isinstance(part, str) and name in {"other", "steers"}:
        yield {"quote": part}
        return
    if not isinstance(part, dict):
        yield part
        return
    entry = {key.strip().casefold(): value for key, value in part.items()}
    if "id" in entry and name in LETTERS:
        entry["id"] = _id(entry["id"], LETTERS[name])
    if "extent" in entry:
        entry["extent"] = _extent(entry["extent"])
    quotes = entry.get("quote")
    for quote in quotes if isinstance(quotes, list) and quotes else [quotes]:
        yield entry | ({"quote": _quote(quote)} if "quote" in entry else {})


def _quote(value: Any) -> Any:
    return value.get("text", value.get("quote")) if isinstance(value, Mapping) else value


def _id(value: Any, letter: str) -> Any:
    """Return an id without what models add to it or leave out: "Fact 3", "[F3]", "f3: faster" and 3 are f3."""
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{letter}{value}"
    if not isinstance(value, str):
        return value
    words = value.casefold().strip(AROUND_IDS).split()
    if letter and len(words) > 1 and words[0] in {"fact", "claim", "mistake", "f", "m"}:
        words = words[1:]
    first = words[0].rstrip(AROUND_IDS) if words else ""
    return f"{letter}{first}" if letter and first.isdecimal() else first


def _extent(value: Any) -> Any:
    if isinstance(value, bool):
        return STATED if value else ""
    if not isinstance(value, str):
        return value
    said = value.casefold().replace("_", " ").strip(AROUND_IDS)
    return EXTENTS.get(said, EXTENTS.get(said.removesuffix(" stated"), value))
