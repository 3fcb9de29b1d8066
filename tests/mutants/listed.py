"""The list of mutants: each takes one protection out, and names the test that must then fail."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

LIST = Path(__file__).with_name("mutants.toml")


@dataclass(frozen=True)
class Mutant:
    """One change by hand.

    what: what is then no longer so, in words. file: from the root of the repository. old, new: texts; `old` stands in
    the file exactly once. test: as pytest names it, "tests/x/test_y.py::test_z".
    """

    what: str
    file: str
    old: str
    new: str
    test: str

    def text_after(self, root: Path) -> str:
        """Return the file's text with the change; raise ValueError unless the old text stands there exactly once."""
        path = root / self.file
        before = path.read_text() if path.is_file() else ""
        if (times := before.count(self.old)) != 1:
            raise ValueError(f"{self.file} holds the text {times} times: {self.old}")
        return before.replace(self.old, self.new)


def mutants(file: Path = LIST) -> list[Mutant]:
    """Return the mutants of a list."""
    return [Mutant(**entry) for entry in tomllib.loads(file.read_text())["mutant"]]


def untried(threats: str, listed: Iterable[Mutant]) -> list[str]:
    """Return the threats of a page like docs/threats.md that name tests of which no mutant names one."""
    tests = [mutant.test for mutant in listed]
    found = []
    for line in threats.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        named = re.findall(r"`(tests/[^`]+|test_\w+)`", cells[3]) if len(cells) == 4 else []
        if named and not any(name in test for name in named for test in tests):
            found.append(f"{cells[0]}: {cells[1]}")
    return found
