"""`viva bank stats`: what the bank covers, and how its items do with candidates."""

import asyncio
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict

import click

from bot.cli.database import NO_DATABASE, is_there, open_store
from bot.cli.options import content_option, db_option, faults_as_errors, json_option
from bot.content.checks.near_duplicates import twins, words
from bot.content.files.roots import Roots
from bot.content.load import load
from bot.core.bank.item import Bank, Status, Tier
from bot.core.calibration.item_health import FEWEST, Health, health

ROW = "{:<{wide}}  {:>4}  {:>8}  {:>7}  {:>5}  {:>8}  {:>5}  {:>7}  {:>5}  {:>8}  {:>9}"
HEADS = ("item", "met", "answered", "skipped", "score", "declared", "seen", "discr.", "min", "re-marks", "overrides")


@click.command()
@click.option("--fewest", type=click.IntRange(2), default=FEWEST, show_default=True,
              help="Answers below which an item has too few to tell.")  # fmt: skip
@content_option
@db_option
@json_option
@faults_as_errors
def stats(fewest: int, content: Roots | None, db: str | None, as_json: bool) -> None:
    """Show coverage, and how items do with candidates.

    A grid of live items by domain and tier, stems that are nearly the same, and, from the database's finished
    screenings, for each item: how many met it, their mean score, the difficulty that its tier declares and that was
    seen (logits), how well it tells people apart, minutes, and marks that changed. A chain counts as one topic.
    """
    bank = load(content)
    found = asyncio.run(_health(db, fewest))
    if as_json:
        record = {
            "coverage": grid(bank),
            "near_duplicates": near_duplicates(bank),
            "items": [asdict(h) for h in found or ()],
        }
        click.echo(json.dumps(record, indent=2, ensure_ascii=False))
        return
    click.echo("\n".join(_grid_lines(bank)))
    if waiting := sum(item.status is Status.DRAFT for item in bank.items.values()):
        click.echo(f"Not counted, since they are drafts: {waiting}")
    for one, other in near_duplicates(bank):
        click.echo(f"Nearly the same stem: {one}, {other}")
    click.echo()
    click.echo("\n".join(_health_lines(found, fewest)))


async def _health(db: str | None, fewest: int) -> list[Health] | None:
    """Return the figures of the database's finished screenings; None where there is none by its usual name."""
    from bot.core.adaptive.estimation.ability import estimate

    if not is_there(db):
        return None
    async with open_store(db) as store:
        sessions = [await store.load(session_id) for session_id in await store.over()]
    return health([(s, estimate(s.observations, s.role).theta) for s in sessions], fewest)


def grid(bank: Bank) -> Mapping[str, Mapping[str, int]]:
    """Return how many live items each domain has in each tier; the links of a chain are one."""
    cells = {
        (item.domain, item.tier, item.chain.topic if item.chain else item.id)
        for item in bank.items.values()
        if item.status is Status.LIVE
    }
    counts = Counter((domain, tier) for domain, tier, _ in cells)
    domains = {domain for role in bank.roles.values() for domain in role.domains} | {domain for domain, _, _ in cells}
    return {domain: {tier.value: counts[domain, tier] for tier in Tier} for domain in sorted(domains)}


def near_duplicates(bank: Bank) -> list[tuple[str, str]]:
    """Return the pairs of items whose stems share most of their words, the retired left out."""
    items = [item for item in bank.items.values() if item.status is not Status.RETIRED]
    return [(items[one].id, items[other].id) for one, other in twins([words(item.stem) for item in items])]


def _grid_lines(bank: Bank) -> list[str]:
    cells = grid(bank)
    wide = max(6, *(len(domain) for domain in cells), 0)
    tiers = [tier.value for tier in Tier]
    lines = [f"{'domain':<{wide}}  {'  '.join(f'{tier:>12}' for tier in tiers)}"]
    for domain, row in cells.items():
        counts = [str(row[tier]) if row[tier] else "-" for tier in tiers]
        lines.append(f"{domain:<{wide}}  {'  '.join(f'{count:>12}' for count in counts)}")
    return lines


def _health_lines(found: Sequence[Health] | None, fewest: int) -> list[str]:
    if found is None:
        return [NO_DATABASE]
    if not found:
        return ["No finished screening in the database yet: nothing can be said of how items do."]
    wide = max(4, *(len(h.item) for h in found))
    lines = [ROW.format(*HEADS, wide=wide)]
    for h in found:
        shown = (_two(h.score), f"{h.declared:+.1f}", _signed(h.seen), _two(h.discrimination), _one(h.minutes))
        lines.append(ROW.format(h.item, h.met, h.answered, h.skipped, *shown, h.marked_again, h.overridden, wide=wide))
    few = sum(h.score is None for h in found)
    if few:
        lines.append(f"“-” is too few to tell: {few} of {len(found)} items have fewer than {fewest} marked answers.")
    return lines


def _two(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


def _one(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"


def _signed(value: float | None) -> str:
    return "-" if value is None else f"{value:+.1f}"
