"""Run the benchmarks: `python -m benchmarks`, or some of them by name."""

import subprocess
import sys
from importlib import import_module

import click

NAMES = (
    "keyword_grader",
    "slow_texts",
    "held_back",
    "marks",
    "short_answers",
    "model_tokens",
    "hostile_endpoint",
    "slow_readers",
    "bank_check",
    "bank_page",
    "engine",
    "engine_quality",
    "engine_peers",
    "engine_ablation",
    "engine_stops",
    "engine_honesty",
    "overrides",
    "remarks",
    "cold_start",
    "play_memory",
    "load",
    "slack_load",
)


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(NAMES), metavar="[NAME]...")
def main(names: tuple[str, ...]) -> None:
    """Measure, and say for each figure whether it holds; all benchmarks, or those named.

    A line gives the figure, what it is held against, and the ratio of the two. Exits with 1 when one does not hold.
    """
    if len(names) == 1:
        sys.exit(0 if _holds(names[0]) else 1)
    # Each in a process of its own, so that none warms another's caches or adds to its memory.
    codes = [subprocess.run([sys.executable, "-m", "benchmarks", name]).returncode for name in names or NAMES]
    sys.exit(max(codes))


def _holds(name: str) -> bool:
    """Print a benchmark's lines as they come, and return whether all its figures hold."""
    from benchmarks.figure import Figure

    click.secho(name, bold=True)
    holds = True
    for line in import_module(f"benchmarks.{name}").measure():
        if isinstance(line, Figure):
            holds = holds and line.holds
            click.echo(line)
        else:
            click.secho(f"  {line}", dim=True)
    return holds


if __name__ == "__main__":
    main()
