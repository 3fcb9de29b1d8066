"""A page of Markdown, read as a person reads it: what it names as code, where it links, how its tables stand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

BRACKETS = re.compile(r"\[([a-z_/]+(?:, [a-z_/]+)*)\](?!\()")
READER = MarkdownIt("commonmark").enable("table")


@dataclass(frozen=True)
class Page:
    """A page; lines are counted from 1."""

    path: Path
    text: str

    @cached_property
    def tokens(self) -> list[Token]:
        return READER.parse(self.text)

    def codes(self) -> Iterator[tuple[int, str]]:
        """Yield what is set as code or in square brackets, with its line; of a block, each of its lines."""
        for token, line in self._inline():
            if token.type == "code_inline":
                yield line, token.content
        # The glossary names the files of a word in square brackets.
        for number, text in enumerate(self.text.splitlines(), 1):
            yield from ((number, name) for name in BRACKETS.findall(text))
        for token in self.tokens:
            if token.type in ("fence", "code_block") and token.map:
                first = token.map[0] + (2 if token.type == "fence" else 1)
                for number, text in enumerate(token.content.splitlines(), first):
                    yield number, text.strip()

    def links(self) -> Iterator[tuple[int, str]]:
        """Yield where links and pictures point to."""
        for token, line in self._inline():
            target = token.attrGet("href") or token.attrGet("src")
            if target:
                yield line, str(target)

    def anchors(self) -> set[str]:
        """Return what a link may name behind `#`: the headings, spelt as code hosts spell them."""
        titles = [text.content for mark, text in pairwise(self.tokens) if mark.type == "heading_open"]
        return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}

    def broken_tables(self) -> Iterator[tuple[int, str]]:
        """Yield each row that is outside of its table, or has another number of cells than the table's head."""
        lines = self.text.splitlines()
        for token in self.tokens:
            if token.map is None:
                continue
            first, end = token.map
            if token.type == "table_open":
                wanted = _cells(lines[first])
                for number in range(first, end):
                    if lines[number].strip() and _cells(lines[number]) != wanted:
                        yield number + 1, f"has {_cells(lines[number])} cells, the head of its table {wanted}"
            elif token.type == "inline" and re.match(r"\s*\|.*\|\s*$", lines[first]) and not self._in_table(first):
                yield first + 1, "is a row outside of a table"

    def _in_table(self, line: int) -> bool:
        return any(t.type == "table_open" and t.map and t.map[0] <= line < t.map[1] for t in self.tokens)

    def _inline(self) -> Iterator[tuple[Token, int]]:
        for token in self.tokens:
            if token.type == "inline":
                line = token.map[0] + 1 if token.map else 0
                for child in token.children or ():
                    yield child, line
                    line += child.type in ("softbreak", "hardbreak")


def _cells(row: str) -> int:
    return len(re.split(r"(?<!\\)\|", row.strip().removeprefix("|").removesuffix("|")))
