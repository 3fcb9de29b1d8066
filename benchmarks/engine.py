"""What a step of the engine costs, and what choosing is worth.

CPU: estimate and choose after 0 to 8 answers, beside catsim (right and wrong answers only, maximum
information at its maximum-likelihood estimate, on items at the same places). Error: RMSE of ability after
eight answers and after half an hour, beside items in random order and a fixed form, all under one posterior.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from statistics import median
from time import process_time

import numpy as np

from benchmarks.catsim_steps import steps_by_catsim
from benchmarks.figure import Figure
from bot.core.adaptive.estimation.ability import estimate
from bot.core.adaptive.estimation.posterior import Observation
from bot.core.adaptive.selection.next_item import Asked, choose
from bot.core.bank.item import Item, Tier
from bot.core.bank.role import Limits, Role, Wording
from bot.core.seeded import draw
from bot.core.simulation.candidates import Candidate, a_candidate

ANSWERS = 8
LONGEST = 12
SESSIONS = 40
CANDIDATES = 2000
SEED = 1
MOST_OF_CATSIM = 1.5
"""A step comes once in some minutes: what matters is that knowing more does not cost another order of magnitude."""
GRADER = "keyword"
DOMAINS = ("clusters", "training", "serving", "storage")
WORDING = Wording(purpose="-", readers="-", retention="-", contact="-", practice="-")
ROLE = Role(
    id="bench",
    title="Bench",
    domains=dict.fromkeys(DOMAINS, 0.25),
    limits=Limits(max_items=LONGEST, minutes=60),
    wording=WORDING,
)
MINUTES = {Tier.FUNDAMENTALS: 3.0, Tier.INTERMEDIATE: 4.0, Tier.ADVANCED: 5.0}

Order = Callable[[Sequence[Item], Candidate, str], list[Item]]
"""Items, candidate and seed to the items in the order of asking."""


def a_bank(each: int) -> tuple[Item, ...]:
    """Return `each` items of every tier in each of four domains."""
    return tuple(
        Item(
            id=f"{domain}-{tier.value}-{n}",
            domain=domain,
            topic="bench",
            tier=tier,
            minutes=MINUTES[tier],
            stem="What happens here, and why?",
        )
        for n in range(each)
        for tier in Tier
        for domain in DOMAINS
    )


def observed(item: Item, candidate: Candidate) -> Observation:
    return Observation(item.id, item.domain, item.tier, candidate.scores[item.id], GRADER)


def adaptive(items: Sequence[Item], candidate: Candidate, seed: str) -> tuple[list[Item], list[float]]:
    """Return the items as the engine asks for them, and the CPU seconds of each step."""
    asked: list[Asked] = []
    costs = []
    for position in range(LONGEST + 1):
        began = process_time()
        estimate([a.observation for a in asked if a.observation], ROLE)
        choice = choose(ROLE, items, asked, draw(seed, position, "item"))
        costs.append(process_time() - began)
        if choice is None:
            break
        asked.append(Asked(choice.item, observed(choice.item, candidate)))
    return [a.item for a in asked], costs


def cpu_per_step(items: Sequence[Item]) -> tuple[float, float]:
    """Return the median CPU milliseconds of a step, of the engine and of catsim."""
    made = [a_candidate(ROLE, items, SEED, n, GRADER) for n in range(SESSIONS)]
    ours = [cost for n, c in enumerate(made) for cost in adaptive(items, c, str(n))[1][: ANSWERS + 1]]
    theirs = [cost for c in made for cost in steps_by_catsim(items, c.scores, ANSWERS)[1]]
    return 1000 * median(ours), 1000 * median(theirs)


def in_random_order(items: Sequence[Item], _: Candidate, seed: str) -> list[Item]:
    return sorted(items, key=lambda item: draw(seed, 0, item.id))


def fixed_form(items: Sequence[Item], _: Candidate, __: str) -> list[Item]:
    """Return the same for everyone: an intermediate item of each domain, then easy, hard, easy, hard ones."""
    easy, middle, hard = ([item for item in items if item.tier is tier][: len(DOMAINS)] for tier in Tier)
    return [*middle, easy[0], hard[1], easy[2], hard[3]]


def within(minutes: float, items: Sequence[Item]) -> list[Item]:
    """Return the first items, as many as fit."""
    spent = accumulate(item.minutes for item in items)
    return [item for item, so_far in zip(items, spent, strict=True) if so_far <= minutes]


def rmse(items: Sequence[Item], order: Order) -> tuple[float, float]:
    """Return the root mean square error of ability after eight answers and after half an hour, in logits."""
    errors = []
    for n in range(CANDIDATES):
        candidate = a_candidate(ROLE, items, SEED, n, GRADER)
        asked = order(items, candidate, str(n))
        seen = [[observed(item, candidate) for item in part] for part in (asked[:ANSWERS], within(30, asked))]
        errors.append([estimate(part, ROLE).theta - candidate.theta for part in seen])
    by_count, by_time = np.mean(np.square(errors), axis=0) ** 0.5
    return float(by_count), float(by_time)


def rmse_of_catsim(items: Sequence[Item]) -> float:
    """Return the same after eight answers by catsim's own choices and estimate, in logits."""
    made = [a_candidate(ROLE, items, SEED, n, GRADER) for n in range(CANDIDATES)]
    errors = [steps_by_catsim(items, c.scores, ANSWERS)[0] - c.theta for c in made]
    return float(np.mean(np.square(errors)) ** 0.5)


def measure() -> Iterator[Figure | str]:
    """Yield the cost of a step in a small and a large bank, then the errors of each order of asking."""
    for each in (1, 12):
        items = a_bank(each)
        ours, theirs = cpu_per_step(items)
        yield Figure(f"engine step, {len(items)} items, CPU", ours, "ms", "catsim", theirs, most=MOST_OF_CATSIM)
    items = a_bank(12)
    found = {label: rmse(items, order) for label, order in ORDERS.items()}
    for label, errors in list(found.items())[1:]:
        for part, mine, other in zip((f"{ANSWERS} answers", "30 minutes"), found["viva"], errors, strict=True):
            yield Figure(f"RMSE of ability after {part}", mine, "logits", label, other)
    yield Figure(
        f"RMSE of ability after {ANSWERS} answers", found["viva"][0], "logits", "catsim", rmse_of_catsim(items)
    )
    yield f"{CANDIDATES:,} made-up candidates, {len(items)} items, all but catsim's under one posterior"


ORDERS: dict[str, Order] = {
    "viva": lambda *given: adaptive(*given)[0],
    "random order": in_random_order,
    "fixed form": fixed_form,
}
