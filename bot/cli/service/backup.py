"""`viva backup` and `viva restore`: a copy of an SQLite database, and the way back."""

from pathlib import Path

import click

from bot.cli.database import address
from bot.cli.options import db_option, faults_as_errors

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
@click.argument("file", type=FILE)
@db_option
@faults_as_errors
def backup(file: Path, db: str | None) -> None:
    """Copy the database to FILE, while it is in use."""
    from bot.store.database.backup import back_up

    size = back_up(address(db), file)
    click.echo(
        f"{file}: {size / 1e6:.1f} MB, checked. It holds what candidates wrote: keep it as you keep the database."
    )


@click.command()
@click.argument("file", type=FILE)
@db_option
@faults_as_errors
def restore(file: Path, db: str | None) -> None:
    """Put the copy in FILE in the database's place; the old one is kept beside it."""
    from bot.store.database.backup import restore as put_back

    kept = put_back(file, address(db))
    click.echo(f"{file}: restored.{f' What was there before is now {kept}.' if kept else ''}")
