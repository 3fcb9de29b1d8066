"""`viva doctor`: looks at everything a screening needs, and says what to mend."""

import sys
from collections.abc import Callable
from pathlib import Path

import click

from bot.cli.options import content_option, db_option, faults_as_errors
from bot.core.errors import ScreeningError


@click.command()
@content_option
@db_option
@faults_as_errors
def doctor(content: Path | None, db: str | None) -> None:
    """Check the set-up and say what to mend."""
    checks: tuple[tuple[str, Callable[[], str]], ...] = (
        ("settings", _settings),
        ("content", lambda: _content(content)),
        ("database", lambda: _database(db)),
    )
    healthy = True
    for name, look in checks:
        try:
            click.echo(f"{name:<10} ok: {look()}")
        except ScreeningError as fault:
            healthy = False
            click.echo(f"{name:<10} to mend: {fault}")
    if not healthy:
        sys.exit(1)


def _settings() -> str:
    from bot.settings import Settings

    Settings()
    return "read from the environment and .env"


def _content(content: Path | None) -> str:
    from bot.content.load import load

    bank = load(content)
    return f"{len(bank.items)} items, {len(bank.rubrics)} rubrics, {len(bank.roles)} roles; version {bank.version}"


def _database(db: str | None) -> str:
    from bot.settings import Settings
    from bot.store.opening import standing

    found = standing(db or Settings().database_url)
    if found.version is None:
        return f"{found.name} does not exist yet and is made when it is first needed"
    if not found.is_current:
        raise ScreeningError(f"{found.name} has tables of version {found.version}. Run: viva db upgrade")
    return f"{found.name}, version {found.version}"
