"""What was learnt from past screenings, as tables: what wants a person's eye comes first."""

from collections.abc import Iterator, Sequence

from rich import box
from rich.table import Table

from bot.core.adaptive.estimation.learned import Fits
from bot.core.calibration.history import Drift


def tables_of(fits: Fits, drifts: Sequence[Drift]) -> Iterator[Table]:
    """Yield the tables: items that contradict their label, items that drift, all items, graders."""
    contrary = [fit for fit in fits.items if fit.behaves_like]
    if contrary:
        table = _table("Contradict their label: change the tier in the file, or keep the label with --hold", "item")
        for head in ("label", "behaves like", "answers", "difficulty"):
            table.add_column(head, justify="right")
        for fit in contrary:
            like = fit.behaves_like.value if fit.behaves_like else ""
            place = f"{fit.location:+.2f} ± {fit.location_sd:.2f}"
            table.add_row(fit.item, fit.tier.value, like, str(fit.answers), place)
        yield table
    if drifts:
        table = _table("Answered better and faster than before: look whether the answer is public", "item")
        for head in ("answers", "score", "time"):
            table.add_column(head, justify="right")
        for drift in drifts:
            table.add_row(drift.item, str(drift.answers), f"{drift.rise:+.2f}", f"{drift.time:.0%} of before")
        yield table
    table = _table("Items, the least known first; difficulty in logits, sharpness per logit", "item")
    for head in ("tier", "answers", "difficulty", "sharpness", "minutes"):
        table.add_column(head, justify="right")
    for fit in sorted(fits.items, key=lambda fit: (fit.answers, fit.item)):
        held = " (held)" if fit.item in fits.held else ""
        minutes = "-" if fit.minutes is None else f"{fit.minutes:.1f}"
        place = f"{fit.location:+.2f} ± {fit.location_sd:.2f}"
        table.add_row(fit.item + held, fit.tier.value, str(fit.answers), place, f"{fit.slope:.2f}", minutes)
    yield table
    if fits.graders:
        table = _table("Graders, from answers that a person has marked as well", "grader")
        for head in ("marks", "answers", "the person's level"):
            table.add_column(head, justify="right")
        for grader in fits.graders:
            exact = sum(grader.rows[k][k] for k in range(len(grader.rows))) / len(grader.rows)
            unsure = "ambiguous" if grader.ambiguous else "clear"
            table.add_row(grader.grader.value, unsure, str(grader.answers), f"{exact:.0%}")
        yield table


def _table(title: str, first: str) -> Table:
    table = Table(
        title=title, title_justify="left", title_style="bold", box=box.SIMPLE, pad_edge=False, collapse_padding=True
    )
    table.add_column(first, no_wrap=True)
    return table
