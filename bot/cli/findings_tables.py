"""What simulated screenings show, as tables of 80 columns."""

from collections.abc import Callable, Iterator, Mapping

from rich import box
from rich.table import Table

from bot.core.adaptive.selection.tier_steps import Shape
from bot.core.simulation.findings import Errors, Findings

REASONS = {
    "precise": "ability is known precisely",
    "decided": "the decision is clear",
    "curtailed": "the questions left could hardly settle it",
    "max_items": "the most questions were asked",
    "minutes": "the time is used up",
    "bank_exhausted": "nothing is left to ask",
}


def tables_of(found: Findings) -> Iterator[Table]:
    """Yield the tables, the most wanted first."""
    yield _errors((found.overall, *found.bands))
    stops = {REASONS[reason]: share for reason, share in found.stops.items()}
    yield _shares("Why screenings ended", "reason", stops, "of candidates")
    path = {
        "went deeper into an answer at least once (of candidates)": found.deeper,
        "asked one domain two topics more than another (of candidates)": found.uneven,
        "moved two tiers at once (of steps between questions)": found.jumps,
        "moved in a way that does not follow from the answer (of steps)": found.odd,
    }
    yield _shares("The band shown", "it", {"is the true one": found.band}, "of candidates")
    yield _shares("The path", "how often it", path, "share")
    yield _shares("Questions by domain", "domain", found.domains, "of questions")
    often = dict(sorted(found.exposure.items(), key=lambda pair: -pair[1]))
    yield _shares("Exposure", "item", often, "of candidates")


def bought_by(place: Shape, found: Findings, more: Findings) -> Table:
    """Return what ten more items in the thinnest place change, beside what is there."""
    domain, tier = place
    table = _table(f"What ten more {tier.value} items in {domain} would buy: there, items meet most candidates", "")
    for head in ("now", "with ten more"):
        table.add_column(head, justify="right")
    rows: tuple[tuple[str, Callable[[Findings], float | None], str], ...] = (
        ("error of ability (RMSE, logits)", lambda f: f.overall.rmse, ".2f"),
        ("decided without a person", lambda f: f.overall.decided, ".0%"),
        ("right among those", lambda f: f.overall.right, ".0%"),
        ("band is right", lambda f: f.band, ".0%"),
        ("questions", lambda f: f.overall.items, ".1f"),
        ("minutes", lambda f: f.overall.minutes, ".0f"),
        ("candidates that the commonest item meets", lambda f: max(f.exposure.values()), ".0%"),
    )
    for label, of, form in rows:
        table.add_row(label, _figure(of(found), form), _figure(of(more), form))
    return table


def _errors(rows: tuple[Errors, ...]) -> Table:
    table = _table("Errors by true ability", "ability")
    for head in ("n", "bias", "RMSE", "in 90 %", "asked", "minutes", "decided", "right"):
        table.add_column(head, justify="right")
    for row in rows:
        table.add_row(
            row.label,
            str(row.candidates),
            _figure(row.bias, "+.2f"),
            _figure(row.rmse, ".2f"),
            _figure(row.coverage, ".0%"),
            _figure(row.items, ".1f"),
            _figure(row.minutes, ".0f"),
            _figure(row.decided, ".0%"),
            _figure(row.right, ".0%"),
        )
    table.caption = "in 90 %: truth inside the 90 % interval. decided: told apart without a person; right: of those."
    table.caption_justify = "left"
    table.caption_style = "dim"
    return table


def _table(title: str, first: str) -> Table:
    table = Table(
        title=title, title_justify="left", title_style="bold", box=box.SIMPLE, pad_edge=False, collapse_padding=True
    )
    table.add_column(first, no_wrap=True)
    return table


def _shares(title: str, of: str, shares: Mapping[str, float], unit: str) -> Table:
    table = _table(title, of)
    table.add_column(unit, justify="right")
    for label, share in shares.items():
        table.add_row(label, f"{share:.1%}")
    return table


def _figure(value: float | None, form: str) -> str:
    return "-" if value is None else format(value, form)
