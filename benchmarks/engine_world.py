"""The made-up world that the engine is judged in: banks whose items err from their labels, people, graders, clocks.

Nothing here is taken from what the engine believes but the tiers' places and the graders' names: items scatter
less than it believes (0.45 logits around their label), divide a little more sharply, and have thresholds of their own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.core.adaptive.estimation.irt import Array, Family, Parameters
from bot.core.adaptive.estimation.likelihoods import OFFSETS, TIER_LOCATION, Mark, Tables, floored, normal_noise
from bot.core.bank.item import Item, Tier
from bot.core.bank.role import Limits, Role, Wording

DOMAINS = ("clusters", "training", "serving", "storage")
MINUTES = {Tier.FUNDAMENTALS: 2.0, Tier.INTERMEDIATE: 3.0, Tier.ADVANCED: 4.5}
WORDING = Wording(purpose="-", readers="-", retention="-", contact="-", practice="-")
GRADER = "llm"
AMBIGUOUS = 0.25
"""Share of the answers that the grader calls ambiguous, and marks with wider errors."""
ERRORS: dict[Mark, Array] = {(GRADER, False): floored(normal_noise(0.5)), (GRADER, True): floored(normal_noise(1.0))}
"""The grader's errors, which all engines and peers under its posterior are told: they are learnt from answers marked
twice, not from the items' labels that this is about. SD in levels 0.5 and 1.0: it correlates with the truth by 0.92."""
LABEL_ERROR = 0.45
SLOPE_MEDIAN, SLOPE_LOG_SD = 1.3, 0.3
THRESHOLD_SD = 0.15
DOMAIN_SD = 0.35
LABELLED = Tables({}, ERRORS)
"""What is known of a bank without any past screening."""
PACE_SD, SPEED_SD = 0.3, 0.2
"""Log SD of one answer's time around the plan, and of a person's own speed."""
LEAKED_TIME = 0.45
"""Share of the time that an answer takes which was known beforehand."""


def a_role(most: int = 12, minutes: float = 30.0, least: int = 5, **stop: float) -> Role:
    limits = Limits(min_items=least, max_items=most, minutes=minutes, **stop)
    return Role(id="bench", title="Bench", domains=dict.fromkeys(DOMAINS, 0.25), limits=limits, wording=WORDING)


@dataclass(frozen=True)
class World:
    """A bank and the truth about it; `parameters` by item id."""

    items: tuple[Item, ...]
    parameters: dict[str, Parameters]

    @property
    def errors(self) -> dict[Mark, Array]:
        return ERRORS

    @property
    def known(self) -> Tables:
        return Tables.known(self.parameters, ERRORS)


@dataclass(frozen=True)
class Person:
    """theta: general ability in logits. scores, ambiguous, minutes: by item id. leaked: items known beforehand."""

    theta: float
    scores: dict[str, float]
    ambiguous: dict[str, bool]
    minutes: dict[str, float]
    leaked: frozenset[str] = frozenset()


def a_world(
    seed: int,
    each: int = 4,
    family: Family = Family.GRADED,
    wrong_labels: float = 0.0,
    slope_median: float = SLOPE_MEDIAN,
) -> World:
    """Return a bank of `each` items of every tier and domain; a share of the labels is one tier off."""
    rng = np.random.default_rng([seed, 1])
    items: list[Item] = []
    parameters: dict[str, Parameters] = {}
    for n in range(each):
        for tier in Tier:
            for domain in DOMAINS:
                truly = tier
                if rng.random() < wrong_labels:
                    truly = list(Tier)[1 if tier.rank != 1 else 2 * int(rng.integers(2))]
                id = f"{domain}-{tier.value}-{n}"
                stem = "What happens here, and why?"
                items.append(Item(id=id, domain=domain, topic="bench", tier=tier, minutes=MINUTES[tier], stem=stem))
                location = TIER_LOCATION[truly] + LABEL_ERROR * rng.standard_normal()
                slope = slope_median * float(np.exp(SLOPE_LOG_SD * rng.standard_normal()))
                at = np.sort(location + OFFSETS + THRESHOLD_SD * rng.standard_normal(len(OFFSETS)))
                parameters[id] = Parameters(slope, tuple(at.tolist()), family)
    return World(tuple(items), parameters)


def a_person(
    world: World, seed: Sequence[int], mean: float = 0.0, leaker: bool = False, domain_sd: float = DOMAIN_SD
) -> Person:
    """Return someone drawn from N(mean, 1), with what each item would get from them; the seed decides all."""
    rng = np.random.default_rng([*seed, 2])
    theta = mean + float(rng.standard_normal())
    within = {domain: theta + domain_sd * rng.standard_normal() for domain in DOMAINS}
    speed = SPEED_SD * rng.standard_normal()
    scores, ambiguous, minutes, leaked = {}, {}, {}, set()
    for item in world.items:
        u = rng.random(4)
        pace = float(np.exp(speed + PACE_SD * rng.standard_normal()))
        knows = leaker and item.tier is not Tier.FUNDAMENTALS and u[3] < 0.5
        chances = world.parameters[item.id].chances(np.array([within[item.domain]]))[0]
        level = 4 if knows else _picked(chances, u[0])
        unsure = bool(u[1] < AMBIGUOUS)
        scores[item.id] = _picked(ERRORS[GRADER, unsure][level], u[2]) / 4
        ambiguous[item.id] = unsure
        minutes[item.id] = item.minutes * pace * (LEAKED_TIME if knows else 1.0)
        if knows:
            leaked.add(item.id)
    return Person(theta, scores, ambiguous, minutes, frozenset(leaked))


def _picked(chances: Array, uniform: float) -> int:
    return int((np.cumsum(chances)[:-1] <= uniform).sum())
