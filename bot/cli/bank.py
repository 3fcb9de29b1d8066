"""`viva bank`: for the people who write questions and rubrics."""

import json
import os
import sys
from dataclasses import asdict, replace
from pathlib import Path

import click

from bot.cli.options import Failure, content_option, db_option, faults_as_errors, json_option
from bot.cli.words import counted
from bot.content import schema as schemas
from bot.content.agreement import untested
from bot.content.check import check as every_fault
from bot.content.fault import Severity
from bot.content.load import content_root, load, read


@click.group()
def bank() -> None:
    """Check questions and rubrics, and how they mark."""


@bank.command()
@content_option
@json_option
@faults_as_errors
def check(content: Path | None, as_json: bool) -> None:
    """Find faults in every file.

    Each is named with its file, line and column, and what to write instead.
    """
    root = content_root(content)
    read_content = read(root)
    faults = [replace(fault, path=_shortest(root, fault.path)) for fault in every_fault(read_content)]
    errors = sum(fault.severity is Severity.ERROR for fault in faults)
    counts = {
        "items": len(read_content.items),
        "rubrics": len(read_content.rubrics),
        "roles": len(read_content.roles),
        "samples": len(read_content.samples),
    }
    if as_json:
        report = {**counts, "errors": errors, "warnings": len(faults) - errors, "faults": [asdict(f) for f in faults]}
        click.echo(json.dumps(report, indent=2, ensure_ascii=False))
    else:
        for fault in faults:
            click.echo(fault, err=True)
        click.echo(_summary(counts, errors, len(faults) - errors))
    if errors:
        sys.exit(1)


@bank.command()
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit with 1 when a file is not up to date.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Folder to write to.")
@content_option
@faults_as_errors
def schema(only_check: bool, out: Path | None, content: Path | None) -> None:
    """Write the schemas for editors."""
    folder = out or content_root(content)
    if not only_check:
        for path in schemas.write(folder):
            click.echo(path)
        return
    outdated = schemas.outdated(folder)
    if outdated:
        lines = [f"{name}: the schema is not as the models make it. Run viva bank schema." for name in outdated]
        raise Failure("\n".join(lines))
    click.echo(f"{len(schemas.SCHEMAS)} schemas: up to date")


SHARE = click.FloatRange(0, 1)


@bank.command()
@click.argument("items", nargs=-1, metavar="[ITEM]...")
@click.option(
    "--grader",
    type=click.Choice(["keyword", "llm", "both"]),
    default="keyword",
    show_default=True,
    help="Whose marks are compared: the rules', the model's, or both.",
)
@click.option("--styles/--no-styles", default=None, help="Mark samples in other styles, too (left out for a model).")
@click.option("--criteria", is_flag=True, help="A line for each criterion.")
@click.option("--floor-exact", type=SHARE, default=None, help="Least share of equal marks, for every item.")
@click.option("--floor-within", type=SHARE, default=None, help="Least share at most a level apart, for every item.")
@click.option("--show", is_flag=True, help="List every mark that differs.")
@content_option
@db_option
@json_option
@faults_as_errors
def test(
    items: tuple[str, ...], grader: str, styles: bool | None, criteria: bool, floor_exact: float | None,
    floor_within: float | None, show: bool, content: Path | None, db: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Compare marks with those of people.

    Marks the sample answers of every ITEM, or of those named, and compares the levels with those that people
    gave. Strong and middling samples are also marked in other styles: in haste, as bullets, without articles and so
    on, which must not move a level by two. Exits with 1 when an item stays below its floor (0.65 equal and 0.92
    within one level, unless its samples' file says otherwise) or style moves a mark.
    """
    import asyncio

    from bot.cli.bank_marks import Floors, as_record, as_table, marked

    bank_read = load(content)
    floors = Floors(floor_exact, floor_within)
    graders = ("keyword", "llm") if grader == "both" else (grader,)
    wanted = grader == "keyword" if styles is None else styles
    found = asyncio.run(marked(bank_read, items, graders, db, styles=wanted))
    missing = [] if items else untested(bank_read)
    if as_json:
        record = as_record(bank_read, found, floors, missing, show=show)
        click.echo(json.dumps(record, indent=2, ensure_ascii=False))
    else:
        click.echo(as_table(found, missing, criteria=criteria or bool(items), show=show))
    below = list(floors.missed(bank_read, found))
    if below:
        raise Failure("\n".join(below))


@bank.command("calibrate-grader")
@content_option
@db_option
@faults_as_errors
def calibrate_grader(content: Path | None, db: str | None) -> None:
    """Learn what the model's scores mean.

    Has the model mark every sample answer, and fits a curve that never falls to the marks that people gave
    them. The curve is a file in rubrics/calibration/: it is used for this model and prompt alone, and the
    score before it is kept with every mark.
    """
    import asyncio

    from bot.app import SystemClock
    from bot.cli.calibrate import calibrated

    curve, file = asyncio.run(calibrated(content, db, SystemClock().now().date()))
    click.echo(
        f"{counted(curve.answers, 'answer')}: RMSE {curve.rmse_before:.3f} before, {curve.rmse_after:.3f} after."
    )
    click.echo(f"{file}: takes effect at the next start. Try it with: viva regrade")


def _summary(counts: dict[str, int], errors: int, warnings: int) -> str:
    """Return one line: "12 items, 12 rubrics, 1 role: no faults"."""
    things = [counted(counts[kind], kind.removesuffix("s")) for kind in ("items", "rubrics", "roles")]
    faults = [counted(errors, "error")] * bool(errors) + [counted(warnings, "warning")] * bool(warnings)
    return f"{', '.join(things)}: {', '.join(faults) or 'no faults'}"


def _shortest(root: Path, name: str) -> str:
    """Return the path from the current folder when that is inside the content folder, else from the content folder."""
    here = os.path.relpath(root / name)
    return name if here.startswith("..") or len(here) > len(name) else here
