"""Item calibration: learns item and grader parameters from past screenings by EM.

Each item keeps the draws of its tier's parameters, and only their weights move: by how likely each draw makes
the answers that were seen, with every candidate's ability as it follows from their *other* answers. An item
without answers so behaves as its label says. Adaptive choice does not bias this: it rests on recorded answers.
Source: marginal maximum likelihood, Bock & Aitkin (1981), Psychometrika 46(4), with a prior for each item.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from bot.core.adaptive.estimation.ability import CUTS, estimate
from bot.core.adaptive.estimation.learned import PACE_SD, Fits, GraderFit, ItemFit
from bot.core.adaptive.estimation.likelihoods import (
    DRAWS,
    GRADER_SPREAD,
    LEVELS,
    Array,
    Mark,
    Tables,
    columns,
    confusion,
    drawn_levels,
    parameter_draws,
)
from bot.core.adaptive.estimation.posterior import Observation, Posterior, ability_within, posterior
from bot.core.bank.item import Item, Tier
from bot.core.bank.role import Role
from bot.core.grading.grade import Source

ROUNDS = 3
LEAST_WEIGHT = 1e-4
"""Draws of less weight are left out of the document."""
TRUST_IN_GUESS = 30.0
"""Answers' worth of belief, for each true level, in the guess of a grader's errors."""
TRUST_IN_AUTHOR = 8.0
"""Answers' worth of belief in the minutes that an item's author put."""
LONGEST, SHORTEST = 3.0, 1 / 3
"""Times beyond these multiples of the plan are cut: nobody types for hours; they were away."""
TRUST_IN_PACE = 100.0
"""Answers' worth of belief in the guess of how much times spread."""
TRUST_IN_PRIOR = 50.0
"""Candidates' worth of belief in a role's prior of ability."""


@dataclass(frozen=True)
class Twice:
    """An answer marked by a grader and by a person; scores in [0, 1]."""

    mark: Mark
    score: float
    by_person: float


@dataclass(frozen=True)
class Sitting:
    """What one finished screening gives to learn from. minutes: by item id, of those that were timed."""

    role: Role
    observations: tuple[Observation, ...]
    minutes: Mapping[str, float] = field(default_factory=dict)
    twice: tuple[Twice, ...] = ()


def fit(
    sittings: Sequence[Sitting],
    items: Sequence[Item],
    today: date,
    *,
    left_out: int = 0,
    held: Sequence[str] = (),
    graders: Sequence[GraderFit] | None = None,
) -> Fits:
    """Return what the sittings teach about the items; the same for sittings in any order, but for rounding.

    items: those of the bank; answers to others help to place their candidates, and are else left alone.
    left_out, held: only noted (see `Fits`). graders: their errors, if known better than from these sittings.
    """
    known = {item.id: item for item in items}
    asked = Counter(o.item_id for s in sittings for o in s.observations if o.item_id in known)
    errors = tuple(graders) if graders is not None else graders_of(sittings)
    confusions = {(g.grader.value, g.ambiguous): np.array(g.rows) for g in errors}
    weights = {id: np.full(DRAWS, 1 / DRAWS) for id in sorted(asked)}
    tables = Tables({}, confusions)
    for _ in range(ROUNDS if asked else 0):
        weights = _reweighted(sittings, known, weights, tables)
        tables = Tables({id: _levels(known[id].tier, w) for id, w in weights.items()}, confusions)
    times = _minutes(sittings, known)
    fitted = tuple(_item_fit(known[id], asked[id], w, times.get(id)) for id, w in weights.items())
    mean, sd = _applicants(sittings, tables)
    return Fits(
        learnt_on=today,
        sessions=len(sittings),
        left_out=left_out,
        mean=mean,
        sd=sd,
        pace_sd=_pace_sd(sittings, times),
        items=fitted,
        graders=errors,
        held=tuple(sorted(held)),
    )


def graders_of(sittings: Sequence[Sitting]) -> tuple[GraderFit, ...]:
    """Return the errors of each kind of mark that a person has marked again; guesses count as a Dirichlet prior."""
    by_mark: defaultdict[Mark, list[Twice]] = defaultdict(list)
    for twice in (t for s in sittings for t in s.twice if t.mark[0] in GRADER_SPREAD):
        by_mark[twice.mark].append(twice)
    fitted = []
    for mark, pairs in sorted(by_mark.items()):
        counts = TRUST_IN_GUESS * confusion(*mark)
        for pair in sorted(pairs, key=lambda p: (p.by_person, p.score)):
            counts = counts + np.outer(_spread(pair.by_person), _spread(pair.score))
        rows = (counts / counts.sum(axis=1, keepdims=True)).round(6).tolist()
        shares = tuple(tuple(row) for row in rows)
        fitted.append(GraderFit(grader=Source(mark[0]), ambiguous=mark[1], answers=len(pairs), rows=shares))
    return tuple(fitted)


def without_each(given: Posterior, seen: Sequence[Observation], tables: Tables) -> Iterator[tuple[Observation, Array]]:
    """Yield each answer with the ability in its domain as the other answers tell, shape (81,), summing to 1."""
    for one in seen:
        row = given.domains.index(one.domain)
        others = given.evidence[row] / tables.likelihood(one, one.score, one.grader, one.ambiguous)
        ability = ability_within(given.general / given.marginal[row], others / others.max())
        yield one, ability / ability.sum()


def _reweighted(
    sittings: Sequence[Sitting], known: Mapping[str, Item], weights: Mapping[str, Array], tables: Tables
) -> dict[str, Array]:
    """Return new weights of every item's draws, from the prior's even ones and all answers at once."""
    rows: defaultdict[tuple[Tier, Mark], list[tuple[str, float, Array]]] = defaultdict(list)
    for sitting in sittings:
        given = posterior(sitting.observations, sitting.role, tables)
        for one, ability in without_each(given, sitting.observations, tables):
            if one.item_id in known:
                rows[known[one.item_id].tier, (one.grader, one.ambiguous)].append((one.item_id, one.score, ability))
    logs = {id: np.zeros(DRAWS) for id in weights}
    for (tier, mark), answers in rows.items():
        recorded = drawn_levels(tier) @ tables.confusion(*mark)  # (draws, 81, 5)
        flat = recorded.transpose(1, 0, 2).reshape(recorded.shape[1], -1)
        chances = (np.array([ability for _, _, ability in answers]) @ flat).reshape(-1, DRAWS, LEVELS)
        for (id, score, _), chance in zip(answers, chances, strict=True):
            logs[id] += np.log(columns(chance, score))
    return {id: _normalised(log) for id, log in logs.items()}


def _normalised(log: Array) -> Array:
    weight = np.exp(log - log.max())
    normal: Array = weight / weight.sum()
    return normal


def _levels(tier: Tier, weights: Array) -> Array:
    table: Array = np.tensordot(weights, drawn_levels(tier), axes=1)
    return table


def _item_fit(item: Item, answers: int, weights: Array, minutes: float | None) -> ItemFit:
    location, slope = parameter_draws(item.tier)
    mean = float(weights @ location)
    low, high = CUTS
    bands = {
        Tier.FUNDAMENTALS: weights[location < low].sum(),
        Tier.INTERMEDIATE: weights[(location >= low) & (location < high)].sum(),
        Tier.ADVANCED: weights[location >= high].sum(),
    }
    kept = [(n, round(float(w), 6)) for n, w in enumerate(weights) if w >= LEAST_WEIGHT]
    return ItemFit(
        item=item.id,
        tier=item.tier,
        stem=item.stem_digest,
        answers=answers,
        location=round(mean, 4),
        location_sd=round(float(weights @ (location - mean) ** 2) ** 0.5, 4),
        slope=round(float(weights @ slope), 4),
        bands={tier: min(1.0, round(float(share), 4)) for tier, share in bands.items()},
        minutes=minutes,
        weights=tuple(kept),
    )


def _minutes(sittings: Sequence[Sitting], known: Mapping[str, Item]) -> dict[str, float]:
    """Return what answers took, as a geometric mean held towards the authors' plans."""
    logs: defaultdict[str, list[float]] = defaultdict(list)
    for sitting in sittings:
        for id, minutes in sorted(sitting.minutes.items()):
            if id in known and minutes > 0:
                ratio = min(LONGEST, max(SHORTEST, minutes / known[id].minutes))
                logs[id].append(float(np.log(ratio)))
    return {
        id: round(known[id].minutes * float(np.exp(sum(of) / (len(of) + TRUST_IN_AUTHOR))), 2)
        for id, of in sorted(logs.items())
    }


def _pace_sd(sittings: Sequence[Sitting], expected: Mapping[str, float]) -> float:
    """Return the log SD of times around each candidate's own speed, held towards the guess."""
    squares, freedom = TRUST_IN_PACE * PACE_SD**2, TRUST_IN_PACE
    for sitting in sittings:
        ratios = [minutes / expected[id] for id, minutes in sorted(sitting.minutes.items()) if id in expected]
        logs = [float(np.log(ratio)) for ratio in ratios if SHORTEST <= ratio <= LONGEST]
        if len(logs) > 1:
            squares += float(np.var(logs)) * len(logs)
            freedom += len(logs) - 1
    return round(float(np.sqrt(squares / freedom)), 3)


def _applicants(sittings: Sequence[Sitting], tables: Tables) -> tuple[float, float]:
    """Return mean and SD of the applicants' ability, held towards the roles' priors."""
    seen = [(s.role.prior, estimate(s.observations, s.role, tables)) for s in sittings]
    if not seen:
        return 0.0, 1.0
    prior_mean = sum(p.mean for p, _ in seen) / len(seen)
    prior_sd = sum(p.sd for p, _ in seen) / len(seen)
    trust = TRUST_IN_PRIOR + len(seen)
    mean = (TRUST_IN_PRIOR * prior_mean + sum(s.theta for _, s in seen)) / trust
    spread = TRUST_IN_PRIOR * prior_sd**2 + sum(s.se**2 + (s.theta - mean) ** 2 for _, s in seen)
    return round(mean, 3), round(float(spread / trust) ** 0.5, 3)


def _spread(score: float) -> Array:
    """Return a score as shares of the two levels that it lies between, shape (5,)."""
    return columns(np.eye(LEVELS), score)
