"""Where a YAML parser stopped, and what stands around it."""

import re
from dataclasses import dataclass

import yaml


class Trouble(Exception):
    """The file is not YAML. Line and column count from 1."""

    def __init__(self, line: int, column: int, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.line = line
        self.column = column
        self.problem = problem
        self.remedy = remedy


@dataclass(frozen=True)
class Mark:
    """`line` and `column` count from 0; `since` is where what the parser was reading began."""

    lines: list[str]
    line: int
    column: int
    since: tuple[int, int]
    problem: str
    context: str

    @classmethod
    def of(cls, fault: yaml.MarkedYAMLError, mark: yaml.Mark, text: str) -> "Mark":
        """Return the place of a parser's fault, with lines to spare at the end of the text."""
        since = fault.context_mark or mark
        lines = [*text.splitlines(), "", ""]
        return cls(
            lines, mark.line, mark.column, (since.line, since.column), str(fault.problem), str(fault.context or "")
        )

    @property
    def here(self) -> str:
        """Return the line on which the parser stopped."""
        return self.lines[self.line]

    @property
    def before(self) -> str:
        """Return the part of that line that it had read."""
        return self.here[: self.column]

    @property
    def last(self) -> str:
        """Return the last character before the stop that is no space; empty at the beginning of a line."""
        return self.before.rstrip()[-1:]

    @property
    def named(self) -> str:
        """Return what the parser met, as its message names it."""
        found = re.search(r"found '(.*)'|got '(.*)'", self.problem)
        return (found.group(1) or found.group(2) or "") if found else ""

    def above(self, line: int) -> int:
        """Return the number of the last line before `line` that says anything; `line` itself if none does."""
        numbers = range(line - 1, -1, -1)
        return next((n for n in numbers if self.lines[n].strip() and self.lines[n].lstrip()[0] != "#"), line)

    def trouble(self, problem: str, remedy: str, at: tuple[int, int] | None = None) -> Trouble:
        """Return the fault in plain words, where the parser stopped or where the mistake was made."""
        line, column = at or (self.line, self.column)
        return Trouble(line + 1, column + 1, problem, remedy)


def indent(line: str) -> int:
    """Return the number of spaces before the first word."""
    return len(line) - len(line.lstrip())
