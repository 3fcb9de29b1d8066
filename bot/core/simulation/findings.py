"""Findings of a simulation: bias, error, decisions, questions needed, exposure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from bot.core.adaptive.estimation.ability import tier_at
from bot.core.adaptive.recommendation import Verdict
from bot.core.adaptive.selection.chain import follows_on, topic_of
from bot.core.adaptive.selection.next_item import minutes_of
from bot.core.adaptive.selection.tier_steps import odd
from bot.core.adaptive.stopping import StopReason
from bot.core.bank.item import Item
from bot.core.bank.role import Role
from bot.core.simulation.candidates import Screened

BANDS = (
    ("below -1.5", -np.inf, -1.5),
    ("-1.5 to -0.5", -1.5, -0.5),
    ("-0.5 to 0.5", -0.5, 0.5),
    ("0.5 to 1.5", 0.5, 1.5),
    ("above 1.5", 1.5, np.inf),
)
"""Bands of true ability, in logits: the tiers' cuts, and one further out on each side."""


@dataclass(frozen=True)
class Errors:
    """How a group of candidates fared; everything but `candidates` is None where there are none.

    bias, rmse: mean and root mean square of estimate minus truth, in logits.
    coverage: share whose central 90 % interval holds the truth; 0.9 is right.
    items, minutes: means. decided: share told apart without a person; right: share of those rightly.
    """

    label: str
    candidates: int
    bias: float | None
    rmse: float | None
    coverage: float | None
    items: float | None
    minutes: float | None
    decided: float | None
    right: float | None


@dataclass(frozen=True)
class Findings:
    """What the screenings show; shares are in [0, 1].

    stops: by reason, share of candidates. exposure: by item id, share of candidates who met it.
    domains: by domain, share of the questions asked. uneven: share of screenings that asked one domain
    two topics more than another, a chain being one. deeper: share of those that took up an answer and went deeper
    at least once. band: share whose estimate lies in the tier's band that the truth lies in.
    jumps: share of the steps between questions that go over a tier; odd: share that do so, or go down after
    a strong answer, or up after a weak one.
    """

    overall: Errors
    bands: tuple[Errors, ...]
    stops: dict[str, float]
    exposure: dict[str, float]
    domains: dict[str, float]
    uneven: float
    deeper: float
    jumps: float
    odd: float
    band: float


def findings(role: Role, items: Sequence[Item], screened: Sequence[Screened]) -> Findings:
    """Return what the screenings show; `items` are those that could be asked. ValueError without any."""
    if not screened:
        raise ValueError("there are no screenings to look at")
    met = Counter(a.item.id for s in screened for a in s.asked)
    domains = Counter(a.item.domain for s in screened for a in s.asked)
    stops = Counter(s.stop for s in screened)
    steps = [step for s in screened for step in pairwise(s.asked)]
    return Findings(
        overall=_errors("all", screened, role.bar),
        bands=tuple(
            _errors(label, [s for s in screened if low <= s.theta < high], role.bar) for label, low, high in BANDS
        ),
        stops={reason.value: stops[reason] / len(screened) for reason in StopReason},
        exposure={item.id: met[item.id] / len(screened) for item in items},
        domains={domain: domains[domain] / max(1, domains.total()) for domain in role.domains},
        uneven=_share(_uneven(role, s) for s in screened),
        deeper=_share(any(follows_on(a.item) for a in s.asked) for s in screened),
        jumps=_share(abs(new.item.tier.rank - old.item.tier.rank) > 1 for old, new in steps),
        odd=_share(odd(old, new.item.tier) for old, new in steps),
        band=_share(tier_at(s.standing.theta) is tier_at(s.theta) for s in screened),
    )


def _errors(label: str, group: Sequence[Screened], bar: float) -> Errors:
    if not group:
        return Errors(label, 0, *([None] * 7))
    error = np.array([s.standing.theta - s.theta for s in group])
    told = [s for s in group if s.recommendation.clear]
    return Errors(
        label=label,
        candidates=len(group),
        bias=float(error.mean()),
        rmse=float((error**2).mean() ** 0.5),
        coverage=_share(s.standing.interval90[0] <= s.theta <= s.standing.interval90[1] for s in group),
        items=sum(len(s.asked) for s in group) / len(group),
        minutes=sum(minutes_of(s.asked) for s in group) / len(group),
        decided=len(told) / len(group),
        right=_share((s.recommendation.verdict is Verdict.ADVANCE) == (s.theta >= bar) for s in told) if told else None,
    )


def _uneven(role: Role, screened: Screened) -> bool:
    counts = Counter(domain for domain, _ in {(a.item.domain, topic_of(a.item)) for a in screened.asked})
    return max(counts[d] for d in role.domains) - min(counts[d] for d in role.domains) > 1


def _share(holds: Iterable[bool]) -> float:
    """Return how many of the claims hold, in [0, 1]; 0 when there are none."""
    claims = list(holds)
    return sum(claims) / max(1, len(claims))
