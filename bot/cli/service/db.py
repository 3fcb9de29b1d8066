"""`viva db`: the tables of the database, and the way to those that this program needs."""

import click

from bot.cli.database import address
from bot.cli.options import db_option, faults_as_errors, settings_of_command


@click.group()
def db() -> None:
    """Bring the database up to date."""


@db.command()
@db_option
@faults_as_errors
def upgrade(db: str | None) -> None:
    """Bring the tables to the version that this program needs; nothing happens when they are there."""
    from bot.store.database.engine import for_drivers
    from bot.store.database.opening import bring_up_to_date, schema_version

    url = address(db)
    before = schema_version(url)
    after = bring_up_to_date(url)
    server = for_drivers(url)
    if server is not None:
        from bot.jobs.schema import bring_up_to_date as bring_queue_up_to_date

        bring_queue_up_to_date(server)
    if before == after:
        click.echo(f"{after.name}: up to date, version {after.version}.")
    else:
        click.echo(f"{after.name}: brought from version {before.version or 'none'} to {after.version}.")


@db.command()
@db_option
@faults_as_errors
def current(db: str | None) -> None:
    """Say which version the tables have; nothing is changed."""
    from bot.store.database.opening import must_exist, schema_version

    must_exist(address(db))
    found = schema_version(address(db))
    remedy = "up to date" if found.is_current else "not what this viva needs. Run: viva db upgrade"
    click.echo(f"{found.name}: version {found.version or 'none'}, {remedy}.")


@db.command()
@db_option
@faults_as_errors
def scrub(db: str | None) -> None:
    """Write the database anew, so that no byte of what was taken out is left in its files.

    `viva erase` and `viva purge` do so themselves. Whoever writes meanwhile waits.
    """
    from bot.core.errors import Busy
    from bot.store.database import engine
    from bot.store.database.opening import must_exist
    from bot.store.database.scrub import scrub_database

    must_exist(address(db))
    where = engine.address(address(db))
    if not scrub_database(where):
        raise Busy(f"{engine.safe_url(where)}: others use it and kept it from being done. Try at a quieter hour.")
    click.echo(f"{engine.safe_url(where)}: written anew. What was taken out is not in its files any more.")


@db.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@faults_as_errors
def copy(source: str, target: str) -> None:
    """Copy all that a database holds into an empty one: SQLite to PostgreSQL, or back. Stop the bot first."""
    from bot.store.copy import copy as move
    from bot.store.database.engine import for_drivers

    copied = move(
        source, target, lambda table, rows: click.echo(f"{table:<16} {rows}"), settings_of_command().audit_key
    )
    server = for_drivers(target)
    if server is not None:
        from bot.jobs.schema import bring_up_to_date

        bring_up_to_date(server)
    click.echo(f"{sum(copied.rows.values())} rows copied, and counted there.")
    if copied.broken is None:
        click.echo(f"The audit chain holds there: {copied.end.number} entries, its end is {copied.end.seal}.")
    else:
        click.echo(f"The audit chain was copied as it stood: {copied.broken.problem}. Run: viva audit verify", err=True)
    click.echo("Set DATABASE_URL to the new address.")
