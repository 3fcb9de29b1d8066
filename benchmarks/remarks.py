"""How often the remark on answers that came faster and better is made, of honest people and of planted leakers.

`python -m benchmarks remarks`: people of an even pace of their own, from an eighth of the plan to twice it, some of
whom write "I don't know" at once; and people who knew three of nine questions, answer those in full, and need for
them what they need to copy.
"""

from collections.abc import Iterator

import numpy as np

from benchmarks.figure import Figure
from bot.core.adaptive.estimation.likelihoods import GRID, LABELS, LEVELS
from bot.core.adaptive.person_fit import KNOWN_TIME, Oddness, Timed, oddness
from bot.core.adaptive.recommendation import Reason
from bot.core.bank.item import Item
from tests.factories import a_role, an_observation, items_of

PEOPLE = 200
PACES = (0.125, 0.25, 0.5, 1.0, 2.0)
UNEVEN = 0.15
"""Log SD of an even pace: a minute more or less in seven."""
LEARNT = 0.4
"""The log SD that sessions are judged by before any was measured."""
ROLE = a_role()
ITEMS = items_of(each=1)
KNOWN = (2, 4, 8)
"""The questions that leakers knew, hard ones among them."""


def measure() -> Iterator[Figure | str]:
    """Yield remarks on honest people and the share of leakers who are named."""
    honest = sum(remarked(n) for n in range(PEOPLE))
    yield Figure("remarks on even people, at five paces", honest, "people", f"of {PEOPLE}, at most", 0)
    unsure = sum(remarked(n, dont_know=6) for n in range(PEOPLE))
    yield Figure('the same, six answers "I don\'t know"', unsure, "people", f"of {PEOPLE}, at most", 0)
    uneven = sum(remarked(n, uneven=LEARNT) for n in range(PEOPLE))
    yield Figure("remarks on uneven people (log SD 0.4)", uneven / PEOPLE, "", "most wanted", 0.05)
    for name, spread in (("even", UNEVEN), ("uneven", 0.3)):
        named = sum(bool({ITEMS[k].id for k in KNOWN} & set(leaker(n, spread).items)) for n in range(PEOPLE))
        told = sum(Reason.FAST_AND_GOOD in leaker(n, spread).reasons for n in range(PEOPLE))
        yield Figure(f"planted leakers named, else {name}", told / PEOPLE, "", "at least", 0.6, None, 1.0)
        yield f"with an answer that stands out, whether the whole is rare or not: {named / PEOPLE:.2f}"


def remarked(n: int, dont_know: int = 0, uneven: float = UNEVEN) -> bool:
    """Return whether person `n` is remarked on, who knows nothing beforehand and keeps one pace."""
    return Reason.FAST_AND_GOOD in _looked_at(n, PACES[n % len(PACES)], uneven, dont_know).reasons


def leaker(n: int, uneven: float = UNEVEN) -> Oddness:
    """Return what is found in person `n`, who knew some questions beforehand and is weak."""
    return _looked_at(n, PACES[n % len(PACES)], uneven, known=KNOWN, ability=-0.8)


def _looked_at(
    n: int, pace: float, uneven: float, dont_know: int = 0, known: tuple[int, ...] = (), ability: float | None = None
) -> Oddness:
    rng = np.random.default_rng([16, n, dont_know, len(known)])
    theta = rng.standard_normal() if ability is None else ability + 0.5 * rng.standard_normal()
    grader = ("keyword", "llm")[n % 2]
    given_up = set(rng.permutation(len(ITEMS))[:dont_know].tolist())
    timed = []
    for place, item in enumerate(ITEMS):
        took = pace * float(np.exp(uneven * rng.standard_normal()))
        score = _score(rng, item, theta, grader)
        if place in given_up:
            score, took = 0.0, took * float(rng.choice([0.05, 0.2, 1.0]))
        if place in known:
            score, took = float(rng.choice([0.75, 1.0, 1.0])), KNOWN_TIME * took
        timed.append(Timed(an_observation(item, score, grader), took))
    return oddness(timed, ROLE, LABELS, f"person-{n}", LEARNT)


def _score(rng: np.random.Generator, item: Item, theta: float, grader: str) -> float:
    at = int(np.abs(GRID - theta).argmin())
    return float(rng.choice(LEVELS, p=LABELS.recorded(item, grader)[at])) / (LEVELS - 1)
