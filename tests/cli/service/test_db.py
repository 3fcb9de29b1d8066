from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli.service.db import db
from bot.core.errors import NoDatabase
from bot.store.database.engine import address
from bot.store.database.lock import sole_owner
from bot.store.migrations import HEAD, downgrade


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "viva.db"


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(db, arguments)
    return result.exit_code, result.output.strip()


def test_a_new_database_is_brought_to_the_current_version_once(file: Path) -> None:
    assert run("upgrade", "--db", str(file)) == (0, f"{file}: brought from version none to {HEAD}.")
    assert run("upgrade", "--db", f"sqlite:///{file}") == (0, f"{file}: up to date, version {HEAD}.")


def test_the_version_is_told_and_what_to_run(file: Path) -> None:
    assert run("current", "--db", str(file))[0] == NoDatabase.status
    assert not file.exists()

    run("upgrade", "--db", str(file))
    downgrade(address(str(file)), "0001")
    wanting = f"{file}: version 0001, not what this viva needs. Run: viva db upgrade."
    assert run("current", "--db", str(file)) == (0, wanting)
    run("upgrade", "--db", str(file))

    assert run("current", "--db", str(file)) == (0, f"{file}: version {HEAD}, up to date.")


def test_the_database_of_the_environment_is_the_one_meant(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")

    assert run("upgrade")[0] == 0
    assert file.exists()


def test_what_can_be_mended_is_said_without_a_traceback(file: Path) -> None:
    status, said = run("upgrade", "--db", "mysql://u:secret@h/viva")
    assert status == 1
    assert said.startswith('The database "mysql" is unknown. Write a file')
    assert "secret" not in said

    with sole_owner(str(file)):
        # The same process may migrate its own file.
        assert run("upgrade", "--db", str(file))[0] == 0
