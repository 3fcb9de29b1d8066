"""`viva audit`: who saw, changed or decided what, and whether the record still is as it was written."""

import asyncio
import json
import re
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import click

from bot.cli.database import open_store
from bot.cli.options import OPERATOR, Failure, db_option, faults_as_errors, json_option, settings_of_command
from bot.cli.words import count_of
from bot.core.audit import Act, Entry, Head, Link, first_break, older
from bot.core.errors import ScreeningError

HEAD = re.compile(r"\b(\d+):([0-9a-f]{64})\b")
"""An end of the chain, wherever it was written down."""
NO_KEY = "VIVA_AUDIT_KEY is not set. Set it to 32 characters or more that nobody else has."
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
@click.option(
    "--public-key", "public", metavar="KEY", help="Whoever handed FILE out has published it; FILE alone is checked."
)
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@db_option
@faults_as_errors
def verify(kept: str | None, log: IO[str] | None, public: str | None, file: Path | None, db: str | None) -> None:
    """Check every seal of the chain, and the tables against it; or, with --public-key, a FILE that was handed out.

    Exits with 1 and names the first entry that was changed, removed or moved, and each ended screening whose marks or
    decisions are not those that its last entry covers. Keep the end that is printed somewhere else: given back with
    --head, or found in the service's log with --heads, it shows that the chain was not cut short.
    """
    if file is not None or public is not None:
        _verify_file(file, public)
        return
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
    if before := older(links):
        click.echo(
            f"{count_of(len(before), 'screening')} older than the seals: nothing shows that what was decided and "
            f"marked there is as it was. “viva audit seal” covers them as they stand. {', '.join(before)}",
            err=True,
        )
    click.echo(f"{count_of(len(links), 'seal')}, all hold. The end is {head.number}:{head.seal}")


def _verify_file(file: Path | None, public: str | None) -> None:
    if file is None or public is None:
        raise ScreeningError("A file is verified by its signer's key: viva audit verify --public-key KEY FILE")
    from bot.ops.signed import verify as verified

    found = verified(file, public)
    click.echo(
        f"{file}: signed with this key at {found.at}, and not changed since: {', '.join(found.files)}. "
        f"The audit chain then ended at {found.head.number}:{found.head.seal}"
    )


@audit.command()
@click.option("--new", is_flag=True, help="Make a value for VIVA_AUDIT_KEY, and print it with its public key.")
@faults_as_errors
def key(new: bool) -> None:
    """Print the public key by which others verify what was handed out. Publish it, where it cannot be put in doubt."""
    from bot.ops.signed import public_key

    if new:
        made = secrets.token_urlsafe(32)
        click.echo(f"VIVA_AUDIT_KEY={made}")
        click.echo("Keep it apart from the database, and only there: whoever has it can sign.", err=True)
        click.echo(public_key(made.encode()))
        return
    if not settings_of_command().audit_key:
        raise ScreeningError(f"{NO_KEY} “viva audit key --new” makes one.")
    click.echo(public_key(settings_of_command().audit_key))


@audit.command()
@click.option(
    "--older", "adopts", is_flag=True, help="Cover also what is dated before the first entry, and no entry tells of."
)
@db_option
@faults_as_errors
def seal(adopts: bool, db: str | None) -> None:
    """Note that entries are sealed with VIVA_AUDIT_KEY from here on, and cover screenings older than the seals.

    They are covered as they stand: nothing shows what was changed before.
    """
    if not settings_of_command().audit_key:
        raise ScreeningError(NO_KEY)
    covered = asyncio.run(_seal(db, adopts=adopts))
    if covered:
        click.echo(f"{count_of(covered, 'screening')} older than the seals: covered as they stand.")
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


async def _seal(db: str | None, *, adopts: bool) -> int:
    """Begin to seal, and return how many older screenings are covered from now on."""
    from bot.app import SystemClock

    async with open_store(db) as store:
        found = [*older(await store.audited()), *(await store.dated_before() if adopts else ())]
        async with store.unit() as unit:
            now = SystemClock().now()
            await unit.note(Entry(now, OPERATOR.platform, OPERATOR.id, Act.SEALED))
            for session_id in found:
                await unit.note(Entry(now, OPERATOR.platform, OPERATOR.id, Act.OLDER, session_id))
    return len(found)


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
