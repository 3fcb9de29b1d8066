"""What each rule of choosing costs, and how much of the decisions is the made-up world's: nothing here has a limit.

Parameters are known and answers eight, so that only the choice differs; banks and people are those of `engine_quality`.
The rules are lifted one after another, from what the service does to the best item for everybody whatever it covers.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from types import MappingProxyType
from unittest.mock import patch

import numpy as np

from benchmarks.engine_quality import BANKS, PEOPLE
from benchmarks.engine_runs import EIGHT, STOPS, Run, rmse, screened, screened_all, spread
from benchmarks.engine_world import ERRORS, Person, World, a_person, a_world
from bot.core.adaptive.estimation.irt import Family
from bot.core.adaptive.estimation.likelihoods import Tables
from bot.core.adaptive.recommendation import Verdict
from bot.core.adaptive.selection import next_item

Lifted = Mapping[str, object]
FREE: Lifted = {"led": lambda _, near: list(near), "follows": lambda _, turn: list(turn)}
NO_TURNS: Lifted = {"in_turn": lambda role, items, asked, tables: next_item.possible(role, items, asked, tables)}
NONE: Lifted = MappingProxyType({})

# What is lifted, whether how often items were shown is known, and how near to the best an item must be.
WAYS: Mapping[str, tuple[Lifted, bool, float]] = {
    "as the service asks": (NONE, True, 0.12),
    "a cap of 3 times the mean": ({"CAP": 3.0}, True, 0.12),
    "no cap": ({"CAP": 1e9}, True, 0.12),
    "nothing spared": (NONE, False, 0.12),
    "the best item for everybody (the limit)": (NONE, False, 0.0),
    "and any tier may follow": (FREE, False, 0.0),
    "and domains take no turns": ({**FREE, **NO_TURNS}, False, 0.0),
    "and minutes do not matter": ({**FREE, **NO_TURNS, "LATER": 0.0, "MINUTE": 0.0}, False, 0.0),
}
LIMIT = "the best item for everybody (the limit)"
SLOPES = (1.3, 1.5, 1.7)


def of_bank(seed: int) -> tuple[dict[tuple[str, str], tuple[list[Run], float]], dict[tuple[float, bool], list[Run]]]:
    """Return runs and highest exposure by family and way, and own stops by median slope and whether items are known."""
    ways = {}
    for family in Family:
        world = a_world(seed, family=family)
        people = [a_person(world, (seed, n)) for n in range(PEOPLE)]
        for way, (lifted, counted, near) in WAYS.items():
            ways[family.value, way] = _asked(world, people, seed, lifted, counted, near)
    stops = {}
    for slope in SLOPES:
        world = a_world(seed, slope_median=slope)
        people = [a_person(world, (seed, n)) for n in range(PEOPLE)]
        for known in (False, True):
            tables = world.known if known else Tables({}, ERRORS)
            stops[slope, known], _ = screened_all(STOPS, world, people, seed, tables)
    return ways, stops


def _asked(
    world: World, people: Sequence[Person], seed: int, lifted: Lifted, counted: bool, near: float
) -> tuple[list[Run], float]:
    tables = world.known
    tables.near = near
    shown: Counter[str] = Counter()
    runs = []
    with ExitStack() as stack:
        for name, instead in lifted.items():
            stack.enter_context(patch.object(next_item, name, instead))
        for n, person in enumerate(people):
            run = screened(EIGHT, world, person, f"{seed}:{n}", shown if counted else {}, tables)
            shown.update(a.item.id for a in run.asked)
            runs.append(run)
    return runs, max(shown.values()) / len(people)


def measure() -> Iterator[str]:
    found = list(spread(of_bank, BANKS))
    for family in Family:
        limit = rmse([r for ways, _ in found for r in ways[family.value, LIMIT][0]])
        for way in WAYS:
            error = rmse([r for ways, _ in found for r in ways[family.value, way][0]])
            most = float(np.mean([ways[family.value, way][1] for ways, _ in found]))
            over = f"RMSE@8 {error:.3f}, over the limit {error / limit:.2f}"
            yield f"{family.value}, {way}: {over}; highest exposure {most:.2f}"
    for slope in SLOPES:
        for known in (False, True):
            runs = [r for _, stops in found for r in stops[slope, known]]
            told = [r for r in runs if r.advice and r.advice.clear]
            right = np.mean([(r.advice.verdict is Verdict.ADVANCE) == (r.theta >= STOPS.bar) for r in told if r.advice])
            asked = np.mean([len(r.asked) for r in runs])
            what = "told all parameters" if known else "labels only"
            yield (
                f"items of median slope {slope}, {what}: {len(told) / len(runs):.3f} decided, {right:.3f} of them "
                f"rightly, {asked:.2f} questions"
            )
    yield f"{len(found)} banks, {len(found) * PEOPLE:,} people"
