"""Whether the probabilities that screeners are told hold: people and items drawn from just what the engine believes.

Then the same with applicants who are half a logit abler than the role's prior says, for whom nobody told the engine.
"""

from collections import Counter
from collections.abc import Iterator
from functools import partial

from benchmarks.engine_quality import BANKS, PEOPLE
from benchmarks.engine_runs import STOPS, spread
from benchmarks.engine_world import GRADER, a_world
from benchmarks.figure import Figure
from bot.core.simulation.candidates import a_candidate, screen

TOLD = (0.7, 0.9)
"""Chances of lying above the bar that are taken for "about 80 %"."""
TIMES = 4
"""Times as many people as elsewhere: few are told just this."""
ABLER = STOPS.model_copy(update={"prior": STOPS.prior.model_copy(update={"mean": 0.5})})


def of_bank(seed: int, abler: bool) -> list[tuple[float, bool]]:
    """Return for each person the chance that is told, and whether they are above the bar."""
    items = a_world(seed).items
    shown: Counter[str] = Counter()
    told = []
    for n in range(TIMES * PEOPLE):
        person = a_candidate(ABLER if abler else STOPS, items, seed, n, GRADER)
        run = screen(STOPS, items, person, f"{seed}:{n}", GRADER, shown)
        shown.update(a.item.id for a in run.asked)
        told.append((run.standing.p_bar, person.theta >= STOPS.bar))
    return told


def measure() -> Iterator[Figure | str]:
    for abler in (False, True):
        people = [one for of in spread(partial(of_bank, abler=abler), BANKS) for one in of]
        near = [one for one in people if TOLD[0] <= one[0] < TOLD[1]]
        said, true = (sum(one[k] for one in near) / len(near) for k in (0, 1))
        if abler:
            yield f"applicants half a logit abler: {true:.3f} of {len(near)} told 70 to 90 % ({said:.3f} on average)"
        else:
            yield Figure("told 70 to 90 %: above the bar", true, "", "told", said, 1.05, 0.95)
            error = (true * (1 - true) / len(near)) ** 0.5
            yield f"± {error:.3f}, of {len(near)} among {len(people):,} people; 0.76 to 0.84 where 0.80 is told"
