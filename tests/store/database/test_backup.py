import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import viva
from bot.core.errors import Damaged, ScreeningError
from bot.store.database.backup import back_up, restore
from bot.store.database.lock import sole_owner
from bot.store.store import SqlStore
from tests.contracts.stores import added
from tests.sessions import a_full_session


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "viva.db"
    asyncio.run(write(made, "s1"))
    return made


async def write(file: Path, session_id: str) -> None:
    async with SqlStore.open(str(file)) as store:
        await added(store, a_full_session(session_id))


def sessions(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as db:
        return {name for (name,) in db.execute("SELECT id FROM sessions")}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(viva, [str(a) for a in arguments])


def test_a_copy_is_one_moment_of_a_database_in_use(file: Path, tmp_path: Path) -> None:
    with sole_owner(str(file)), closing(sqlite3.connect(file)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE sessions SET candidate_name = 'half-way'")
        result = run("backup", tmp_path / "copy.db", "--db", file)
        writer.rollback()

    assert result.exit_code == 0, result.output
    assert sessions(tmp_path / "copy.db") == {"s1"}
    assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob("*.part"))


def test_what_was_written_after_a_copy_is_kept_beside_it_on_the_way_back(file: Path, tmp_path: Path) -> None:
    back_up(str(file), tmp_path / "copy.db")
    asyncio.run(write(file, "s2"))
    result = run("restore", tmp_path / "copy.db", "--db", file)

    assert result.exit_code == 0, result.output
    assert sessions(file) == {"s1"}
    assert sessions(tmp_path / "viva.db.before-restore-1") == {"s1", "s2"}
    assert "before-restore-1" in result.output


def test_a_database_in_use_is_not_replaced(file: Path, tmp_path: Path) -> None:
    from tests.store.processes import OWNER, a_process, lines

    back_up(str(file), tmp_path / "copy.db")
    with a_process(OWNER, str(file)) as owner:
        next(lines(owner))
        with pytest.raises(ScreeningError, match="in use"):
            restore(tmp_path / "copy.db", str(file))


def test_a_damaged_copy_is_refused_and_nothing_is_touched(file: Path, tmp_path: Path) -> None:
    back_up(str(file), tmp_path / "copy.db")
    damaged = bytearray((tmp_path / "copy.db").read_bytes())
    damaged[4096 : 3 * 4096] = b"\xff" * 8192
    (tmp_path / "copy.db").write_bytes(damaged)
    result = run("restore", tmp_path / "copy.db", "--db", file)

    assert result.exit_code == Damaged.status
    assert "damaged" in result.output
    assert sessions(file) == {"s1"}


def test_a_copy_never_overwrites_and_another_databases_owner_is_told_what_to_use(file: Path, tmp_path: Path) -> None:
    assert "there already" in run("backup", file, "--db", file).output
    assert "pg_dump" in run("backup", tmp_path / "x.db", "--db", "postgresql://localhost/viva").output
