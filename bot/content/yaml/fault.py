"""What is wrong with the content: each fault says where, what, and what to write instead."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.core.errors import ScreeningError

LONGEST_QUOTE = 60


class Severity(StrEnum):
    """An error keeps a bank from being used; a warning asks for a look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Fault:
    """One fault. `path` is relative to the content folder; line and column count from 1, 0 means the whole of it."""

    path: str
    line: int
    column: int
    problem: str
    remedy: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}:{self.column}" if self.line else self.path
        mark = "warning: " if self.severity is Severity.WARNING else ""
        return f"{where}: {mark}{_stopped(self.problem)} {_stopped(self.remedy)}"


class BankError(ScreeningError):
    """The content cannot be used; `faults` holds everything that is wrong in any file, in order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults))
        super().__init__("\n".join(str(fault) for fault in self.faults))


def quote(text: str) -> str:
    """Return the text on one line, cut to 60 characters, in double quotes."""
    line = " ".join(text.split())
    return f'"{line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1] + "…"}"'


def either(words: Iterable[str]) -> str:
    """Return the words as a choice: "a, b or c"."""
    *rest, last = words
    return f"{', '.join(rest)} or {last}" if rest else last


def _stopped(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "!")) else f"{sentence}."
