"""Screenings of made-up people by the engine and by simpler ways of asking, as figures can be taken from."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import partial
from os import cpu_count
from typing import TypeVar

import numpy as np

from benchmarks.engine_world import ERRORS, GRADER, LABELLED, Person, World, a_person, a_role
from bot.core.adaptive.engine import Engine
from bot.core.adaptive.estimation.ability import Standing, estimate
from bot.core.adaptive.estimation.learned import Fits, GraderFit
from bot.core.adaptive.estimation.likelihoods import Tables
from bot.core.adaptive.estimation.posterior import Observation
from bot.core.adaptive.recommendation import Recommendation
from bot.core.adaptive.selection.next_item import Asked, expected_minutes, in_turn
from bot.core.bank.item import Item, Tier
from bot.core.bank.role import Role
from bot.core.calibration.items import Sitting, fit
from bot.core.grading.grade import Source

S = TypeVar("S")
T = TypeVar("T")

STOPS = a_role()
"""The defaults of a role: five to twelve questions, half an hour, and an end once the decision is clear."""
ALL = a_role(least=12, target_se=0.01, open_risk=0.0)
"""Half an hour, used up."""
EIGHT = a_role(most=8, least=8, minutes=60.0, target_se=0.01, open_risk=0.0)


MEASURED = tuple(
    GraderFit(grader=Source(grader), ambiguous=unsure, answers=0, rows=tuple(tuple(r) for r in rows.round(6).tolist()))
    for (grader, unsure), rows in ERRORS.items()
)


@dataclass(frozen=True)
class Run:
    """One screening. `theta` is the truth, in logits."""

    theta: float
    asked: tuple[Asked, ...]
    standing: Standing
    advice: Recommendation | None = None

    @property
    def error(self) -> float:
        return self.standing.theta - self.theta

    @property
    def held(self) -> bool:
        low, high = self.standing.interval90
        return low <= self.theta <= high


def screened(
    role: Role, world: World, person: Person, seed: str, shown: Mapping[str, int], tables: Tables = LABELLED
) -> Run:
    """Return a screening by the engine, to its own end under the role's limits."""
    engine = Engine(role, world.items, seed, shown, tables)
    while (item := engine.next_item()) is not None:
        engine.record(person.scores[item.id], GRADER, ambiguous=person.ambiguous[item.id])
    return Run(person.theta, engine.asked, engine.estimate(), engine.decision())


def screened_all(
    role: Role, world: World, people: Sequence[Person], seed: int, tables: Tables = LABELLED
) -> tuple[list[Run], Counter[str]]:
    """Return the screenings one after another, each knowing how often items were shown before."""
    shown: Counter[str] = Counter()
    runs = []
    for n, person in enumerate(people):
        run = screened(role, world, person, f"{seed}:{n}", shown, tables)
        shown.update(a.item.id for a in run.asked)
        runs.append(run)
    return runs, shown


Order = Callable[[Role, World, Person, list[Asked], np.random.Generator], Item | None]
"""The next item, given what was asked; None when there is none."""


def by_order(role: Role, world: World, person: Person, seed: Sequence[int], order: Order) -> Run:
    """Return a screening in another order of asking, estimated by the engine's posterior."""
    rng = np.random.default_rng([*seed, 3])
    asked: list[Asked] = []
    while len(asked) < role.limits.max_items and (item := order(role, world, person, asked, rng)) is not None:
        asked.append(Asked(item, observed(item, person)))
    return Run(person.theta, tuple(asked), estimate([a.observation for a in asked if a.observation], role, LABELLED))


def observed(item: Item, person: Person) -> Observation:
    return Observation(item.id, item.domain, item.tier, person.scores[item.id], GRADER, person.ambiguous[item.id])


def at_random(role: Role, world: World, _: Person, asked: list[Asked], rng: np.random.Generator) -> Item | None:
    left = _fitting(role, world.items, asked)
    return left[int(rng.integers(len(left)))] if left else None


def fixed(role: Role, world: World, _: Person, asked: list[Asked], __: np.random.Generator) -> Item | None:
    """One form of twelve for everybody: one item of each tier and domain, tiers in turn."""
    form = [i for i in world.items if i.id.endswith("-0")]
    form = [form[(5 * n) % len(form)] for n in range(len(form))]
    left = _fitting(role, [i for i in form if i.id not in {a.item.id for a in asked}], asked)
    return left[0] if left else None


def staircase(role: Role, world: World, _: Person, asked: list[Asked], rng: np.random.Generator) -> Item | None:
    """A tier up after half the points or more, else down; domains in turn; any item of the tier."""
    tier = 1
    for a in asked:
        tier = min(2, max(0, tier + (1 if (a.score or 0) >= 0.5 else -1)))
    left = [i for i in _fitting(role, world.items, asked) if i in in_turn(role, world.items, asked)]
    fair = [i for i in left if i.tier is list(Tier)[tier]] or left
    return fair[int(rng.integers(len(fair)))] if fair else None


def _fitting(role: Role, items: Sequence[Item], asked: list[Asked]) -> list[Item]:
    spent = sum(expected_minutes(a.item) for a in asked)
    met = {a.item.id for a in asked}
    return [i for i in items if i.id not in met and spent + i.minutes <= role.limits.minutes]


def learnt_from(world: World, seed: int, sessions: int, role: Role = STOPS) -> Callable[[], Fits]:
    """Return what learns from the first `sessions` people, who are not those that figures are taken from."""
    people = [a_person(world, (seed, 9, n)) for n in range(sessions)]
    runs, _ = screened_all(role, world, people, seed)
    sittings = [
        Sitting(
            role,
            tuple(a.observation for a in run.asked if a.observation),
            {a.item.id: person.minutes[a.item.id] for a in run.asked},
        )
        for run, person in zip(runs, people, strict=True)
    ]
    return lambda: fit(sittings, world.items, date(2026, 1, 1), graders=MEASURED)


def spread(work: Callable[[S], T], seeds: Sequence[S], jobs: int | None = None) -> Iterator[T]:
    """Yield the work of each seed, in order, by several processes."""
    jobs = jobs or cpu_count() or 1
    if jobs == 1:
        yield from map(work, seeds)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(partial(work), seeds)


def rmse(runs: Sequence[Run]) -> float:
    return float(np.mean([run.error**2 for run in runs]) ** 0.5)
