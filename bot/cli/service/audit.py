"""`viva audit`: who saw, changed or decided what, and whether the record still is as it was written."""

import asyncio
import json
from collections.abc import Sequence

import click

from bot.cli.database import open_store
from bot.cli.options import Failure, db_option, faults_as_errors, json_option
from bot.cli.words import count_of
from bot.core.audit import Head, Link, first_break
from bot.core.errors import ScreeningError


@click.group()
def audit() -> None:
    """Show who saw, changed or decided what, and prove it."""


@audit.command()
@click.option(
    "--head", "kept", metavar="NUMBER:SEAL", help="The end that an earlier run printed: nothing before it may be gone."
)
@db_option
@faults_as_errors
def verify(kept: str | None, db: str | None) -> None:
    """Check every seal of the chain.

    Exits with 1 and names the first entry that was changed, removed or moved. Keep the end that is printed somewhere
    else: given back with --head, it shows that the chain was not cut short and written anew.
    """
    links, head = asyncio.run(_read(db, None, None))
    broken = first_break(links, head)
    if broken is not None:
        raise Failure(f"entry {broken.number}: {broken.problem}. Compare with a backup from before.")
    if kept is not None:
        _still_there(links, _parsed(kept))
    click.echo(f"{count_of(len(links), 'seal')}, all hold. The end is {head.number}:{head.seal}")


@audit.command("list")
@click.option("--about", metavar="ID", help="Only what is about this screening or person.")
@click.option("--last", type=click.IntRange(min=1), default=50, show_default=True, help="How many, the newest.")
@db_option
@json_option
@faults_as_errors
def show(about: str | None, last: int, db: str | None, as_json: bool) -> None:
    """List the newest entries, the oldest of them first."""
    links, _ = asyncio.run(_read(db, about, last))
    for link in links:
        click.echo(json.dumps(_record(link), ensure_ascii=False) if as_json else _line(link))


async def _read(db: str | None, subject: str | None, last: int | None) -> tuple[Sequence[Link], Head]:
    async with open_store(db) as store:
        return await store.audited(subject, last), await store.audit_head()


def _parsed(text: str) -> Head:
    number, _, seal = text.partition(":")
    if not number.isdigit() or not seal:
        raise ScreeningError('--head is written NUMBER:SEAL, as "viva audit verify" printed it.')
    return Head(int(number), seal)


def _still_there(links: Sequence[Link], kept: Head) -> None:
    if kept.number and (kept.number > len(links) or links[kept.number - 1].seal != kept.seal):
        raise Failure(
            f"entry {kept.number} is not the one that was there when its seal was kept: the chain was written anew."
        )


def _line(link: Link) -> str:
    e = link.entry
    about = " ".join(part for part in (e.subject, e.detail) if part)
    return f"{link.number:>6}  {e.at:%Y-%m-%d %H:%M:%S}  {e.platform}:{e.actor}  {e.act.value}  {about}".rstrip()


def _record(link: Link) -> dict[str, object]:
    e = link.entry
    fields = {"platform": e.platform, "actor": e.actor, "act": e.act.value, "subject": e.subject, "detail": e.detail}
    return {"number": link.number, "at": e.at.isoformat(), **fields, "seal": link.seal}
