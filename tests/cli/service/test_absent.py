"""A wrong address is no answer: what reads or takes out refuses a database that is not there, and makes none."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from bot.__main__ import viva
from bot.cli.database import NO_DATABASE
from bot.cli.service.person import PLATFORMS
from bot.core.errors import NoDatabase
from tests.content.folder import ContentFolder

MAKES = {"play", "run", "grade", "bank test", "bank try", "db upgrade", "db copy", "restore"}
"""The commands that may make a database: they keep something in it, or have a word of their own for one."""
ARGUMENTS: dict[str, tuple[str, ...]] = {
    "export": ("slack:U1",),
    "erase": ("slack:U1", "--yes"),
    "hold add": ("slack:U1", "--reason", "a claim", "--by", "counsel"),
    "hold release": ("1", "--by", "counsel"),
    "jobs show": ("1",),
    "jobs retry": ("1",),
    "jobs drop": ("1", "--yes"),
    "backup": ("copy.db",),
    "bank diff": ("HEAD",),
}


def commands(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, f"{before}{name} ")
        elif command is not None:
            yield f"{before}{name}", command


READERS = sorted(
    name
    for name, command in commands(viva)
    if name not in MAKES and any(option.name == "db" for option in command.params)
)


def run(name: str, *arguments: str) -> Result:
    return CliRunner().invoke(viva, [*name.split(), *ARGUMENTS.get(name, ()), *arguments])


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ContentFolder:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VIVA_CONTENT", str(tmp_path / "content"))
    monkeypatch.setenv("VIVA_RETENTION", "*=365")
    monkeypatch.setenv("VIVA_AUDIT_KEY", "k" * 32)
    monkeypatch.setenv("VIVA_MODEL", "a-model")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    return ContentFolder.made_in(tmp_path / "content")


@pytest.mark.parametrize("name", [n for n in READERS if n not in {"bank diff", "doctor"}])
@pytest.mark.parametrize("there", ["nothing", "an empty file"])
def test_a_command_that_reads_refuses_a_database_that_is_not_there(
    content: ContentFolder, tmp_path: Path, name: str, there: str
) -> None:
    file = tmp_path / "no-such.db"
    if there == "an empty file":
        file.touch()
    before = sorted(tmp_path.iterdir())

    result = run(name, "--db", str(file))

    assert result.exit_code == NoDatabase.status, result.output
    assert "no-such.db" in result.output
    assert "there is no database of viva's" in result.output
    assert sorted(tmp_path.iterdir()) == before
    assert not file.exists() or not file.read_bytes()


def test_every_command_that_reads_is_among_those_tried() -> None:
    assert {"export", "erase", "purge", "audit verify", "audit list", "jobs list", "bank stats", "regrade", "calibrate",
            "doctor", "db current", "backup"} <= set(READERS)  # fmt: skip


def test_an_address_from_the_environment_is_meant_as_much_as_one_that_was_typed(
    content: ContentFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/no-such.db")

    assert run("export").exit_code == NoDatabase.status
    assert run("bank stats").exit_code == NoDatabase.status
    doctor = run("doctor")
    assert doctor.exit_code == 1
    assert "database   to mend:" in doctor.output
    assert not (tmp_path / "no-such.db").exists()


def test_a_copy_of_a_database_that_is_not_there_is_refused_and_leaves_nothing(
    content: ContentFolder, tmp_path: Path
) -> None:
    result = CliRunner().invoke(viva, ["db", "copy", str(tmp_path / "from.db"), str(tmp_path / "to.db")])

    assert result.exit_code == NoDatabase.status
    assert sorted(p.name for p in tmp_path.iterdir()) == ["content"]


def test_what_does_without_a_database_says_that_there_is_none(content: ContentFolder, tmp_path: Path) -> None:
    result = run("bank stats")

    assert result.exit_code == 0
    assert NO_DATABASE in result.output
    assert not (tmp_path / "viva.db").exists()


def test_a_database_without_tables_on_a_server_is_no_database(bare_postgresql: str) -> None:
    result = run("export", "--db", bare_postgresql)

    assert result.exit_code == NoDatabase.status
    assert "there are no tables of viva's" in result.output


@pytest.mark.parametrize("command", ["export", "erase"])
def test_a_platform_that_is_none_is_refused_rather_than_found_empty(command: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(viva, [command, "slak:U1", *(["--yes"] if command == "erase" else [])])

    assert result.exit_code == 1
    assert "slack" in result.output
    assert "no screening" not in result.output


def test_the_platforms_that_a_person_can_be_named_on_are_those_there_are() -> None:
    from bot.chat.console import terminal
    from bot.chat.discord.outbound import base_urls
    from bot.chat.slack.outbound import chat

    assert {terminal.PLATFORM, base_urls.PLATFORM, chat.PLATFORM} == set(PLATFORMS)
