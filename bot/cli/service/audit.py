"""`viva audit`: who saw, changed or decided what, and whether the record still is as it was written."""

import asyncio
import json
import re
from collections.abc import Sequence
from typing import IO

import click

from bot.cli.database import open_store
from bot.cli.options import OPERATOR, Failure, db_option, faults_as_errors, json_option, settings_of_command
from bot.cli.words import count_of
from bot.core.audit import Act, Entry, Head, Link, first_break
from bot.core.errors import ScreeningError

HEAD = re.compile(r"\b(\d+):([0-9a-f]{64})\b")
"""An end of the chain, wherever it was written down."""
PLAIN = (
    "The seals are plain: whoever can write the database can write the whole chain anew. Set VIVA_AUDIT_KEY, and "
    "compare with an end that was kept elsewhere (--head, --heads)."
)


@click.group()
def audit() -> None:
    """Show who saw, changed or decided what, and prove it."""


@audit.command()
@click.option(
    "--head", "kept", metavar="NUMBER:SEAL", help="The end that an earlier run printed: nothing before it may be gone."
)
@click.option(
    "--heads",
    "log",
    type=click.File("r", encoding="utf-8", errors="replace"),
    help="A log of the service, or anything else that names earlier ends: all of them have to be there.",
)
@db_option
@faults_as_errors
def verify(kept: str | None, log: IO[str] | None, db: str | None) -> None:
    """Check every seal of the chain, and the tables against it.

    Exits with 1 and names the first entry that was changed, removed or moved, and each ended screening whose marks or
    decisions are not those that its last entry covers. Keep the end that is printed somewhere else: given back with
    --head, or found in the service's log with --heads, it shows that the chain was not cut short.
    """
    links, head = asyncio.run(_read(db, None, None))
    key = settings_of_command().audit_key
    broken = first_break(links, head, key)
    if broken is not None:
        raise Failure(f"entry {broken.number}: {broken.problem}. Compare with a backup from before.")
    ends = [Head(int(number), seal) for number, seal in HEAD.findall("".join(log or ""))]
    for end in [*ends, *([_parsed(kept)] if kept is not None else [])]:
        _still_there(links, end)
    if differing := asyncio.run(_differing(db)):
        raise Failure("\n".join(f"{line}. Compare with a backup from before." for line in differing))
    if not key:
        click.echo(PLAIN, err=True)
    click.echo(f"{count_of(len(links), 'seal')}, all hold. The end is {head.number}:{head.seal}")


@audit.command()
@db_option
@faults_as_errors
def seal(db: str | None) -> None:
    """Note that entries are sealed with VIVA_AUDIT_KEY from here on."""
    if not settings_of_command().audit_key:
        raise ScreeningError("VIVA_AUDIT_KEY is not set. Set it to 32 characters or more that nobody else has.")
    asyncio.run(_seal(db))
    click.echo("Sealed. Keep the key apart from the database: who has both can write the chain anew.")


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


async def _differing(db: str | None) -> Sequence[str]:
    async with open_store(db) as store:
        return await store.differing()


async def _seal(db: str | None) -> None:
    from bot.app import SystemClock

    async with open_store(db) as store, store.unit() as unit:
        await unit.note(Entry(SystemClock().now(), OPERATOR.platform, OPERATOR.id, Act.SEALED))


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
