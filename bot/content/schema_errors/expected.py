"""What may stand at a place of a document: its keys, its bounds, and what kind of value it takes.

All of it is read from the JSON Schema that the model makes, so that no second description can drift.
"""

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from bot.content.yaml.fault import either
from bot.core.bank.document import Document

NEAR = 0.6
"""How alike, from 0 to 1, a misspelt word and the right one must be."""
MOST_NAMED = 12
"""Known names in one message."""

WANTED = {
    "string": "text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "array": "a list",
    "object": "keys and values",
}


@dataclass(frozen=True)
class Expected:
    """One place of a schema; `whole` is the schema that its references lead into."""

    whole: Mapping[str, Any]
    node: Mapping[str, Any]

    @classmethod
    def of(cls, model: type[Document]) -> "Expected":
        """Return the shape of a whole document."""
        whole = _schema(model)
        return cls(whole, whole)

    def inside(self, loc: Iterable[str | int]) -> "Expected":
        """Return the shape at `loc`; one that knows nothing where the schema has no such place."""
        shape = self._plain()
        for step in loc:
            shape = shape._step(step)._plain()
        return shape

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys that may stand here."""
        return tuple(self.node.get("properties", ()))

    @property
    def required(self) -> tuple[str, ...]:
        """Return the keys that must stand here."""
        return tuple(self.node.get("required", ()))

    @property
    def wanted(self) -> str:
        """Return what to write here, in words."""
        if self.node.get("format") == "time":
            return 'a time such as "09:00"'
        return either(self.node["enum"]) if "enum" in self.node else WANTED.get(self.node.get("type", ""), "a value")

    @property
    def bounds(self) -> str:
        """Return the numbers that may stand here, in words: "from 0.5 to 30", "above 0 and at most 1"."""
        low, above = self.node.get("minimum"), self.node.get("exclusiveMinimum")
        high, below = self.node.get("maximum"), self.node.get("exclusiveMaximum")
        if low is not None and high is not None:
            return f"from {low:g} to {high:g}"
        limits = ((above, "above"), (low, "of at least"), (below, "below"), (high, "at most"))
        return " and ".join(f"{word} {limit:g}" for limit, word in limits if limit is not None)

    def owners(self, key: str) -> tuple[str, ...]:
        """Return the kinds of part that have this key, in words: "wrong claim"."""
        parts = {"": self.whole, **self.whole.get("$defs", {})}.values()
        titles = (part["title"] for part in parts if key in part.get("properties", {}))
        return tuple(re.sub(r"(?<!^)(?=[A-Z])", " ", title).lower() for title in titles)

    def _step(self, step: str | int) -> "Expected":
        if isinstance(step, int):
            node = self.node.get("items")
        else:
            others = [*self.node.get("patternProperties", {}).values(), self.node.get("additionalProperties")]
            node = self.node.get("properties", {}).get(step, others[0])
        return Expected(self.whole, node if isinstance(node, dict) else {})

    def _plain(self) -> "Expected":
        """Return the shape with its reference followed, and without the null that stands for "left out"."""
        node = self.node
        for choice in node.get("anyOf", ()):
            if choice.get("type") != "null":
                node = choice
        if "$ref" in node:
            node = self.whole["$defs"][node["$ref"].rsplit("/", 1)[1]]
        return Expected(self.whole, node)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that was probably meant, or None."""
    found = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=NEAR)
    return found[0] if found else None


def meant(name: str, known: Iterable[str]) -> str:
    """Return what to write in place of an unknown name: the one that was probably meant, or some of those known."""
    known = sorted(known)
    if near := nearest(name, known):
        return f'Did you mean "{near}"?'
    more = f" and {len(known) - MOST_NAMED} more" if len(known) > MOST_NAMED else ""
    return f"Known: {', '.join(known[:MOST_NAMED]) or 'none'}{more}"


@cache
def _schema(model: type[Document]) -> Mapping[str, Any]:
    return model.model_json_schema()
