"""`viva bank check`: every fault of every file, once or after each save."""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

import click

from bot.cli.options import content_option, faults_as_errors, json_option, settings_of_command
from bot.cli.words import count_of
from bot.content.check import check as every_fault
from bot.content.files.gc_pause import without_collector
from bot.content.files.roots import Roots, content_roots
from bot.content.load import read
from bot.content.misfits import faults as misfits
from bot.content.yaml.fault import Fault, Severity
from bot.core.bank.terms import SETTING
from bot.core.errors import ScreeningError


@click.command()
@click.option("--watch", is_flag=True, help="Check again after each save, until interrupted.")
@content_option
@json_option
@faults_as_errors
def check(watch: bool, content: Roots | None, as_json: bool) -> None:
    """Find faults in every file.

    Each is named with its file, line and column, and what to write instead.
    """
    roots = content_roots(content)
    if watch and as_json:
        raise click.UsageError("--watch is for people and --json for a script: name one of them.")
    errors = _checked(roots, as_json=as_json)
    if watch:
        _watch(roots)
    elif errors:
        sys.exit(1)


def _checked(roots: Roots, *, as_json: bool) -> int:
    """Say what is wrong, and what does not fit how long answers are kept; return the number of errors."""
    from bot.app import terms_of

    with without_collector():
        content = read(roots)
    found = every_fault(content)
    errors = sum(fault.severity is Severity.ERROR for fault in found)
    if not errors:  # no file is wrong by what does not fit this machine's settings
        found = sorted([*found, *misfits(content, terms_of(settings_of_command()), Severity.WARNING)])
    found = [fault if fault.path == SETTING else replace(fault, path=_shortest(roots, fault.path)) for fault in found]
    counts = {name: len(getattr(content, name)) for name in ("items", "rubrics", "roles", "samples")}
    if as_json:
        report = {**counts, "errors": errors, "warnings": len(found) - errors, "faults": [asdict(f) for f in found]}
        click.echo(json.dumps(report, indent=2, ensure_ascii=False))
        return errors
    for fault in found:
        click.echo(fault, err=True)
    click.echo(_summary(counts, found, errors))
    return errors


def _watch(roots: Roots) -> None:
    from bot.content.watch import watch_content

    click.echo("Watching; Ctrl-C ends.")
    for _ in watch_content(roots):
        click.clear()
        try:
            _checked(roots, as_json=False)
        except ScreeningError as fault:  # a folder that is being moved
            click.echo(fault, err=True)


def _summary(counts: dict[str, int], found: Sequence[Fault], errors: int) -> str:
    """Return one line: "12 items, 12 rubrics, 1 role: no faults"."""
    things = [count_of(counts[kind], kind.removesuffix("s")) for kind in ("items", "rubrics", "roles")]
    warnings = len(found) - errors
    faults = [count_of(errors, "error")] * bool(errors) + [count_of(warnings, "warning")] * bool(warnings)
    return f"{', '.join(things)}: {', '.join(faults) or 'no faults'}"


def _shortest(roots: Roots, name: str) -> str:
    """Return the path from the current folder when that is inside the content folder, else from the content folder."""
    path = Path(name) if len(roots) > 1 else roots[0] / name
    here = os.path.relpath(path)
    return name if here.startswith("..") or len(here) > len(name) else here
