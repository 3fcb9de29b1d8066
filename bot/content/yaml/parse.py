"""A file's bytes as plain data, with every fault that reading it shows."""

import re
from collections.abc import Callable
from typing import Any

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.content.yaml.compose import PATTERNS, TAG, compose
from bot.content.yaml.fault import Fault, Severity, quote
from bot.content.yaml.place import Trouble
from bot.content.yaml.source import YamlSource

MOST_BYTES = 256 * 1024
MOST_NODES = 50_000
"""Counted with every alias followed, so that a few lines cannot unfold into gigabytes."""
DEEPEST = 30

SCALARS: dict[str, Callable[[str], Any]] = {
    "int": int,
    "float": float,
    "bool": lambda text: text == "true",
    "null": lambda _: None,
}


def parse(path: str, raw: bytes) -> YamlSource:
    """Return the file's data with every fault that reading it shows; never raises for what a person wrote."""
    try:
        text = _text(raw)
        root = compose(text)
        reader = _Reader(path, text)
        data = reader.value(root, 0) if root else None
        if data is None:
            raise Trouble(1, 1, "the file is empty", "Write its keys, or remove it")
        if not isinstance(data, dict):
            raise Trouble(1, 1, "the file is not made of keys and values", 'Begin with a line such as "id: …"')
    except Trouble as trouble:
        fault = Fault(path, trouble.line, trouble.column, trouble.problem, trouble.remedy)
        return YamlSource(path, "", None, (fault,))
    return YamlSource(path, text, data, tuple(reader.faults))


def _text(raw: bytes) -> str:
    if len(raw) > MOST_BYTES:
        raise Trouble(1, 1, f"the file has {len(raw) // 1024} KB", f"Write at most {MOST_BYTES // 1024} KB in a file")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        before = raw[: fault.start]
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8")) + 1
        problem = f"the byte 0x{raw[fault.start]:02X} is not UTF-8"
        raise Trouble(before.count(b"\n") + 1, column, problem, "Save the file as UTF-8") from fault


class _Reader:
    """Turns nodes into data, and notes what YAML allows but this project does not."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.lines = [*text.splitlines(), ""]
        self.faults: list[Fault] = []
        self._left = MOST_NODES
        # Most files hold neither, and then a quarter of a million texts need no second look.
        self._doubtful = "&" in text or re.search(r"\s#\S", text) is not None

    def value(self, node: Node, depth: int) -> Any:
        self._left -= 1
        if self._left < 0 or depth > DEEPEST:
            raise _trouble(
                node, "the file unfolds into too much, by aliases (*) or nesting", "Write it out, or split it"
            )
        match node.tag.removeprefix(TAG), node:
            case "map", MappingNode():
                return self._mapping(node, depth)
            case "seq", SequenceNode():
                return [self.value(child, depth + 1) for child in node.value]
            case "str", ScalarNode():
                if self._doubtful:
                    self._look_around(node)
                return node.value
            # A tag may promise a number where none is.
            case kind, ScalarNode() if kind in SCALARS and PATTERNS[kind].match(node.value):
                return SCALARS[kind](node.value)
        problem = f"{quote(node.tag.replace(TAG, '!!'))} is a YAML tag, which means nothing here"
        raise _trouble(node, problem, "Put text that begins with ! in quotes")

    def _look_around(self, node: ScalarNode) -> None:
        """Note where YAML drops the beginning or the end of a text without quotes."""
        begin, end = node.start_mark, node.end_mark
        anchor = re.match(r"&(\S+)", self.lines[begin.line][begin.column :])
        if anchor and f"*{anchor.group(1)}" not in self.text:
            raise _trouble(node, 'text cannot begin with "&"', "Put the text in double quotes")
        if node.style is None and re.match(r"\s+#\S", self.lines[end.line][end.column :]):
            problem, remedy = 'the text ends here, before " #", which begins a comment', "Put the text in double quotes"
            self.faults.append(Fault(self.path, end.line + 1, end.column + 1, problem, remedy, Severity.WARNING))

    def _mapping(self, node: MappingNode, depth: int) -> dict[str, Any]:
        data: dict[str, Any] = {}
        lines: dict[str, int] = {}
        for name, child in node.value:
            if not isinstance(name, ScalarNode):
                raise _trouble(
                    name, "brackets or braces stand where a key belongs", "Put text that begins with them in quotes"
                )
            mark = name.start_mark
            if name.value in data:
                problem = f"key {quote(name.value)} stands here a second time; the first is on line {lines[name.value]}"
                self.faults.append(Fault(self.path, mark.line + 1, mark.column + 1, problem, "Keep one of them"))
                continue
            lines[name.value] = mark.line + 1
            data[name.value] = self.value(child, depth + 1)
        return data


def _trouble(node: Node, problem: str, remedy: str) -> Trouble:
    return Trouble(node.start_mark.line + 1, node.start_mark.column + 1, problem, remedy)
