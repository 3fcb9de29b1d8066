"""One YAML file as plain data, and the way back from any part of it to a line and column."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.content.yaml.compose import compose
from bot.content.yaml.fault import Fault, Severity

Loc = tuple[str | int, ...]
IN_SHORT: Mapping[str | int, str] = {"points": "facts", "wrong": "mistakes"}
"""Where to look for what a criterion says in short."""


@dataclass(frozen=True)
class YamlSource:
    """A file that was read. `data` is None when it is not usable as YAML, and `faults` then says why.

    path: relative to the content folder, with forward slashes.
    """

    path: str
    text: str
    data: dict[str, Any] | None
    faults: tuple[Fault, ...] = ()
    folder: str = ""
    """What faults put before the path, when there are several content folders."""

    @property
    def shown(self) -> str:
        """Return the path as faults show it."""
        return f"{self.folder}{self.path}"

    @cached_property
    def _root(self) -> Node | None:
        # Nodes weigh far more than text, and most files are never asked for a place.
        return compose(self.text)

    def at(self, loc: Loc, *, key: bool = False) -> tuple[int, int]:
        """Return line and column, from 1, of the value at `loc`, or of its key.

        What stands on lines of its own is shown by its key; what is missing, by where it would belong.
        """
        node, mark = self._root, None
        for step in loc:
            found = _child(node, step)
            if found is None:
                break
            name, node = found
            mark = name.start_mark if name and (key or _is_block(node)) else node.start_mark
        return (mark.line + 1, mark.column + 1) if mark else (1, 1)

    def inside(self, loc: Loc) -> Any:
        """Return the data at `loc`, which must exist."""
        data: Any = self.data
        for step in loc:
            data = data[step]
        return data

    def raw(self, loc: Loc) -> str | None:
        """Return the scalar at `loc` as it is written, or None when there is none."""
        node = self._root
        for step in loc:
            found = _child(node, step)
            node = found[1] if found else None
        return node.value if isinstance(node, ScalarNode) else None

    def fault(
        self, problem: str, remedy: str, *loc: str | int, key: bool = False, severity: Severity = Severity.ERROR
    ) -> Fault:
        """Return a fault of the value at `loc`, or of its key."""
        line, column = self.at(loc, key=key)
        return Fault(self.shown, line, column, problem, remedy, severity)


def _child(node: Node | None, step: str | int) -> tuple[Node | None, Node] | None:
    if isinstance(node, MappingNode):
        keys = {name.value: (name, child) for name, child in node.value}
        return keys.get(step) or keys.get(IN_SHORT.get(step))
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return None, node.value[step]
    return None


def _is_block(node: Node) -> bool:
    return isinstance(node, MappingNode | SequenceNode) and not node.flow_style
