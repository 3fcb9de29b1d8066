import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import viva
from bot.core.audit import Act, Entry
from bot.store.store import SqlStore
from tests.sessions import NOW


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a database whose chain has four entries."""
    made = tmp_path / "viva.db"

    async def write() -> None:
        async with SqlStore.open(str(made)) as store:
            for n in range(4):
                async with store.unit() as unit:
                    await unit.note(Entry(NOW, "slack", f"U{n}", Act.DECIDED, f"s{n % 2}", "advance"))

    asyncio.run(write())
    return made


def run(file: Path, *arguments: str) -> Result:
    return CliRunner().invoke(viva, ["audit", *arguments, "--db", str(file)])


def tamper(file: Path, statement: str) -> None:
    with closing(sqlite3.connect(file)) as db, db:
        db.execute(statement)


def test_a_chain_that_holds_is_said_to_hold_and_prints_its_end(file: Path) -> None:
    result = run(file, "verify")
    end = result.output.split()[-1]

    assert result.exit_code == 0
    assert "4 seals, all hold" in result.output
    assert run(file, "verify", "--head", end).exit_code == 0


@pytest.mark.parametrize(
    ("statement", "entry"),
    [
        ("UPDATE audit SET actor = 'U9' WHERE number = 2", 2),
        ("UPDATE audit SET at = '2020-01-01 00:00:00' WHERE number = 3", 3),
        ("DELETE FROM audit WHERE number = 1", 1),
        ("DELETE FROM audit WHERE number = 4", 4),
        ("UPDATE audit SET number = number + 10 WHERE number = 2", 2),
    ],
)
def test_what_was_done_to_the_record_is_found_and_named(file: Path, statement: str, entry: int) -> None:
    tamper(file, statement)
    result = run(file, "verify")

    assert result.exit_code == 1
    assert result.output.startswith(f"entry {entry}:")


def test_a_chain_cut_short_together_with_its_head_is_found_by_an_end_kept_elsewhere(file: Path) -> None:
    end = run(file, "verify").output.split()[-1]
    tamper(file, "DELETE FROM audit WHERE number = 4")
    tamper(file, "UPDATE audit_head SET number = 3, seal = (SELECT seal FROM audit WHERE number = 3)")

    assert run(file, "verify").exit_code == 0
    result = run(file, "verify", "--head", end)
    assert result.exit_code == 1
    assert "written anew" in result.output


def test_entries_are_listed_by_screening_and_the_newest_last(file: Path) -> None:
    result = run(file, "list", "--about", "s1")

    assert [line.split()[0] for line in result.output.splitlines()] == ["2", "4"]
    assert "slack:U3  decided  s1 advance" in result.output
