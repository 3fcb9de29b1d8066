"""`viva bank diff`: what the changes since a revision do to marks, before anybody merges them."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

import click

from bot.cli.database import NO_DATABASE, is_there, open_store
from bot.cli.options import content_option, db_option, faults_as_errors, json_option
from bot.cli.words import count_of
from bot.content.files.roots import Roots, content_root
from bot.content.git_revision import at_revision
from bot.content.load import load
from bot.core.bank.candidate_copy import as_asked, fill_item
from bot.core.bank.item import Bank
from bot.core.grading.keywords import grade
from bot.core.report.regrade import Regraded, compare

SAME = 5e-4


@dataclass(frozen=True)
class Shift:
    """One sample whose score moves; both in [0, 1], None where it had or has no mark."""

    item: str
    sample: str
    before: float | None
    after: float | None


@click.command()
@click.argument("revision", metavar="REV")
@content_option
@db_option
@json_option
@faults_as_errors
def diff(revision: str, content: Roots | None, db: str | None, as_json: bool) -> None:
    """Show what the changes since a git revision do to marks.

    Marks today's samples, and the answers of finished screenings in the database, by the rubrics of REV and by those
    in the folder, with the keyword grader. Nothing is changed.
    """
    now = load(content)
    with at_revision(content_root(content), revision) as folder:
        before = load(folder)
    added, gone, changed = _items(before, now)
    shifts = [shift for item in changed for shift in _samples(item, before, now)]
    moved = asyncio.run(_screenings(db, changed, before, now))
    if as_json:
        record = {
            "added": added, "removed": gone, "changed": changed, "samples": [asdict(s) for s in shifts],
            "screenings": [
                {"session": r.session.id, "answers": [m.item for m in r.moved], "band_moves": r.band_moves,
                 "suggestion_moves": r.suggestion_moves}
                for r in moved
            ],
        }  # fmt: skip
        click.echo(json.dumps(record, indent=2, ensure_ascii=False))
        return
    for what, names in (("new", added), ("removed", gone), ("changed", changed)):
        if names:
            click.echo(f"{what}: {', '.join(names)}")
    for shift in shifts:
        click.echo(f"  {shift.item}, sample {shift.sample}: {_shown(shift.before)} → {_shown(shift.after)}")
    for r in moved:
        what = ", ".join(f"question {m.position} {_shown(m.before.score if m.before else None)} → "
                         f"{_shown(m.after.score)}" for m in r.moved)  # fmt: skip
        click.echo(f"  {r.session.id}: {what}{'; the band moves' if r.band_moves else ''}")
    bands = count_of(sum(r.band_moves for r in moved), "band")
    click.echo(f"{count_of(len(shifts), 'sample')} and {count_of(len(moved), 'screening')} would be marked otherwise; "
               f"{bands} would move.")  # fmt: skip


def _items(before: Bank, now: Bank) -> tuple[list[str], list[str], list[str]]:
    """Return the items that are new, that are gone, and whose stem, numbers or rubric changed."""
    both = sorted(before.items.keys() & now.items.keys())
    changed = [
        name
        for name in both
        if (before.items[name].digest, before.rubrics[name].digest)
        != (now.items[name].digest, now.rubrics[name].digest)
    ]
    return sorted(now.items.keys() - before.items.keys()), sorted(before.items.keys() - now.items.keys()), changed


def _samples(item: str, before: Bank, now: Bank) -> list[Shift]:
    found = []
    for sample in now.samples[item].samples if item in now.samples else ():
        answer, theirs, rubric = as_asked(sample, now.items[item], now.rubrics[item])
        old = grade(answer, *fill_item(before.items[item], before.rubrics[item], sample.given)).score
        new = grade(answer, theirs, rubric).score
        if _differ(old, new):
            found.append(Shift(item, sample.id, old, new))
    return found


async def _screenings(db: str | None, changed: Sequence[str], before: Bank, now: Bank) -> list[Regraded]:
    """Return the finished screenings in which an answer to a changed item would be marked otherwise."""
    if not is_there(db):
        click.echo(NO_DATABASE, err=True)
        return []
    if not changed:
        return []
    moved = []
    async with open_store(db) as store:
        for session_id in await store.over():
            session = await store.load(session_id)
            grades = {}
            for asked in session.administrations:
                name = asked.item.id
                if name in changed and asked.grades and not asked.skipped:
                    old = grade(asked.response, *fill_item(before.items[name], before.rubrics[name], asked.item.given))
                    new = grade(asked.response, *fill_item(now.items[name], now.rubrics[name], asked.item.given))
                    if _differ(old.score, new.score):
                        grades[asked.position] = new
            if (result := compare(session, grades)).moved:
                moved.append(result)
    return moved


def _differ(old: float | None, new: float | None) -> bool:
    return old is not new if old is None or new is None else abs(old - new) > SAME


def _shown(score: float | None) -> str:
    return "no mark" if score is None else f"{score:.2f}"
