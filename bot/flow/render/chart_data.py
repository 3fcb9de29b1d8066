"""The ability chart as data: the estimate after each question, and by domain."""

from dataclasses import dataclass
from typing import Protocol

from bot.core.adaptive.estimation.ability import CUTS
from bot.core.bank.item import Tier
from bot.core.report.summary import Summary
from bot.core.screening.session import Session

SURE = 1.645
"""Standard errors on each side that hold the middle 90 % of a normal."""


@dataclass(frozen=True)
class ChartPoint:
    """An estimate with its 90 % interval, in logits; `label` is a question's tier or a domain."""

    label: str
    middle: float
    low: float
    high: float


@dataclass(frozen=True)
class ChartData:
    """What a painter needs. Abilities are in logits.

    path: the estimate before the first question and after each one that was handed in.
    domains: the estimate in each domain that was asked about.
    cuts, bands: where the tiers' bands part, and their names, one more than there are cuts. bar: the role's.
    """

    path: tuple[ChartPoint, ...]
    domains: tuple[ChartPoint, ...]
    overall: ChartPoint
    bar: float
    cuts: tuple[float, ...] = CUTS
    bands: tuple[str, ...] = tuple(tier.value for tier in Tier)

    @property
    def words(self) -> str:
        """Return what the picture shows, for those who do not see it."""
        steps = len(self.path) - 1
        moved = (
            f"The estimate of ability over {steps} question{'s' if steps != 1 else ''}, ending in {_at(self.overall)}"
        )
        by_domain = "; ".join(f"{spot.label} {_at(spot)}" for spot in self.domains)
        return f"{moved}. The role's bar lies at {self.bar:+.1f}. By domain: {by_domain or 'nothing asked'}."


class Painter(Protocol):
    """Whoever turns a sketch into an image."""

    def paint(self, sketch: ChartData) -> bytes:
        """Return a PNG that can be read on light and on dark backgrounds."""


def sketch_of(session: Session, summed: Summary) -> ChartData:
    """Return the picture of a screening; `summed` is its summary."""
    done = [a for a in session.counted if not a.is_open]
    before = [(a.why.theta, a.why.se) for a in done]
    standing = summed.standing
    reached = [*before[1:], (standing.theta, standing.se)]
    path = [_spot("start", *before[0])] if before else []
    path += [_spot(a.item.tier.value, theta, se) for a, (theta, se) in zip(done, reached, strict=False)]
    domains = [
        ChartPoint(domain, own.theta, *own.interval90)
        for domain, own in standing.domains.items()
        if summed.domains.get(domain)
    ]
    overall = ChartPoint("overall", standing.theta, *standing.interval90)
    return ChartData(tuple(path), tuple(domains), overall, session.role.bar)


def _spot(label: str, theta: float, se: float) -> ChartPoint:
    return ChartPoint(label, theta, theta - SURE * se, theta + SURE * se)


def _at(spot: ChartPoint) -> str:
    return f"{spot.middle:+.1f} (90 % between {spot.low:+.1f} and {spot.high:+.1f})"
