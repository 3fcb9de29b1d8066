"""Highlighting: which stretch of an answer proves which criterion, each place shown once."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.core.grading.grade import Grade


@dataclass(frozen=True)
class Stretch:
    """A run of characters of an answer, and the positions of the criteria that it proves, from 1; () for none."""

    text: str
    proves: tuple[int, ...]


def stretches(answer: str, grade: Grade) -> tuple[Stretch, ...]:
    """Return the answer in order, cut wherever a quote begins or ends; together they are the answer again."""
    quotes = [
        (evidence.start, evidence.end, number)
        for number, rating in enumerate(grade.ratings, 1)
        for evidence in rating.evidence
    ]
    cuts = sorted({0, len(answer), *(place for start, end, _ in quotes for place in (start, end))})
    return tuple(Stretch(answer[start:end], _proving(quotes, start, end)) for start, end in pairwise(cuts))


def _proving(quotes: Sequence[tuple[int, int, int]], start: int, end: int) -> tuple[int, ...]:
    return tuple(dict.fromkeys(number for first, last, number in quotes if first <= start and end <= last))
