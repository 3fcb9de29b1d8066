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
NEAR = 0.1
"""Distance to a boundary of the decision within which a second reading is asked for: as far as people differ."""
UNTOLD = 0.3
"""Share of the criteria that may stay *cannot tell* before a person has to look."""
SAME = 1e-9
OTHERS_AGREE = 0.1
"""Difference of two models' readings up to which they agree: people differ by as much."""
PANEL_AGREES = 0.2
"""Span of the readings of a panel up to which it agrees: of three, the outer two lie further apart than any two."""

APART = "the graders are far apart: {:.2f} by the model, {:.2f} by the rules"
UNSTABLE = "{} readings by the model differ: {}"
COUNTS = {2: "two", 3: "three"}
CANNOT_TELL = "the model could not prove its mark on {}"
BESIDE = "only the model has read it"
MISSED = 'the rules found a false claim on "{}" that the model marked in full'


def wants_second(score: float | None, boundaries: Sequence[float]) -> bool:
    """Return whether one reading is not enough: its score lies near one that would change what is suggested."""
    return score is not None and any(abs(score - boundary) <= NEAR for boundary in boundaries)


def median_first(readings: Sequence[Grade]) -> list[Grade]:
    """Return the readings with the one of the middle score in front; of two, as they came."""
    scored = sorted((r for r in readings if r.score is not None), key=lambda r: r.score or 0.0)
    if len(scored) < 3:
        return list(readings)
    middle = scored[len(scored) // 2]
    return [middle, *(r for r in readings if r is not middle)]


def reconcile(rules: Grade, readings: Sequence[Grade], curve: Curve | None = None, *, agree: float = SAME) -> Grade:
    """Return the grade that counts, from the rules' grade and one to three of the models' for the same response.

    readings: shape (1,) to (3,), the models', each with its quotes checked; the first one's facts count.
    curve: the recalibration to use.
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
    if not _agree(readings, agree):
        scores = ["no mark" if r.score is None else f"{r.score:.2f}" for r in readings]
        doubts.append(
            UNSTABLE.format(COUNTS.get(len(scores), len(scores)), f"{', '.join(scores[:-1])} and {scores[-1]}")
        )
    model = {r.criterion: r for r in first.ratings}
    for found in () if rules.blind else rules.ratings:
        theirs = model.get(found.criterion)
        if found.wrong and theirs is not None and theirs.level == theirs.top:
            doubts.append(MISSED.format(found.criterion))
    return tuple(dict.fromkeys(doubts))


def _agree(readings: Sequence[Grade], agree: float) -> bool:
    """Return whether all readings come to about the same score."""
    scores = [r.score for r in readings if r.score is not None]
    if len(scores) < len(readings):
        return not scores
    return max(scores) - min(scores) <= agree + SAME


def _with_points(rating: Rating, rules: Rating | None) -> Rating:
    """Return the model's rating with the points that the rules found made and open, which probes are taken from."""
    return replace(rating, found=rules.found, open=rules.open) if rules else rating


def _joined(first: Sequence[Flag], second: Sequence[Flag]) -> tuple[Flag, ...]:
    known = {flag.id for flag in first}
    return (*first, *(flag for flag in second if flag.id not in known))
