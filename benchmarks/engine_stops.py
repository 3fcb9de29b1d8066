"""Whether a better rule for when to stop could decide more people: the engine's, beside the best that paths can teach.

Everybody answers for half an hour, so that any rule can be tried on the same answers. The best one is found by backward
induction: from the last answer to the fifth, each state (answers so far, chance of being above the bar, whether an
unsure mark holds a suggestion back) stops where that has paid better on the other half of the people. Its prices, of a
wrong decision and of a question, are tried over a grid; shown is what decides most people while 95 % of the decisions
are right and 7.6 questions are asked. What a few thousand people teach is rough: take VIVA_BENCH_BANKS=192. It judges
nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from benchmarks.engine_quality import BANKS, PEOPLE
from benchmarks.engine_runs import ALL, STOPS, screened_all, spread
from benchmarks.engine_world import LABELLED, a_person, a_world
from bot.core.adaptive.estimation.ability import estimate
from bot.core.adaptive.estimation.irt import Array
from bot.core.adaptive.estimation.likelihoods import Tables
from bot.core.adaptive.recommendation import Reason, Verdict, recommend
from bot.core.adaptive.selection.next_item import Asked

FEWEST, MOST = STOPS.limits.min_items, STOPS.limits.max_items
BINS = 20
RIGHT, QUESTIONS = 0.95, 7.6
ERRORS = (2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 5.5, 6.0)
"""Prices of a wrong decision, in units of one that is right."""
RISKS = (0.08, 0.10, 0.12)
ASKING = (0.002, 0.004, 0.007, 0.01, 0.015, 0.02, 0.03)
"""Prices of a question, in the same unit."""


Told = tuple[int, float, bool, bool]
"""The state, the risk of a wrong suggestion, whether the person is decided, and whether rightly."""


@dataclass(frozen=True)
class Paths:
    """What could be said after each answer; shapes (people, MOST), but `length`, (people,): answers given in all."""

    length: Array
    state: Array
    risk: Array
    decided: Array
    right: Array


def of_bank(given: tuple[int, bool]) -> list[list[Told]]:
    """Return what can be said of each person after each answer."""
    seed, known = given
    world = a_world(seed)
    tables = world.known if known else LABELLED
    runs, _ = screened_all(ALL, world, [a_person(world, (seed, n)) for n in range(PEOPLE)], seed, tables)
    return [[_told(run.theta, run.asked[:n], tables) for n in range(1, len(run.asked) + 1)] for run in runs]


def _told(theta: float, asked: Sequence[Asked], tables: Tables) -> Told:
    seen = [a.observation for a in asked if a.observation]
    advice = recommend(STOPS, estimate(seen, STOPS, tables), seen, tables=tables)
    chance = min(max(advice.probability, 0.01), 0.99)
    logit = np.log(chance / (1 - chance))
    place = int((logit / np.log(99) + 1) / 2 * (BINS - 1))
    held = advice.reasons[0] is Reason.BELOW_BAR and advice.verdict is Verdict.PERSON
    decided = advice.verdict is not Verdict.PERSON
    risk = min(advice.probability, 1 - advice.probability)
    return 2 * place + held, risk, decided, decided and (advice.verdict is Verdict.ADVANCE) == (theta >= STOPS.bar)


def stacked(people: Sequence[Sequence[Told]]) -> Paths:
    """Return paths as arrays; what lies beyond a path's end repeats its last answer."""
    whole = np.array([[*path, *[path[-1]] * (MOST - len(path))] for path in people])
    state, risk, decided, right = whole.transpose(2, 0, 1)
    return Paths(np.array([len(path) for path in people]), state.astype(int), risk, decided, right)


def best_stops(paths: Paths, error: float, question: float) -> Array:
    """Return after how many answers each person's screening ends, by what the other half of the people teaches."""
    half = np.arange(len(paths.length)) % 2 == 0
    ends = [_taught(paths, error, question, of) for of in (half, ~half)]
    return np.where(half, ends[1], ends[0])


def _taught(paths: Paths, error: float, question: float, of: NDArray[np.bool_]) -> Array:
    gain = paths.decided * (1 - error * (1 - paths.right))
    stop = paths.length.copy()
    for n in range(MOST - 1, FEWEST - 1, -1):
        going = paths.length > n
        now = gain[:, n - 1]
        later = gain[np.arange(len(stop)), stop - 1] - question * (stop - n)
        state, seen = paths.state[:, n - 1], going & of
        better = np.bincount(state[seen], (now - later)[seen], minlength=2 * BINS) >= 0
        stop[going & better[state]] = n
    return stop


def _at(paths: Paths, risk: float) -> Array:
    """Return after how many answers each screening ends where it goes on until the risk is below `risk`."""
    clear = paths.risk[:, FEWEST - 1 :] < risk
    ends: Array = np.minimum(paths.length, FEWEST + np.where(clear.any(axis=1), clear.argmax(axis=1), MOST))
    return ends


def found(paths: Paths, stop: Array) -> tuple[float, float, float]:
    """Return the share decided, the share of those that is right, and the mean of questions."""
    at = np.arange(len(stop)), stop - 1
    decided = paths.decided[at].mean()
    return float(decided), float(paths.right[at].mean() / decided), float(stop.mean())


def measure() -> Iterator[str]:
    for known in (False, True):
        people = [path for bank in spread(of_bank, [(seed, known) for seed in BANKS]) for path in bank]
        paths = stacked(people)
        tried = [found(paths, best_stops(paths, *prices)) for prices in product(ERRORS, ASKING)]
        what = "told all parameters" if known else "labels only"
        yield f"{what}, half an hour used up: {_line(found(paths, paths.length))}"
        for risk in RISKS:
            yield f"{what}, an end at a risk of {risk:.2f}: {_line(found(paths, _at(paths, risk)))}"
        fair = [one for one in tried if one[1] >= RIGHT and one[2] <= QUESTIONS]
        yield f"{what}, best stops within {RIGHT:.0%} right and {QUESTIONS} questions: {_line(max(fair))}"
    yield f"{len(BANKS)} banks, {len(BANKS) * PEOPLE:,} people"


def _line(of: tuple[float, float, float]) -> str:
    return f"{of[0]:.3f} decided, {of[1]:.3f} of them rightly, {of[2]:.2f} questions"
