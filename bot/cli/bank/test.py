"""`viva bank test` and `calibrate-grader`: graders beside the marks that people gave to sample answers."""

import json

import click

from bot.cli.options import Failure, content_option, db_option, faults_as_errors, json_option
from bot.cli.words import count_of
from bot.content.files.roots import Roots
from bot.content.load import load
from bot.content.trial.agreement import items_without_samples

SHARE = click.FloatRange(0, 1)


@click.command()
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
@click.option(
    "--admit", "admits", is_flag=True, help="Have the model mark the frozen set, and admit it if that is well."
)
@content_option
@db_option
@json_option
@faults_as_errors
def test(
    items: tuple[str, ...], grader: str, styles: bool | None, criteria: bool, floor_exact: float | None,
    floor_within: float | None, show: bool, admits: bool, content: Roots | None, db: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Compare marks with those of people.

    Marks the sample answers of every ITEM, or of those named, and compares the levels with those that people
    gave. Strong, terse and middling samples are also marked in other styles: wrapped, as chat, in other units and so
    on, which must not move more than 3 % of the marks by over 0.1 without asking for a person, and taken back: as
    questions, denied, as others' mistakes. Exits with 1 when an item stays below its floor (0.65 equal and 0.92
    within one level, unless its samples' file says otherwise) or a style moves marks.

    With --grader llm --admit the model marks a small frozen set instead, and may mark candidates if that is well.
    """
    import asyncio

    from bot.cli.bank.test_report import Floors, as_record, as_table, mark_samples

    if admits:
        _admit(content, only=grader == "llm" and not items)
        return
    bank_read = load(content)
    floors = Floors(floor_exact, floor_within)
    graders = ("keyword", "llm") if grader == "both" else (grader,)
    wanted = grader == "keyword" if styles is None else styles
    found = asyncio.run(mark_samples(bank_read, items, graders, db, styles=wanted))
    missing = [] if items else items_without_samples(bank_read)
    if as_json:
        record = as_record(bank_read, found, floors, missing, show=show)
        click.echo(json.dumps(record, indent=2, ensure_ascii=False))
    else:
        click.echo(as_table(found, missing, criteria=criteria or bool(items), show=show))
    below = list(floors.missed(bank_read, found))
    if below:
        raise Failure("\n".join(below))


def _admit(content: Roots | None, *, only: bool) -> None:
    import asyncio

    from bot.app import SystemClock
    from bot.cli.bank.admit import admit
    from bot.cli.options import settings_of_command

    if not only:
        raise click.UsageError("--admit goes with --grader llm, and marks the frozen set, not single items.")
    admission, file = asyncio.run(admit(content, settings_of_command(), SystemClock().now().date()))
    click.echo(
        f"{admission.model} is admitted: {count_of(admission.answers, 'answer')}, RMSE {admission.rmse:.2f}, "
        f"{admission.far_off:.0%} far off, model answers from {admission.lowest_model_answer:.0%} up."
    )
    click.echo(f"{file}: commit it; a running service marks by this model from the next answer on.")


@click.command("calibrate-grader")
@content_option
@db_option
@faults_as_errors
def calibrate_grader(content: Roots | None, db: str | None) -> None:
    """Learn what the model's scores mean.

    Has the model mark every sample answer, and fits a curve that never falls to the marks that people gave
    them. The curve is a file in rubrics/calibration/: it is used for this model and prompt alone, and the
    score before it is kept with every mark.
    """
    import asyncio

    from bot.app import SystemClock
    from bot.cli.bank.grader_curve import learn_curve

    curve, file = asyncio.run(learn_curve(content, db, SystemClock().now().date()))
    click.echo(
        f"{count_of(curve.answers, 'answer')}: RMSE {curve.rmse_before:.3f} before, {curve.rmse_after:.3f} after."
    )
    click.echo(f"{file}: a running service marks by it from the next answer on. Try it with: viva regrade")
