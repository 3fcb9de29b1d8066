"""`viva calibrate`: learns from past screenings how hard the items are, and keeps every version."""

import asyncio
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict

import click
from rich.console import Console
from rich.progress import track

from bot import app
from bot.cli.database import open_store
from bot.cli.fits_tables import tables_of
from bot.cli.options import content_option, db_option, faults_as_errors, json_option
from bot.content.files.roots import Roots
from bot.content.load import load
from bot.core.adaptive.estimation.learned import Fits
from bot.core.bank.item import Bank
from bot.core.calibration.history import Drift, counts, drifting_items, sitting_of
from bot.core.calibration.items import fit
from bot.core.errors import ScreeningError
from bot.core.screening.session import Session
from bot.store.calibrations import Learnt


@click.command()
@click.option("--dry-run", is_flag=True, help="Show what would be learnt, and change nothing.")
@click.option("--hold", multiple=True, metavar="ITEM", help="Keep this item at its label, whatever its data say.")
@click.option("--list", "listed", is_flag=True, help="List every version that was ever in force.")
@click.option("--use", type=click.IntRange(min=1), metavar="NUMBER", help="Put an earlier version in force again.")
@click.option("--labels", is_flag=True, help="Go back to the items' labels alone.")
@content_option
@db_option
@json_option
@faults_as_errors
def calibrate(
    dry_run: bool,
    hold: tuple[str, ...],
    listed: bool,
    use: int | None,
    labels: bool,
    content: Roots | None,
    db: str | None,
    as_json: bool,
) -> None:
    """Learn from past screenings how hard items really are, for screenings to come.

    Those that are under way or over keep what they began with, so that their summaries can be made again.
    """
    if sum((dry_run, listed, use is not None, labels)) > 1:
        raise click.UsageError("--dry-run, --list, --use and --labels exclude each other.")
    bank = load(content)
    unknown = sorted(set(hold) - bank.items.keys())
    if unknown:
        raise ScreeningError(f"there is no item {unknown[0]!r} to hold. See: viva bank stats")
    if listed:
        _show_history(asyncio.run(_history(db)), as_json)
    elif use is not None or labels:
        number, fits = asyncio.run(_put_back(db, use))
        what = "the items' labels alone" if fits is None else f"version {use} ({fits.digest})"
        click.echo(f"In force for new screenings, as version {number}: {what}.")
    else:
        _learn(bank, db, hold, dry_run, as_json)


def _learn(bank: Bank, db: str | None, hold: Sequence[str], dry_run: bool, as_json: bool) -> None:
    sessions = asyncio.run(_sessions(db))
    good = [session for session in sessions if counts(session)]
    if not good:
        raise ScreeningError("There is no finished screening to learn from yet.")
    today = app.SystemClock().now().date()
    sittings = [sitting_of(session) for session in good]
    fits = fit(sittings, list(bank.items.values()), today, left_out=len(sessions) - len(good), held=hold)
    drifts = drifting_items(good, fits.tables)
    number = None if dry_run else asyncio.run(_keep(db, fits))
    if as_json:
        document = {"number": number, "digest": fits.digest, "drifting": [asdict(d) for d in drifts]}
        json.dump(document | fits.model_dump(mode="json"), sys.stdout, indent=2)
        sys.stdout.write("\n")
    else:
        _show(fits, drifts, number)


def _show(fits: Fits, drifts: Sequence[Drift], number: int | None) -> None:
    console = Console(width=100, highlight=False)
    console.print(
        f"Learnt from {fits.sessions} screenings; {fits.left_out} were left out as unfinished or unusual.\n"
        f"Applicants' ability: mean {fits.mean:+.2f}, SD {fits.sd:.2f} logits. "
        "If a role's prior says otherwise, its file is the place to change it."
    )
    for table in tables_of(fits, drifts):
        console.print(table)
    kept = "Nothing was changed." if number is None else f"In force for new screenings, as version {number}."
    console.print(f"{kept} Digest {fits.digest}.")


def _show_history(history: Sequence[Learnt], as_json: bool) -> None:
    rows = [
        {
            "number": one.number,
            "at": one.at.isoformat(timespec="minutes"),
            "digest": one.fits.digest if one.fits else None,
            "sessions": one.fits.sessions if one.fits else 0,
        }
        for one in history
    ]
    if as_json:
        json.dump(rows, sys.stdout, indent=2)
        sys.stdout.write("\n")
        return
    for row in rows:
        what = f"{row['digest']}, from {row['sessions']} screenings" if row["digest"] else "the items' labels alone"
        click.echo(f"{row['number']:>3}  {row['at']}  {what}")
    if not rows:
        click.echo("Nothing was learnt yet: screenings run on the items' labels.")


async def _sessions(db: str | None) -> list[Session]:
    """Return the screenings that are over, the oldest first; a bar shows on a terminal."""
    console = Console(stderr=True)
    async with open_store(db) as store:
        ids = await store.over()
        bar = track(ids, "Reading", console=console, transient=True, disable=not sys.stderr.isatty())
        return [await store.load(session_id) for session_id in bar]


async def _keep(db: str | None, fits: Fits) -> int:
    async with open_store(db) as store:
        return await store.learn(fits, app.SystemClock().now())


async def _history(db: str | None) -> Sequence[Learnt]:
    async with open_store(db) as store:
        return await store.learnt()


async def _put_back(db: str | None, number: int | None) -> tuple[int, Fits | None]:
    """Put an earlier version in force again, or for None the labels; return its new number and what it is."""
    async with open_store(db) as store:
        fits = None
        if number is not None:
            found = next((one for one in await store.learnt() if one.number == number), None)
            if found is None:
                raise ScreeningError(f"There is no version {number}. See: viva calibrate --list")
            fits = found.fits
        return await store.learn(fits, app.SystemClock().now()), fits
