"""`viva simulate`: made-up candidates through the real engine and bank, and what that shows."""

import json
import multiprocessing
import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from bot.cli.findings_tables import bought_by, tables_of
from bot.cli.options import content_option, faults_as_errors, json_option
from bot.content.files.roots import Roots
from bot.content.load import load
from bot.core.adaptive.estimation.likelihoods import LABELS
from bot.core.bank.item import Bank, Item
from bot.core.bank.role import Role
from bot.core.errors import ScreeningError
from bot.core.simulation.bank_growth import MORE, grow_bank, thinnest
from bot.core.simulation.candidates import Screened, screen_all
from bot.core.simulation.findings import Findings, findings

PICTURES = (".png", ".svg")
CHUNK = 50
"""Candidates that a process takes at a time, each sparing the items that those before met: enough of them to show
what sparing does, few enough for a bar."""


@click.command()
@click.option("--role", "role_id", default="ai-infrastructure", show_default=True, help="The role to screen for.")
@click.option("--candidates", type=click.IntRange(min=1), default=500, show_default=True, help="How many.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="Repeats a run exactly.")
@click.option(
    "--jobs", type=click.IntRange(min=1), default=os.cpu_count() or 1, help="Processes [default: one per CPU]."
)
@click.option(
    "--grader",
    type=click.Choice(["keyword", "llm", "person"]),
    default="keyword",
    show_default=True,
    help="Whose errors the marks have.",
)
@click.option(
    "--plot", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Draw it, as .png or .svg."
)
@content_option
@json_option
@faults_as_errors
def simulate(
    role_id: str,
    candidates: int,
    seed: int,
    jobs: int,
    grader: str,
    plot: Path | None,
    content: Roots | None,
    as_json: bool,
) -> None:
    """Screen made-up candidates: errors by ability, questions needed, decisions right, items' exposure."""
    bank = load(content)
    role, items = _asked_for(bank, role_id)
    if plot is not None and plot.suffix not in PICTURES:
        raise click.UsageError(f"--plot draws {' or '.join(PICTURES)} files, not {plot.name}.")
    screened = _screened(role, items, candidates, seed, jobs, grader)
    found = findings(role, items, screened)
    place = thinnest(items, screened)
    larger = grow_bank(items, place)
    more = findings(role, larger, _screened(role, larger, candidates, seed, jobs, grader))
    if plot is not None:
        from bot.picture.simulation import save  # it takes a second to load

        save(plot, role, screened, found)
    inputs = {"role": role.id, "items": len(items), "candidates": candidates, "seed": seed, "grader": grader}
    if as_json:
        versions = {"bank_version": bank.version, "tables_version": LABELS.version}
        added = {"domain": place[0], "tier": place[1].value, "items": MORE, "findings": asdict(more)}
        json.dump(inputs | versions | asdict(found) | {"ten_more": added}, sys.stdout, indent=2)
        sys.stdout.write("\n")
    else:
        _print(inputs, found, bought_by(place, found, more))


def _asked_for(bank: Bank, role_id: str) -> tuple[Role, tuple[Item, ...]]:
    role = bank.roles.get(role_id)
    if role is None:
        raise ScreeningError(f'there is no role "{role_id}". Known: {", ".join(sorted(bank.roles)) or "none"}.')
    items = bank.items_for(role)
    if not items:
        raise ScreeningError(f'role "{role_id}" has no live item. Add one under questionbank/items.')
    return role, items


def _screened(role: Role, items: Sequence[Item], candidates: int, seed: int, jobs: int, grader: str) -> list[Screened]:
    """Return the screenings in the order of candidates, with a bar on a terminal while they run."""
    console = Console(stderr=True)
    columns = (TextColumn("Screening"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    starts = range(0, candidates, CHUNK)
    done: dict[int, list[Screened]] = {}
    with Progress(*columns, console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task("screen", total=candidates)
        for start, screened in _chunks(role, items, candidates, seed, min(jobs, len(starts)), grader):
            done[start] = screened
            progress.advance(task, len(screened))
    return [one for start in starts for one in done[start]]


def _chunks(
    role: Role, items: Sequence[Item], candidates: int, seed: int, jobs: int, grader: str
) -> Iterator[tuple[int, list[Screened]]]:
    """Yield (first index, screenings) as they are finished, by `jobs` processes."""
    work = {
        start: (role, items, seed, range(start, min(start + CHUNK, candidates)), grader)
        for start in range(0, candidates, CHUNK)
    }
    if jobs == 1:
        yield from ((start, _chunk(*arguments)) for start, arguments in work.items())
        return
    # Forking would copy the bar's thread in the middle of whatever it does.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        futures = {pool.submit(_chunk, *arguments): start for start, arguments in work.items()}
        for future in as_completed(futures):
            yield futures[future], future.result()


def _chunk(role: Role, items: Sequence[Item], seed: int, indices: range, grader: str) -> list[Screened]:
    return list(screen_all(role, items, seed, indices, grader, Counter()))


def _print(inputs: dict[str, object], found: Findings, bought: Table) -> None:
    console = Console(width=80, highlight=False)
    console.print(
        f"{inputs['candidates']} made-up candidates for {inputs['role']}: {inputs['items']} items, "
        f"{inputs['grader']} marks, seed {inputs['seed']}.\nAbilities are in logits.\n"
    )
    for table in (*tables_of(found), bought):
        console.print(table)
