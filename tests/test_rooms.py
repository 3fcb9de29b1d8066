"""The house has small rooms: whoever opens a folder takes in what is there at a glance."""

from collections import Counter
from pathlib import Path

import bot

ROOMS = Path(next(iter(bot.__path__)))
MOST, MOST_OF_THE_CORE = 14, 7
"""Python files of a folder, and of the core beside its subjects and what makes it a package."""


def test_no_folder_holds_more_files_than_a_newcomer_takes_in() -> None:
    held = Counter(file.parent.relative_to(ROOMS) for file in ROOMS.rglob("*.py"))

    assert {str(room): files for room, files in held.items() if files > MOST} == {}
    assert held[Path("core")] - 1 <= MOST_OF_THE_CORE
