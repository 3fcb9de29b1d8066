"""Answers from a file, in place of a person at the keyboard."""

import hashlib
import os
import tempfile
from collections import defaultdict, deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from bot.cli.screening.grade import rows
from bot.core.errors import ScreeningError
from bot.store.migrations import HEAD

ANY = "*"


@dataclass
class Script:
    """Answers by item id, used in their order; those for any item last, and its last one again and again."""

    digest: str
    answers: dict[str, deque[str]] = field(default_factory=lambda: defaultdict(deque))

    def known(self) -> frozenset[str] | None:
        """Return the items that the file can answer; None where it has an answer for any item."""
        return None if self.answers.get(ANY) else frozenset(self.answers)

    def answer(self, item: str) -> str | None:
        """Return the next answer for an item; None when the file has none, and the item is skipped."""
        if self.answers.get(item):
            return self.answers[item].popleft()
        waiting = self.answers.get(ANY)
        if not waiting:
            return None
        return waiting.popleft() if len(waiting) > 1 else waiting[0]


def read_script(source: IO[str]) -> Script:
    """Read a JSONL file of answers; raise ScreeningError with the line that is wrong."""
    read: list[tuple[str, str]] = []
    for number, row in rows(source):
        item, answer = row.get("item"), row.get("answer")
        if not isinstance(item, str) or not isinstance(answer, str):
            raise ScreeningError(
                f'{source.name}:{number}: "item" and "answer" must be text. '
                'Write {"item": "…" or "*", "answer": "…"}.'
            )
        read.append((item, answer))
    if not read:
        raise ScreeningError(f"{source.name}: there is no answer in this file. Write one JSON object on each line.")
    script = Script(hashlib.sha256(repr(read).encode()).hexdigest()[:16])
    for item, answer in read:
        script.answers[item].append(answer)
    return script


def script_database(script: Script, role: str, seed: str | None) -> str:
    """Return the file that a scripted play without --db keeps: the same play finds it again after a crash.

    Plays of other answers get files of their own, so that many can run side by side; so does another viva, whose
    tables may be of another version.
    """
    folder = Path(tempfile.gettempdir()) / f"viva-play-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    name = hashlib.sha256(f"{script.digest} {role} {seed} {HEAD}".encode()).hexdigest()[:16]
    return f"sqlite:///{folder / name}.db"
