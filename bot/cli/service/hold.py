"""`viva hold`: keeps a person's or a role's screenings from being erased, while a claim or an inquiry needs them."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime

import click

from bot.cli.database import open_store
from bot.cli.options import OPERATOR, Failure, content_option, db_option, faults_as_errors
from bot.cli.service.person import person_named
from bot.cli.words import count_of
from bot.content.files.roots import Roots
from bot.core.audit import Act, Entry
from bot.core.errors import ScreeningError
from bot.core.hold import Hold, in_words
from bot.flow.ports import Store

LONGEST = 1000
"""Characters of a reason, which the person is shown."""
ROLE = "role:"


@click.group()
def hold() -> None:
    """Keep screenings from being erased: by `viva erase`, and when their time is over."""


@hold.command()
@click.argument("about", metavar="PLATFORM:ID|role:ID")
@click.option("--reason", required=True, help="Why. The person is shown it when they ask for their data.")
@click.option("--by", "who", required=True, help="Whose word it is: a name that can be asked.")
@click.option(
    "--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day on which it stands (UTC); else until released."
)
@content_option
@db_option
@faults_as_errors
def add(about: str, reason: str, who: str, until: datetime | None, content: Roots | None, db: str | None) -> None:
    """Put a person, such as slack:U0123, or a role, such as role:ai-infrastructure, on hold."""
    placed, screenings = asyncio.run(_placed(about, _line(reason), _line(who), until, content, db))
    click.echo(f"hold {placed.number}: {placed.about} is {in_words(placed)}. {count_of(screenings, 'screening')} now.")


@hold.command("list")
@click.option("--all", "ended", is_flag=True, help="Also those that were released or are over.")
@db_option
@faults_as_errors
def show(ended: bool, db: str | None) -> None:
    """List the holds that stand."""
    now = _now()
    for each in asyncio.run(_holds(db)):
        if ended or each.stands(now):
            over = "" if each.stands(now) else f", released by {each.released_by}" if each.released_by else ", over"
            click.echo(f"{each.number:>4}  {each.about}  {in_words(each)} ({each.placed_by}, {_day(each)}{over})")


@hold.command()
@click.argument("number", type=click.IntRange(min=1))
@click.option("--by", "who", required=True, help="Whose word it is: a name that can be asked.")
@db_option
@faults_as_errors
def release(number: int, who: str, db: str | None) -> None:
    """End a hold; what was kept for it alone goes when it is erased or its time is over."""
    ended = asyncio.run(_released(number, _line(who), db))
    if ended is None:
        raise Failure(f"There is no hold {number} that stands. See: viva hold list --all")
    click.echo(f"hold {number}: released. Whoever asked for an erasure meanwhile has to hear of it: {ended.about}.")


async def _placed(
    about: str, reason: str, who: str, until: datetime | None, content: Roots | None, db: str | None
) -> tuple[Hold, int]:
    """Keep a hold, noted for each screening under it; return it and how many those are."""
    now = _now()
    last = until.date() if until else None
    if last is not None and last < now.date():
        raise ScreeningError(f"--until {last}: that day is over. Name today or a later one.")
    role = about.removeprefix(ROLE) if about.startswith(ROLE) else ""
    platform, person = ("", "") if role else person_named(about)
    async with open_store(db) as store:
        found = await _under(store, platform, person, role)
        if not found and not (role and _is_role(role, content)):
            raise Failure(f"{about}: no screening of theirs is kept, and there is no such role: nothing to hold.")
        async with store.unit() as unit:
            placed = await unit.place_hold(Hold(platform, person, role, reason, who, now, last))
            for subject in found or [f"{ROLE}{role}"]:
                await unit.note(_entry(now, Act.HELD, subject, placed.number))
    return placed, len(found)


async def _released(number: int, who: str, db: str | None) -> Hold | None:
    now = _now()
    async with open_store(db) as store:
        standing = next((h for h in await store.legal_holds() if h.number == number), None)
        if standing is None:
            return None
        found = await _under(store, standing.platform, standing.person_id, standing.role_id)
        async with store.unit() as unit:
            ended = await unit.release_hold(number, who, now)
            if ended is not None:
                for subject in found or [f"{ROLE}{standing.role_id}"]:
                    await unit.note(_entry(now, Act.RELEASED, subject, number))
    return ended


async def _holds(db: str | None) -> Sequence[Hold]:
    async with open_store(db) as store:
        return await store.legal_holds()


async def _under(store: Store, platform: str, person: str, role: str) -> list[str]:
    """Return the screenings that a hold is about, the oldest first."""
    if role:
        return sorted(s.id for s in await store.recent(10**9) if s.role.id == role and not s.is_erased)
    return sorted(session.id for session in await store.screenings_of(platform, person))


def _is_role(role: str, content: Roots | None) -> bool:
    from bot.content.load import load

    return role in load(content).roles


def _entry(now: datetime, act: Act, subject: str, number: int) -> Entry:
    return Entry(now, OPERATOR.platform, OPERATOR.id, act, subject, f"hold {number}")


def _line(text: str) -> str:
    line = " ".join(text.split())
    if not line or len(line) > LONGEST:
        raise ScreeningError(f"--reason and --by are to be from 1 to {LONGEST:,} characters.")
    return line


def _day(placed: Hold) -> date:
    return placed.placed_at.date()


def _now() -> datetime:
    from bot.app import SystemClock

    return SystemClock().now()
