"""`viva export`, `viva erase` and `viva purge`: one person's data, and what was kept long enough."""

import asyncio
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.database import address, open_store
from bot.cli.options import OPERATOR, Failure, content_option, db_option, faults_as_errors, settings_of_command
from bot.cli.service.copies import beside, handed_out
from bot.cli.words import count_of
from bot.content.files.roots import Roots
from bot.core.errors import Busy, ScreeningError
from bot.core.hold import Hold, in_words

if TYPE_CHECKING:
    from bot.core.audit import Head
    from bot.ops.export import Sign

PLATFORMS = ("slack", "discord", "console")
"""Where people are met; a test compares them with the chats there are."""
PERSON = click.argument("person", metavar="PLATFORM:ID")


@click.command()
@PERSON
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="The zip to write; my-data.zip if left out."
)
@db_option
@faults_as_errors
def export(person: str, out: Path | None, db: str | None) -> None:
    """Write one person's data to a zip to hand over: a page to read, and JSON.

    What is theirs is in it: their words, what was credited with the words that show it, scores, decisions with reasons,
    who looked. What belongs to the bank is not: open facts, phrases, levels, model answers. With VIVA_AUDIT_KEY it is
    signed, with where the audit chain ends: viva audit verify --public-key KEY FILE.

    PLATFORM:ID is how the platform calls them, such as slack:U0123 or discord:4567.
    """
    target = out or Path("my-data.zip")
    if target.exists():
        raise ScreeningError(f"{target} is there already. Name another file with --out.")
    made, screenings = asyncio.run(_exported(*person_named(person), db))
    if not screenings:
        raise Failure(f"{person}: no screening of this person is kept.")
    target.write_bytes(made)
    target.chmod(0o600)
    click.echo(f"{target}: {count_of(screenings, 'screening')}. Hand it over and remove it: it holds all they wrote.")


@click.command()
@PERSON
@click.option("--yes", is_flag=True, help="Do not ask.")
@db_option
@faults_as_errors
def erase(person: str, yes: bool, db: str | None) -> None:
    """Take one person's data out of the database, and out of what was posted.

    Posted cards are edited by the running service, or at its next start.
    """
    platform, person_id = person_named(person)
    if not yes and not (sys.stdin.isatty() and click.confirm(f"Erase everything about {person}? There is no way back")):
        raise Failure("Nothing was erased. To erase without being asked, add --yes.")
    erased, held, copies, clean = asyncio.run(_erased(platform, person_id, db))
    if not erased and not held:
        raise Failure(f"{person}: no screening of this person is kept.")
    if erased:
        many = count_of(erased, "screening")
        click.echo(f"{person}: {many} erased. Copies of the database from before still hold them.")
    for line in copies:
        click.echo(f"Not reached: {line}")
    _must_be_clean(clean)
    if held:
        told = "\n".join(f"screening {session_id}: {in_words(hold)}" for session_id, hold in held)
        raise Failure(f"{told}\nNot erased. Tell them so, and answer them yourself. To end one: viva hold release")


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
@content_option
@db_option
@faults_as_errors
def purge(dry_run: bool, content: Roots | None, db: str | None) -> None:
    """Erase what was kept for as long as VIVA_RETENTION says."""
    gone, copies, clean = asyncio.run(_purged(content, db, dry=dry_run))
    verb = "would be erased" if dry_run else "erased"
    click.echo(f"{count_of(gone, 'screening')} {verb}.")
    for line in copies if gone else ():
        click.echo(f"Not reached: {line}")
    _must_be_clean(clean)


def _must_be_clean(clean: bool) -> None:
    if not clean:
        raise Failure(
            "What was taken out may still stand in free places of the database's files: others kept them from being "
            "written anew. Run: viva db scrub",
            Busy.status,
        )


def person_named(person: str) -> tuple[str, str]:
    """Return the platform and id of a person written PLATFORM:ID; raise ScreeningError."""
    platform, colon, person_id = person.partition(":")
    if not (colon and person_id) or platform not in PLATFORMS:
        known = ", ".join(PLATFORMS)
        raise ScreeningError(
            f'"{person}" names nobody. Write PLATFORM:ID, such as slack:U0123 or discord:4567. The platforms: {known}.'
        )
    return platform, person_id


async def _exported(platform: str, person_id: str, db: str | None) -> tuple[bytes, int]:
    from bot.app import SystemClock, terms_of
    from bot.core.audit import Act, Entry
    from bot.ops.export import archive

    clock = SystemClock()
    async with open_store(db) as store:
        sessions = await store.screenings_of(platform, person_id)
        now = clock.now()
        told = [(s, await store.audited(s.id), await store.holds_on(s.id, now)) for s in sessions]
        async with store.unit() as unit:
            for session in sessions:
                await unit.note(Entry(now, OPERATOR.platform, OPERATOR.id, Act.EXPORTED, session.id))
        head = await store.audit_head()
    settings = settings_of_command()
    signs = _signer(head, now, settings.audit_key) if settings.audit_key else None
    return archive(told, now, terms_of(settings), signs), len(sessions)


def _signer(head: "Head", now: datetime, key: bytes) -> "Sign":
    from bot.ops.signed import sign

    return lambda files: sign(files, head, now, key)


async def _erased(
    platform: str, person_id: str, db: str | None
) -> tuple[int, Sequence[tuple[str, Hold]], list[str], bool]:
    """Erase a person; return how many screenings, which not for a hold, what is not reached, whether bytes are gone."""
    from bot.app import SystemClock, new_id
    from bot.flow.entrance.retention import Erasure

    async with open_store(db) as store:
        erasure = Erasure(store, SystemClock(), lambda: None, new_id)
        held = await erasure.held(platform, person_id)
        erased = await erasure.of_person(platform, person_id, OPERATOR)
        copies = [line for session_id in erased for line in handed_out(await store.audited(session_id))]
        return len(erased), held, [*copies, *beside(address(db))], not erased or await store.scrub()


async def _purged(content: Roots | None, db: str | None, *, dry: bool) -> tuple[int, list[str], bool]:
    from bot.app import SystemClock, new_id
    from bot.content.load import load
    from bot.flow.entrance.retention import Erasure

    settings = settings_of_command()
    days = settings.retention_days({role.id: role.place for role in load(content).roles.values()})
    if not days:
        raise ScreeningError("VIVA_RETENTION is not set: nothing is ever erased by age. Write it like eu=365,*=730.")
    async with open_store(db) as store:
        erasure = Erasure(store, SystemClock(), lambda: None, new_id)
        gone = await erasure.of_the_past(days, dry=dry)
        copies = [line for session_id in gone for line in handed_out(await store.audited(session_id))]
        return len(gone), [*copies, *beside(address(db))], dry or not gone or await store.scrub()
