"""A script waits for what it is told: however late something comes, it says no more than it would have said."""

import json
import resource
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import viva
from bot.chat.console.terminal import Terminal
from bot.cli.screening import terminal
from bot.core.errors import StorageTrouble
from bot.flow.jobs import retries
from bot.flow.ports import ChatError
from tests.content.folder import ContentFolder


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(retries, "RETRIES", (timedelta(milliseconds=20),) * len(retries.RETRIES))
    ContentFolder.made_in(tmp_path / "content")
    (tmp_path / "answers.jsonl").write_text(json.dumps({"item": "*", "answer": "It is faster."}) + "\n")
    return tmp_path


def played(home: Path, name: str) -> Result:
    given = ("--role", "hiring", "--seed", "1", "--answers", home / "answers.jsonl", "--content", home / "content")
    return CliRunner().invoke(viva, ["play", *map(str, given), "--grader", "keyword", "--db", str(home / name)])


def ordered(file: Path) -> list[str]:
    """Return the kinds of all that was ordered, in order."""
    with closing(sqlite3.connect(file)) as db:
        return [kind for (kind,) in db.execute("SELECT kind FROM effects ORDER BY id")]


@pytest.fixture
def usual(home: Path) -> list[str]:
    """What a script orders where nothing is in its way."""
    assert played(home, "usual.db").exit_code == 0
    return ordered(home / "usual.db")


def test_a_script_goes_on_when_what_could_not_be_said_is_said(
    home: Path, usual: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real, number = Terminal.post, iter(range(1000))

    async def post(*given: Any, **more: Any) -> str:
        if next(number) % 3:  # most messages are refused twice
            raise ChatError("not now")
        return await real(*given, **more)

    monkeypatch.setattr(Terminal, "post", post)
    result = played(home, "late.db")

    assert result.exit_code == 0, result.output
    assert ordered(home / "late.db") == usual


def test_a_script_says_what_it_waited_for_in_vain(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def post(*_: Any, **__: Any) -> str:
        raise ChatError("never")

    monkeypatch.setattr(Terminal, "post", post)
    monkeypatch.setattr(terminal, "PATIENCE_S", 0.1)
    result = played(home, "never.db")

    assert result.exit_code == 1
    assert "viva jobs show 1" in result.output
    assert ordered(home / "never.db") == ["SendInvitation", "Wake"]


def test_a_script_that_found_the_disk_full_goes_on_where_it_was_left(home: Path, usual: list[str]) -> None:
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    size = (home / "usual.db").stat().st_size
    file, tries = home / "full.db", 0
    result = None
    for room in range(size // 2, 40 * size, size // 2):  # the log beside the file grows first
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, limit[1]))
        try:
            result = played(home, "full.db")
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        tries += 1
        if result.exit_code == 0:
            break
        assert result.exit_code == StorageTrouble.status, result.output
        assert "Traceback" not in result.output

    assert result is not None
    assert result.exit_code == 0
    assert tries > 1
    extra = len(ordered(file)) - len(usual)
    # Taken up again, the question is said once more; one that had ended before the disk was full begins anew.
    assert 0 <= extra <= 2 * tries + len(usual)
