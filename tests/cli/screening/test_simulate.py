import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.cli.screening import simulate as command
from bot.core.bank.item import Bank
from tests.content.folder import ContentFolder
from tests.factories import a_role, items_of
from tests.waiting import HANG_S

ITEMS = items_of(each=2)
BANK = Bank(
    {item.id: item for item in ITEMS}, {}, {"a-role": a_role(), "no-items": a_role(id="no-items", domains={"x": 1.0})}
)


@pytest.fixture(autouse=True)
def small_bank(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(root: Path | None) -> Bank:
        return BANK

    monkeypatch.setattr(command, "load", load)


def run(*arguments: str, role: str = "a-role") -> Result:
    return CliRunner().invoke(command.simulate, ["--role", role, "--candidates", "30", *arguments])


def as_json(*arguments: str) -> Any:
    result = run("--json", *arguments)
    assert result.exit_code == 0
    return json.loads(result.stdout)


def test_tables_fit_into_eighty_columns_and_name_what_they_show() -> None:
    result = run("--jobs", "1")

    assert result.exit_code == 0
    assert all(len(line) <= 80 for line in result.stdout.splitlines())
    for words in ("30 made-up candidates", "Errors by true ability", "Exposure", "gpu-advanced-1"):
        assert words in result.stdout


def test_json_holds_the_inputs_and_the_findings() -> None:
    found = as_json("--jobs", "1", "--seed", "5")

    assert (found["role"], found["items"], found["candidates"], found["seed"]) == ("a-role", 18, 30, 5)
    assert found["bank_version"] == BANK.version
    assert found["overall"]["candidates"] == 30
    assert sum(found["stops"].values()) == pytest.approx(1)


@pytest.mark.slow
def test_the_same_seed_gives_the_same_figures_with_any_number_of_jobs() -> None:
    assert as_json("--jobs", "1") == as_json("--jobs", "2")


@pytest.mark.slow
def test_another_seed_gives_other_figures() -> None:
    assert as_json("--jobs", "1")["overall"] != as_json("--jobs", "1", "--seed", "2")["overall"]


def test_an_unknown_role_is_named_with_those_there_are() -> None:
    result = run(role="chef")

    assert result.exit_code == 1
    assert 'no role "chef". Known: a-role, no-items.' in result.stderr


def test_a_role_without_items_is_said_so() -> None:
    result = run(role="no-items")

    assert result.exit_code == 1
    assert "no live item" in result.stderr


def test_no_candidates_is_a_usage_error() -> None:
    assert run("--candidates", "0").exit_code == 2


@pytest.mark.slow
def test_the_shipped_bank_screens_its_own_role(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    result = CliRunner().invoke(command.simulate, ["--candidates", "60", "--jobs", "1", "--json"])
    found = json.loads(result.stdout)

    assert found["role"] == "ai-infrastructure"
    assert found["items"] == len(found["exposure"]) >= 12
    assert found["overall"]["items"] >= 5
    assert found["overall"]["rmse"] < 1
    assert all(share > 0 for share in found["domains"].values())


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_bar_shows_on_a_terminal_and_the_tables_alone_go_down_a_pipe(tmp_path: Path) -> None:
    content = ContentFolder.made_in(tmp_path / "content").root
    ours, theirs = os.openpty()
    arguments = ["simulate", "--role", "hiring", "--candidates", "60", "--jobs", "1", "--content", str(content)]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3]), "TERM": "xterm", "COLUMNS": "100"}
    command_line = [sys.executable, "-m", "bot", *arguments]
    done = subprocess.run(
        command_line, stdout=subprocess.PIPE, stderr=theirs, text=True, timeout=HANG_S, env=environment
    )
    drawn = os.read(ours, 65536).decode()
    os.close(theirs)
    os.close(ours)

    assert done.returncode == 0
    assert "Screening" in drawn
    assert "60" in drawn
    assert "Errors by true ability" in done.stdout
    assert "\x1b" not in done.stdout
