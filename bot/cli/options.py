"""What all commands share: options that mean the same everywhere, and one way to fail."""

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, ParamSpec, TypeVar

import click

from bot.content.files.roots import Roots
from bot.core.errors import ScreeningError
from bot.core.person import Person

if TYPE_CHECKING:
    from bot.settings import Settings

P = ParamSpec("P")
R = TypeVar("R")
F = TypeVar("F", bound=Callable[..., Any])

OPERATOR = Person("viva", "operator", "operator")
"""Who acts at the command line, as the audit chain names them: whoever can run it owns the database."""


class Failure(click.ClickException):
    """Something that a person can mend: said on stderr as it is, without a traceback; exit status 1 or its own."""

    def __init__(self, message: str, status: int = 1) -> None:
        super().__init__(message)
        self._status = status

    @property
    def exit_code(self) -> int:  # type: ignore[override]
        """Return what the process ends with."""
        return self._status

    def show(self, file: IO[Any] | None = None) -> None:
        """Write the message."""
        click.echo(self.message, file=file, err=True)


@contextmanager
def mendable() -> Iterator[None]:
    """Turn a ScreeningError into a Failure, and trouble with a disk, a file or a server, whoever met it."""
    try:
        yield
    except ScreeningError as fault:
        raise Failure(str(fault), fault.status) from fault
    except click.ClickException:
        raise
    except Exception as fault:
        from bot.store.database.trouble import in_words

        # What a system refuses without naming a file is what the command writes.
        told = in_words(fault, "what is written" if isinstance(fault, OSError) else _database())
        if told is None:
            raise
        raise Failure(str(told), told.status) from fault


def _database() -> str:
    """Return the database of the command that runs, as a person may see it."""
    from bot.store.database.engine import address, safe_url

    context = click.get_current_context(silent=True)
    named = context.params.get("db") if context else None
    try:
        return safe_url(address(named or settings_of_command().database_url))
    except (ScreeningError, RuntimeError):
        return "the database"


def faults_as_errors(command: Callable[P, R]) -> Callable[P, R]:
    """Let a command say what a person can mend on stderr and exit with its status; stands next to the function."""

    @functools.wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        with mendable():
            return command(*args, **kwargs)

    return guarded


def settings_of_command(context: click.Context | None = None) -> "Settings":
    """Return the settings of the command that runs, read once from the environment and .env; raise SettingError.

    Nothing else reads them: whatever is not a command takes what it needs as an argument.
    """
    root = (context or click.get_current_context()).find_root()
    if root.obj is None:
        from bot.settings import Settings

        root.obj = Settings()
    settings: Settings = root.obj
    return settings


def _content(context: click.Context, _parameter: click.Parameter, value: Roots) -> Roots | None:
    """Return the folders as given, or as the settings name them."""
    if value:
        return value
    with mendable():
        return settings_of_command(context).viva_content


def content_option(command: F) -> F:
    """Add `--content`, as `content`: folders, or None for what is shipped; falls back on VIVA_CONTENT."""
    return click.option(
        "--content",
        type=click.Path(path_type=Path),
        metavar="DIR",
        multiple=True,
        callback=_content,
        help="Folder with questionbank/ and rubrics/ (or VIVA_CONTENT); given again, the later one lies over it.",
    )(command)


def db_option(command: F) -> F:
    """Add `--db`, as `db`: a URL, or None; falls back on DATABASE_URL in the environment."""
    return click.option("--db", metavar="URL", envvar="DATABASE_URL", help="Database to use (or DATABASE_URL).")(
        command
    )


def grader_option(command: F) -> F:
    """Add `--grader`, as `grader`: keyword, llm or auto."""
    return click.option(
        "--grader",
        type=click.Choice(["auto", "keyword", "llm"]),
        default="auto",
        show_default=True,
        help="Who marks: the rules of the rubrics, the model, or the model where one is set up.",
    )(command)


def json_option(command: F) -> F:
    """Add `--json`, as `as_json`."""
    return click.option("--json", "as_json", is_flag=True, help="Write JSON for a script to read.")(command)
