"""From facts to marks: the one arithmetic of all graders.

Graders find facts and false claims, each with the words that show it. What a fact is worth, which level the facts
of a criterion reach and what score the levels make is decided here, and nowhere else.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from bot.core.bank.rubric import Criterion
from bot.core.grading.grade import Evidence, Found, Rating, Source

PARTLY = 0.5
"""What a fact is worth that is stated only in part."""
ECHO = 0.5
"""What a fact is worth in words which the question had said."""
SLIP = 1e-9


@dataclass(frozen=True)
class Scale:
    """How facts become scores, by what a kind of grader can see.

    rounded: only whole levels count. full_at: the least share of the weight that earns full marks, whatever the rubric
    says. false_claim_keeps: what is left of a score for each false claim, beside the cap on its criterion.
    """

    rounded: bool
    full_at: float
    false_claim_keeps: float


COUNTED = Scale(rounded=False, full_at=1.0, false_claim_keeps=0.75)
"""For rules. Each further fact counts up to the whole, so that half of a good answer is no full one. Who is wrong about
how a thing works is wrong about the rest sooner."""
READ = Scale(rounded=False, full_at=1.0, false_claim_keeps=1.0)
"""For a reader, who misses little: full marks are at the whole, and a cap is enough for a false claim."""


def scale_of(source: Source) -> Scale:
    """Return the scale of a grader's marks; a person's are levels, which are whole."""
    return READ if source is Source.LLM else COUNTED


def points_of(criterion: Criterion, found: Iterable[Found]) -> float:
    """Return the points that facts of a criterion are worth together."""
    worth = 0.0
    for fact in found:
        share = fact.share * (PARTLY if fact.partly else 1.0) * (ECHO if fact.echo else 1.0)
        worth += criterion.points[fact.number - 1].worth * share
    return worth


def height(criterion: Criterion, points: float) -> float:
    """Return the level that points reach, unrounded: in [0, top], linear between the points that levels need."""
    below, needed_below = 0, 0.0
    for needed in criterion.thresholds:
        if points < needed - SLIP:
            return below + max(0.0, points - needed_below) / (needed - needed_below)
        below, needed_below = below + 1, needed
    return float(criterion.top)


def rate(
    criterion: Criterion,
    found: Sequence[Found],
    mistakes: Sequence[Found] = (),
    *,
    evidence: tuple[Evidence, ...] = (),
    reason: str = "",
    scale: Scale = COUNTED,
) -> Rating:
    """Return the level that the facts earn, under the cap of any false claim.

    found, mistakes: numbered by their places in the criterion, from 1. evidence: the passages to show, joined.
    """
    exact = height(criterion, points_of(criterion, found))
    exact = min([exact, *(float(criterion.wrong[m.number - 1].cap) for m in mistakes)])
    there = {fact.number for fact in found}
    return Rating(
        criterion=criterion.id,
        level=int(exact + SLIP),
        top=criterion.top,
        evidence=evidence,
        found=tuple(found),
        open=tuple(p.says for n, p in enumerate(criterion.points, 1) if n not in there),
        mistakes=tuple(mistakes),
        reason=reason,
        exact=None if scale.rounded else exact,
    )


def total(
    criteria: Sequence[Criterion],
    ratings: Sequence[Rating],
    full_at: float,
    best: int | None = None,
    scale: Scale = COUNTED,
) -> float | None:
    """Return the weighted share of the levels over `full_at`, at most 1, less what the scale takes for a false claim.

    criteria, ratings: shape (n,), in the same order; a level of None is *cannot tell* and leaves the sum.
    best: only so many criteria count, those that make the most together, so that no higher level takes from the sum.
    Returns None when no criterion could be told.
    """
    told = [
        (c.weight, c.weight * r.height / c.top) for c, r in zip(criteria, ratings, strict=True) if r.height is not None
    ]
    if not told:
        return None
    counted = combinations(told, min(best or len(told), len(told)))
    share = max(sum(got for _, got in some) / sum(weight for weight, _ in some) for some in counted)
    false_claims = sum(len(r.mistakes) for r in ratings)
    return min(1.0, share / max(full_at, scale.full_at)) * scale.false_claim_keeps**false_claims


def held_to(given: float, now: float, score: float) -> float:
    """Return the score of levels that changed: the same way from the grader's own score as they went from its levels.

    given, now: the levels' sums before and after, in [0, 1]; score: what the grader's levels came to, in [0, 1]. It
    may be less or more than their sum: recalibrated, or between two graders. All levels at 0 or at the top give 0 and
    1, and whoever moves a level moves the score the same way, or not at all.
    """
    if now <= given:
        return min(score, score * now / given) if given else score
    return min(1.0, score + (1 - score) * (now - given) / (1 - given))
