"""`viva jobs`: what failed or waits for another try, for an operator to look into; never a person's words."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import datetime
from typing import TypeVar

import click

from bot.cli.database import open_store
from bot.cli.options import OPERATOR, Failure, db_option, faults_as_errors, json_option
from bot.store.store import SqlStore

T = TypeVar("T")


@click.group()
def jobs() -> None:
    """List what failed, and have it tried again or dropped."""


@jobs.command("list")
@db_option
@json_option
@faults_as_errors
def list_(db: str | None, as_json: bool) -> None:
    """List what failed, is under way, or waits for another try, the oldest first."""
    found = _on(db, lambda store: store.parked())
    if as_json:
        click.echo(json.dumps([asdict(effect) for effect in found], default=str))
        return
    if not found:
        click.echo("Nothing failed, and nothing waits for another try.")
    for effect in found:
        click.echo(
            f"{effect.id:>6}  {effect.state:<8} {effect.kind:<15} of screening {effect.session_id}  "
            f"failed {effect.faults} times ({effect.fault or 'no fault noted'}); {effect.behind} behind it"
        )


@jobs.command()
@click.argument("number", type=int)
@db_option
@json_option
@faults_as_errors
def show(number: int, db: str | None, as_json: bool) -> None:
    """Show one of them in full."""
    found = _on(db, lambda store: store.parked(number))
    if not found:
        raise Failure(f"There is no effect {number}. Run: viva jobs list")
    values = asdict(found[0])
    if as_json:
        click.echo(json.dumps(values, default=str))
        return
    for name, value in values.items():
        click.echo(f"{name.replace('_', ' '):<14}{'' if value is None else value}")


@jobs.command()
@click.argument("number", type=int)
@db_option
@faults_as_errors
def retry(number: int, db: str | None) -> None:
    """Have one tried anew; a running service takes it up within 5 s."""
    _changed(number, _on(db, lambda store: store.retry(number, _now(), OPERATOR)), "is tried anew")


@jobs.command()
@click.argument("number", type=int)
@db_option
@click.confirmation_option(prompt="It will never be done, and what is behind it goes on without it. Drop it?")
@faults_as_errors
def drop(number: int, db: str | None) -> None:
    """Leave one undone for good, so that what is behind it goes on."""
    _changed(number, _on(db, lambda store: store.drop(number, _now(), OPERATOR)), "is dropped")


def _changed(number: int, done: bool, what: str) -> None:
    if not done:
        raise Failure(f"Effect {number} neither failed nor waits for another try. Run: viva jobs list")
    click.echo(f"Effect {number} {what}.")


def _now() -> datetime:
    from bot.app import SystemClock

    return SystemClock().now()


def _on(db: str | None, ask: Callable[[SqlStore], Awaitable[T]]) -> T:
    async def asked() -> T:
        async with open_store(db) as store:
            return await ask(store)

    return asyncio.run(asked())
