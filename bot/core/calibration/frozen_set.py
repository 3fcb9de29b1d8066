"""The frozen set: a few marked samples and model answers by which a model is admitted, and watched from then on."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import sqrt
from statistics import mean, stdev

from bot.core.bank.grader_curve import Admission
from bot.core.bank.item import Bank
from bot.core.bank.samples import Sample, SampleKind

ITEMS = 12
"""Items whose samples are in it, spread over the bank."""
KINDS = (SampleKind.STRONG, SampleKind.MIDDLING, SampleKind.WRONG)
LEAST_FOR_MODEL_ANSWER = 0.6
"""A model that finds less of a model answer than this cannot read the bank's rubrics."""
MOST_RMSE, MOST_FAR_OFF, FAR_OFF = 0.2, 0.06, 0.5
"""Strong models came to .11 to .16 on answers that nobody had seen; what is off by .5 turns a level over."""
LEAST_SHIFT, LEAST_SPREAD, SURELY = 0.05, 0.15, 3.0
"""A mean that moved by less is no drift; nor is one within three standard errors. Scores that scatter so are."""


@dataclass(frozen=True)
class MarkerDrift:
    """How far a marker has moved since it was admitted. shift: the mean difference; spread: the mean absolute one."""

    shift: float
    spread: float
    answers: int
    unread: int
    beyond_noise: bool


def frozen_set(bank: Bank) -> Iterator[tuple[str, Sample]]:
    """Yield items' ids with their samples: of each kind one, from ITEMS items in even steps through the bank."""
    names = sorted(name for name in bank.samples if name in bank.rubrics and name in bank.items)
    step = max(1, len(names) / ITEMS)
    for name in [names[int(n * step)] for n in range(min(ITEMS, len(names)))]:
        known = bank.samples_of(name)
        yield from ((name, s) for kind in KINDS for s in [s for s in known if s.kind is kind and s.levels][:1])


def digest_of(bank: Bank) -> str:
    """Return 16 hex digits of the answers of the frozen set and of the rubrics that they are marked by."""
    whole = [[name, s.id, s.answer, s.levels, bank.rubrics[name].digest] for name, s in frozen_set(bank)]
    return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:16]


def errors(scores: Mapping[str, float | None], people: Mapping[str, float]) -> tuple[float, float]:
    """Return RMSE beside people's marks, over what was read, and the share that is far off or was not read."""
    pairs = [(score, people[name]) for name, score in scores.items() if score is not None]
    far = len(scores) - len(pairs) + sum(abs(score - mark) >= FAR_OFF for score, mark in pairs)
    rmse = sqrt(mean((score - mark) ** 2 for score, mark in pairs)) if pairs else 1.0
    return rmse, far / max(1, len(scores))


def shortfalls(admission: Admission) -> Iterator[str]:
    """Yield in words why a marker is not good enough; nothing where it is."""
    if admission.rmse > MOST_RMSE:
        yield f"its marks are {admission.rmse:.2f} from people's (RMSE), and {MOST_RMSE:g} is the most"
    if admission.far_off > MOST_FAR_OFF:
        most = f"{MOST_FAR_OFF:.0%} is the most"
        yield f"{admission.far_off:.0%} of its marks are off by {FAR_OFF:g} or did not come; {most}"
    if admission.lowest_model_answer < LEAST_FOR_MODEL_ANSWER:
        least = f"{LEAST_FOR_MODEL_ANSWER:.0%} is the least"
        yield f"it gave one of the bank's own model answers {admission.lowest_model_answer:.0%}; {least}"


def drift(before: Mapping[str, float | None], after: Mapping[str, float | None]) -> MarkerDrift:
    """Return how far scores have moved, over the answers that both have read; both by "item/sample"."""
    shifts = [b - a for name, a in before.items() if a is not None and (b := after.get(name)) is not None]
    unread = sum(score is None for score in after.values())
    if len(shifts) < 2:
        return MarkerDrift(0.0, 0.0, len(shifts), unread, beyond_noise=bool(before))
    shift, spread = mean(shifts), mean(map(abs, shifts))
    error = stdev(shifts) / sqrt(len(shifts))
    moved = abs(shift) > LEAST_SHIFT and abs(shift) > SURELY * error
    lost = unread > MOST_FAR_OFF * len(after) + sum(score is None for score in before.values())
    return MarkerDrift(shift, spread, len(shifts), unread, moved or spread > LEAST_SPREAD or lost)
