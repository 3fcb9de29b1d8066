"""The engine beside simpler ways of asking and catsim, on the same made-up people, banks and marks; labels only.

Every way asks the same number of questions, without a clock. Right is: on the same side of the bar as the truth. Random
order, fixed form and staircase are estimated by the engine's own posterior, so that they show what choosing is worth;
catsim chooses and estimates by itself, and knows right and wrong only. Banks and numbers are those of `engine_quality`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.catsim_steps import steps_by_catsim
from benchmarks.engine_quality import BANKS, PEOPLE
from benchmarks.engine_runs import at_random, by_order, fixed, screened, spread, staircase
from benchmarks.engine_world import GRADER, LABELLED, World, a_person, a_role, a_world
from benchmarks.figure import Figure
from bot.core.adaptive.estimation.ability import estimate
from bot.core.adaptive.estimation.likelihoods import GRID, Array
from bot.core.adaptive.selection.next_item import Asked

AT = 8
ROLE = a_role(most=12, least=12, minutes=90.0, target_se=0.01, open_risk=0.0)
SURE = 0.90
"""How many of those decided without a person must be decided rightly."""


@dataclass(frozen=True)
class Told:
    """What a way of asking says of somebody. sure: how sure it is of the side of the bar, in any unit."""

    error: float
    right: bool
    sure: float


def of_bank(seed: int) -> tuple[dict[str, list[Told]], list[list[Told]], list[float]]:
    """Return what each way says after `AT` questions, the engine after 1 to 12, and the information at each truth."""
    world = a_world(seed)
    peers: dict[str, list[Told]] = {}
    engine: list[list[Told]] = []
    bound: list[float] = []
    for n in range(PEOPLE):
        person = a_person(world, (seed, n))
        run = screened(ROLE, world, person, f"{seed}:{n}", {})
        engine.append([_told(run.asked[:k], person.theta) for k in range(1, len(run.asked) + 1)])
        for label, order in (("random order", at_random), ("fixed form", fixed), ("staircase", staircase)):
            asked = by_order(ROLE, world, person, (seed, n), order).asked
            peers.setdefault(label, []).append(_told(asked[:AT], person.theta))
        theta, _ = steps_by_catsim(world.items, person.scores, AT)
        side = (theta >= ROLE.bar) == (person.theta >= ROLE.bar)
        peers.setdefault("catsim", []).append(Told(theta - person.theta, side, abs(theta - ROLE.bar)))
        bound.append(float(np.interp(person.theta, GRID, _information(world))))
    return peers, engine, bound


def _told(asked: Sequence[Asked], theta: float) -> Told:
    standing = estimate([a.observation for a in asked if a.observation], ROLE, LABELLED)
    p = standing.p_bar
    return Told(standing.theta - theta, (p >= 0.5) == (theta >= ROLE.bar), max(p, 1 - p))


def _information(world: World) -> Array:
    """Return the Fisher information of the `AT` items that tell most at each ability, told clear marks, shape (81,)."""
    each = []
    for item in world.items:
        chances = world.known.levels(item) @ world.known.confusion(GRADER)
        each.append((np.gradient(chances, GRID, axis=0) ** 2 / chances).sum(axis=1))
    best: Array = np.sort(each, axis=0)[-AT:].sum(axis=0)
    return best


def measure() -> Iterator[Figure | str]:
    found = list(spread(of_bank, BANKS))
    engine = [one for _, told, _ in found for one in told]
    mine = [told[AT - 1] for told in engine]
    by_length = [_rmse([told[k] for told in engine]) for k in range(12)]
    for label in found[0][0]:
        theirs = [one for peers, _, _ in found for one in peers[label]]
        yield Figure(f"wrong side of the bar, {AT} questions", _wrong(mine), "", label, _wrong(theirs))
        yield Figure(f"RMSE, {AT} questions", _rmse(mine), "logits", label, _rmse(theirs))
        needed = _needed(by_length, _rmse(theirs))
        yield Figure(f"questions for the RMSE of its {AT}", needed, "", label, AT)
        share = _decided(mine)
        yield Figure(f"decided alone, {SURE:.0%} of them rightly", share, "", label, _decided(theirs), None, 1.0)
    # Van Trees: no estimate of a standard normal ability errs less than 1 / sqrt(mean information + 1).
    bound = float((np.mean([x for _, _, informed in found for x in informed]) + 1) ** -0.5)
    yield Figure(f"RMSE, {AT} questions", _rmse(mine), "logits", "bound", bound, None)
    yield "the bound knows every item's parameters, asks each person the best items, and has clear marks and no domains"
    yield f"{len(found)} banks, {len(mine):,} people"


def _rmse(told: Sequence[Told]) -> float:
    return float(np.mean([one.error**2 for one in told]) ** 0.5)


def _wrong(told: Sequence[Told]) -> float:
    return float(np.mean([not one.right for one in told]))


def _needed(by_length: Sequence[float], error: float) -> float:
    """Return after how many questions, a fraction between two, the error has fallen to `error`; 12 where never."""
    return float(np.interp(-error, [-one for one in np.minimum.accumulate(by_length)], range(1, len(by_length) + 1)))


def _decided(told: Sequence[Told]) -> float:
    """Return the largest share of people, the surest first, of whom `SURE` are on the side they are said to be on."""
    right = np.cumsum([one.right for one in sorted(told, key=lambda one: -one.sure)])
    count = np.arange(1, len(right) + 1)
    return float(count[right / count >= SURE].max(initial=0)) / len(right)
