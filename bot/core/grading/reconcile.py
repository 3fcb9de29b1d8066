"""Two graders, one grade: the model's marks count, the rules keep watch, and every doubt asks for a person.

No difference is settled by a machine. What is far apart, unstable, unproven or under orders from the
candidate gets a mark, so that the screening can go on, and a reason in words why a person must look.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.core.bank.grader_curve import Curve
from bot.core.grading.grade import ORDERS, Flag, Grade, Rating

FAR_APART = 0.4
"""Difference of two graders' scores from which one of them is likely wrong by a band."""
STEPS = (0.125, 0.375, 0.625, 0.875)
"""Where a score would be rounded to the next quarter: the boundaries between the engine's levels."""
NEAR = 0.07
"""Distance to such a boundary within which a second reading is asked for."""
UNTOLD = 0.3
"""Share of the criteria that may stay *cannot tell* before a person has to look."""
SAME = 1e-9
OTHERS_AGREE = 0.1
"""Difference of two models' readings up to which they agree: people differ by as much."""

APART = "the graders are far apart: {:.2f} by the model, {:.2f} by the rules"
UNSTABLE = "two readings by the model differ: {:.2f} and {:.2f}"
CANNOT_TELL = "the model could not prove its mark on {}"
BESIDE = "only the model has read it"
MISSED = 'the rules found a false claim on "{}" that the model marked in full'


def wants_second(first: Grade) -> bool:
    """Return whether one reading is not enough: its score lies near a boundary."""
    return first.score is not None and any(abs(first.score - step) <= NEAR for step in STEPS)


def reconcile(rules: Grade, readings: Sequence[Grade], curve: Curve | None = None, *, agree: float = SAME) -> Grade:
    """Return the grade that counts, from the rules' grade and one or two of the model's for the same response.

    readings: shape (1,) or (2,), the model's, each with its quotes checked. curve: the recalibration to use.
    agree: how far the scores of two readings may be apart that are called the same.
    The rules' marks count where the model's cannot: it could tell nothing, or the answer speaks to the grader.
    Rules that could not read the answer (`blind`) have no vote.
    """
    first = readings[0]
    score = curve.recalibrated(first.score) if curve and first.score is not None else first.score
    apart = not rules.blind and score is not None and rules.score is not None and abs(score - rules.score) >= FAR_APART
    reasons = _doubts(rules, readings, agree)
    flags = _joined(first.flags, rules.flags)
    if apart:
        reasons = (*reasons, APART.format(score, rules.score))
    if ORDERS in reasons or score is None:
        return replace(rules, flags=flags, reasons=reasons, recipe=first.recipe, notes=(*rules.notes, *first.notes))
    if apart and rules.score is not None:
        score = (score + rules.score) / 2  # neither is trusted further than half-way until a person has looked
    beside = {r.criterion: r for r in rules.ratings} if first.variant == rules.variant else {}
    return replace(
        first,
        score=score,
        raw_score=first.score,
        ratings=tuple(_with_points(r, beside.get(r.criterion)) for r in first.ratings),
        flags=flags,
        reasons=reasons,
        notes=(*first.notes, *(f"{BESIDE}: {why}" for why in rules.blind)),
    )


def _doubts(rules: Grade, readings: Sequence[Grade], agree: float) -> tuple[str, ...]:
    """Return why a person should look; none twice."""
    first = readings[0]
    # What kept the rules from reading is no doubt about a model that did read, unless they gave no mark at all:
    # then nobody but one model has read the answer.
    ours = [reason for reason in rules.reasons if rules.score is None or reason not in rules.blind]
    doubts = [*ours, *(reason for reading in readings for reason in reading.reasons)]
    untold = [r.criterion for r in first.ratings if r.level is None]
    if first.score is None or len(untold) > UNTOLD * len(first.ratings):
        doubts.append(CANNOT_TELL.format(", ".join(untold) or "any criterion"))
    if len(readings) > 1 and not _agree(first, readings[1], agree):
        scores = [r.score if r.score is not None else 0.0 for r in readings]
        doubts.append(UNSTABLE.format(*scores))
    model = {r.criterion: r for r in first.ratings}
    for found in () if rules.blind else rules.ratings:
        theirs = model.get(found.criterion)
        if found.wrong and theirs is not None and theirs.level == theirs.top:
            doubts.append(MISSED.format(found.criterion))
    return tuple(dict.fromkeys(doubts))


def _agree(first: Grade, second: Grade, agree: float) -> bool:
    """Return whether two readings come to about the same score."""
    if first.score is None or second.score is None:
        return first.score is second.score
    return abs(first.score - second.score) <= agree


def _with_points(rating: Rating, rules: Rating | None) -> Rating:
    """Return the model's rating with the points that the rules found made and open, which probes are taken from."""
    return replace(rating, found=rules.found, open=rules.open) if rules else rating


def _joined(first: Sequence[Flag], second: Sequence[Flag]) -> tuple[Flag, ...]:
    known = {flag.id for flag in first}
    return (*first, *(flag for flag in second if flag.id not in known))
