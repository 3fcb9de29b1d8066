"""Run the harness: `python -m benchmarks.crash --blows 200 --database sqlite --processes 1 --seed 1`."""

import asyncio
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import click

from benchmarks.crash.plants import PLANTS
from benchmarks.crash.run import PATIENCE_S, Run
from benchmarks.crash.troubles import TROUBLES, small_disk
from tests.postgresql import Cluster, discard, new_cluster

BLOWS, PEOPLE, BRIEFLY_S = 15, 45, 30.0
"""Of a run with a fault on purpose: enough for each to show. With some faults, nobody comes to an end."""


@click.command()
@click.option("--blows", "--kills", default=200, show_default=True, help="How often the trouble strikes.")
@click.option("--trouble", type=click.Choice(list(TROUBLES)), default="kill", show_default=True)
@click.option("--database", type=click.Choice(["sqlite", "postgresql"]), default="sqlite", show_default=True)
@click.option("--processes", default=1, show_default=True, help="Processes at work at once; SQLite takes one.")
@click.option("--people", default=None, type=int, help="Candidates; enough to outlast the blows if left out.")
@click.option("--seed", default=1, show_default=True)
@click.option("--keys/--no-keys", default=True, show_default=True, help="Whether the platform takes each key once.")
@click.option("--plant", type=click.Choice(list(PLANTS)), help="A fault on purpose, to see it caught.")
@click.option("--planted", is_flag=True, help="Plant each fault in turn; fails if one is not caught.")
def main(
    blows: int, trouble: str, database: str, processes: int, people: int | None, seed: int, keys: bool,
    plant: str | None, planted: bool,
) -> None:  # fmt: skip
    """Strike the service at random moments while people answer; print what was lost, doubled or out of order."""
    if database == "sqlite" and processes > 1:
        raise click.UsageError("SQLite takes one process. Use --database postgresql.")
    if database == "postgresql" and trouble == "full":
        raise click.UsageError("The full disk is tried on SQLite. Use --database sqlite.")
    if database == "sqlite" and trouble == "crowd":
        raise click.UsageError("A crowd of connections is tried on PostgreSQL. Use --database postgresql.")
    if planted:
        sys.exit(len(PLANTS) - sum(_caught(name, seed) for name in PLANTS))
    people = people or max(12, 3 * blows)
    found = _run(database, trouble, blows, processes, people, seed, keys=keys, plant=plant)
    click.echo(json.dumps(found, indent=2))
    sys.exit(0 if found["clean"] else 1)


def _caught(plant: str, seed: int) -> bool:
    """Plant a fault; return whether the figure that it belongs to shows it."""
    found = _run("sqlite", "kill", BLOWS, 1, PEOPLE, seed, keys=False, plant=plant, patience_s=BRIEFLY_S)
    figure = PLANTS[plant]
    click.echo(f"{plant}: {figure} {found[figure]}: {'caught' if found[figure] else 'MISSED'}")
    return bool(found[figure])


def _run(
    database: str,
    trouble: str,
    blows: int,
    processes: int,
    people: int,
    seed: int,
    *,
    keys: bool,
    plant: str | None,
    patience_s: float = PATIENCE_S,
) -> dict[str, Any]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        file: Path | None = None
        cluster: Cluster | None = None
        if database == "postgresql":
            cluster = stack.enter_context(_cluster())
            url = stack.enter_context(cluster.database())
        else:
            file = (stack.enter_context(small_disk(folder)) if trouble == "full" else folder) / "viva.db"
            url = f"sqlite:///{file}"
        run = Run(
            folder, url, file, cluster, TROUBLES[trouble],
            seed=seed, processes=processes, people=people, keys=keys, plant=plant,
            patience_s=patience_s,
        )  # fmt: skip
        return {"trouble": trouble, **asyncio.run(run.played(blows))}


@contextmanager
def _cluster() -> Iterator[Cluster]:
    cluster = new_cluster()
    try:
        yield cluster
    finally:
        discard(cluster)


if __name__ == "__main__":
    main()
