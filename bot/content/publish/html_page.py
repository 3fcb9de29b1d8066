"""The whole bank as one page: for reviewers who read on a phone, search, and have no checkout.

Everything that people wrote is escaped by the template engine. A large bank travels packed inside the page.
"""

import base64
import gzip
import re
from collections.abc import Sequence
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bot.core.bank.item import Bank, Item, Tier
from bot.core.bank.template import format_number

LARGEST_PLAIN = 1_500_000
"""Characters of items that a page holds as they are; more are packed."""
LARGEST = 2_900_000
"""Characters of a whole page; one with all samples that would have more gets a few of each item."""
FEW_SAMPLES = 3


def page(bank: Bank) -> str:
    """Return the page as HTML that needs no other file and asks no network; of a very large bank with fewer samples."""
    whole = _page(bank, most_samples=1000)
    return whole if len(whole) <= LARGEST else _page(bank, most_samples=FEW_SAMPLES)


def _page(bank: Bank, most_samples: int) -> str:
    items = sorted(bank.items.values(), key=lambda item: (item.domain, item.topic, item.tier.rank, item.id))
    rendered = (
        _templates()
        .get_template("items.html.j2")
        .render(items=items, rubrics=bank.rubrics, samples=bank.samples, most_samples=most_samples)
    )
    body = re.sub(r"\n\s*\n+", "\n", rendered)
    packed = len(body) > LARGEST_PLAIN
    return (
        _templates()
        .get_template("bank.html.j2")
        .render(
            items=items,
            version=bank.version,
            topics=_topics(items),
            tiers=[tier.value for tier in Tier],
            # Rendered above with escaping, so it is markup already.
            body=Markup("" if packed else body),
            packed=base64.b64encode(gzip.compress(body.encode(), mtime=0)).decode() if packed else "",
        )
    )


def _topics(items: Sequence[Item]) -> dict[str, list[str]]:
    """Return the topics of each domain, each once, in the order of the items."""
    topics: dict[str, dict[str, None]] = {}
    for item in items:
        topics.setdefault(item.domain, {})[item.topic] = None
    return {domain: list(known) for domain, known in topics.items()}


@cache
def _templates() -> Environment:
    made = Environment(
        loader=PackageLoader("bot.content.publish", "pages"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters["figure"] = format_number
    return made
