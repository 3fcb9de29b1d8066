"""Person fit: whether a pattern of answers and times is unusual; a reason to look, never a mark.

Two questions are asked. Do some answers look as if their questions had been known: better than the others
suggest, and faster than this candidate's others? Which those are is named, and without such there is nothing to say:
who is evenly quick is just quick. And do the scores fit together at all? Each statistic is held
against screenings of the same items that the tables themselves make up, so that no table of a distribution has
to fit short adaptive paths (there lz, for one, loses its own). Someone who knew a question and waits is not seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.core.adaptive.estimation.likelihoods import LEVELS, Array, Tables, columns
from bot.core.adaptive.estimation.posterior import Observation, carried_over, posterior
from bot.core.adaptive.recommendation import Reason
from bot.core.bank.role import Role
from bot.core.seeded import draw

FEWEST = 5
"""Answers below which nothing can be said."""
REPLICAS = 200
AT_ONCE = 50
"""Screenings whose figures are held in memory together."""
KNOWN_RARE, MISFIT_RARE = 0.04, 0.01
"""Share of ordinary screenings that may look as unusual; together they call a person to one honest one in twenty."""

KNOWN_SHARE = 0.3
"""How many of the questions someone who knows some is taken to know."""
KNOWN_TIME = 0.45
"""Share of the time that an answer takes which was ready beforehand."""
SPEEDS = np.linspace(-0.75, 0.75, 13)
"""A person's own log speed; its weights are those of a normal with SD `SPEED_SD`."""
SPEED_SD = 0.3
MUCH_FASTER = 0.6
"""Share of the usual time of a person's own other answers below which one is much faster."""
BEYOND = 2.5
"""By how many of the person's own spreads it lies below them, too: whoever works unevenly is faster at times."""
LEAST_SPREAD = 0.15
"""Log SD below which nobody's times are taken to spread."""
GOOD = 0.7
"""Score from which an answer is good."""
BETTER = 0.15
"""By how much a good answer is better than the person's others, to be named."""
TOLD = 0.1
"""Score from which an answer says something; how quickly somebody says "I don't know" tells nothing of their pace."""
AWAY = 3.0
"""Times beyond this multiple of the plan say nothing: the candidate was away."""


@dataclass(frozen=True)
class Timed:
    """A graded answer, and minutes spent over minutes expected; None where no time is known."""

    observation: Observation
    pace: float | None = None


@dataclass(frozen=True)
class Oddness:
    """How unusual a screening is.

    known: log of how much better the answers fit someone who knew some of the questions.
    p_known, p_misfit: share of made-up ordinary screenings that are as odd, in [0, 1]; 1 where nothing can be said.
    items: the ids of the items whose answers were both much faster and better than this person's others, in order.
    """

    known: float
    p_known: float
    p_misfit: float
    items: tuple[str, ...] = ()

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Return why a person should look; () for a usual screening."""
        fast = (Reason.FAST_AND_GOOD,) if self.p_known <= KNOWN_RARE and self.items else ()
        return (*fast, *((Reason.MISFIT,) if self.p_misfit <= MISFIT_RARE else ()))


USUAL = Oddness(0.0, 1.0, 1.0)


def oddness(answers: Sequence[Timed], role: Role, tables: Tables, seed: str, pace_sd: float) -> Oddness:
    """Return how unusual the answers are among made-up screenings of the same items and the same ability.

    pace_sd: log SD of one answer's time around the candidate's own speed.
    The same seed gives the same figures. No score is moved by what comes out.
    """
    ordered = sorted(answers, key=lambda a: a.observation.item_id)
    if len(ordered) < FEWEST:
        return USUAL
    seen = [a.observation for a in ordered]
    general = posterior(seen, role, tables).general
    prior = posterior([], role, tables).general
    rng = np.random.default_rng(int(draw(seed, 0, "oddness") * 2**53))
    # Item by item: chances of each recorded level by general ability, (n, 5, 81), and if it had been known, (n, 5).
    chances = np.stack([carried_over(tables.recorded(o, o.grader, o.ambiguous).T) for o in seen])
    ready = np.stack([tables.confusion(o.grader, o.ambiguous)[-1] for o in seen])
    pace = _beside_own(np.array([_log_pace(a) for a in ordered]))
    made = _replicas(rng, general, chances, pace, pace_sd)
    scores = np.stack([columns(np.eye(LEVELS), o.score) for o in seen])
    all_scores, all_paces = np.concatenate([scores[None], made[0]]), np.vstack([pace, made[1]])
    parts = [slice(first, first + AT_ONCE) for first in range(0, len(all_scores), AT_ONCE)]
    stats = [_statistics(all_scores[p], all_paces[p], chances, ready, prior, pace_sd) for p in parts]
    known, misfit = (np.concatenate(of_parts) for of_parts in zip(*stats, strict=True))
    timed = np.count_nonzero(~np.isnan(pace)) >= FEWEST
    p_known = _rank(known[1:] >= known[0]) if timed else 1.0
    return Oddness(float(known[0]), p_known, _rank(misfit[1:] >= misfit[0]), _faster_and_better(ordered, pace))


def _faster_and_better(ordered: Sequence[Timed], pace: Array) -> tuple[str, ...]:
    """Return the items of the good answers that were much faster and better than the others; pace: log."""
    found = []
    score = np.array([a.observation.score for a in ordered])
    candidates = (score >= GOOD) & (pace <= np.log(MUCH_FASTER) / 2)
    others = ~np.isnan(pace) & ~candidates
    if np.count_nonzero(others) < FEWEST_OTHERS:
        return ()
    usual, spread = np.median(pace[others]), max(LEAST_SPREAD, float(np.std(pace[others], ddof=1)))
    slow = min(np.log(MUCH_FASTER), -BEYOND * spread)
    for n in np.flatnonzero(candidates).tolist():
        if pace[n] - usual <= slow and score[n] - score[others].mean() >= BETTER:
            found.append(ordered[n].observation.item_id)
    return tuple(found)


def _beside_own(pace: Array) -> Array:
    """Return log paces less the person's own middle one, shape (n,); one below `FASTEST` tells no more than that."""
    if np.isnan(pace).all():
        return pace
    return np.maximum(pace - np.nanmedian(pace), FASTEST)


def _replicas(
    rng: np.random.Generator, general: Array, chances: Array, pace: Array, pace_sd: float
) -> tuple[Array, Array]:
    """Return scores as shares of levels, (REPLICAS, n, 5), and log paces, (REPLICAS, n), of ordinary candidates."""
    ability = rng.choice(len(general), REPLICAS, p=general)
    below = np.cumsum(chances[:, :, ability], axis=1)[:, :-1]  # (n, 4, REPLICAS)
    levels = (below <= rng.random((len(chances), 1, REPLICAS))).sum(axis=1).T
    own = SPEED_SD * rng.standard_normal((REPLICAS, 1))
    paces = np.where(np.isnan(pace), np.nan, own + pace_sd * rng.standard_normal((REPLICAS, len(chances))))
    if not np.isnan(pace).all():
        paces -= np.nanmedian(paces, axis=1, keepdims=True)
    return np.eye(LEVELS)[levels], paces


def _statistics(
    scores: Array, paces: Array, chances: Array, ready: Array, prior: Array, pace_sd: float
) -> tuple[Array, Array]:
    """Return for each screening the log ratio for some questions known, and how badly its scores fit."""
    speed = np.exp(-((SPEEDS / SPEED_SD) ** 2) / 2)
    weight = prior[:, None] * (speed / speed.sum())
    ordinary = np.broadcast_to(weight, (len(scores), *weight.shape)).copy()
    partly = ordinary.copy()
    for item in range(scores.shape[1]):
        chance = (scores[:, item] @ chances[item])[:, :, None]
        if_known = (scores[:, item] @ ready[item])[:, None, None]
        usual, quick = (_density(paces[:, item], shift, pace_sd)[:, None] for shift in (0.0, np.log(KNOWN_TIME)))
        partly *= (1 - KNOWN_SHARE) * chance * usual + KNOWN_SHARE * if_known * quick
        ordinary *= chance * usual
    return np.log(partly.sum(axis=(1, 2))) - np.log(ordinary.sum(axis=(1, 2))), _misfit(scores, chances, prior)


def _misfit(scores: Array, chances: Array, prior: Array) -> Array:
    """Return each screening's mean squared residual of the scores, over what it would be by its own posterior.

    Source: outfit, Wright & Masters (1982), Rating Scale Analysis; here over a posterior, not at a point.
    """
    steps = np.arange(LEVELS)
    mean = np.einsum("nkg,k->ng", chances, steps)
    variance = np.einsum("nkg,k->ng", chances, steps**2) - mean**2
    likely = np.prod(np.einsum("rnk,nkg->rng", scores, chances), axis=1) * prior
    likely /= likely.sum(axis=1, keepdims=True)
    got = scores @ steps
    squares = (((got[:, :, None] - mean) ** 2) / variance).mean(axis=1)
    fit: Array = (likely * squares).sum(axis=1)
    return fit


def _density(pace: Array, shift: float, pace_sd: float) -> Array:
    """Return how likely each log pace is at each speed, shape (screenings, speeds); 1 where no time is known."""
    off = (pace[:, None] - SPEEDS - shift) / pace_sd
    return np.where(np.isnan(off), 1.0, np.exp(-(off**2) / 2))


FEWEST_OTHERS = 3
"""A person's other answers below which they have no pace of their own."""
FASTEST = -2.0
"""The log of a pace, beside a person's own, below which nothing more is to be learnt."""


def _log_pace(answer: Timed) -> float:
    known = answer.pace is not None and 0 < answer.pace <= AWAY and answer.observation.score >= TOLD
    return float(np.log(answer.pace)) if known and answer.pace is not None else np.nan


def _rank(as_odd: Array) -> float:
    """Return the share of screenings as odd as this one, itself among them."""
    return float((1 + as_odd.sum()) / (1 + len(as_odd)))
