"""Whether an answer's figures are those of another candidate's numbers: borrowed, or a slip that a person must see."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.given import at, elsewhere
from bot.core.keywords.phrases import PhraseBook
from bot.core.keywords.ways import Reading
from bot.core.parameters import with_computed
from bot.core.rubric import OwnNumbers

MOST = 200
"""Other choices of the parameters that are looked at."""
TELLING = 2
"""Figures of one other choice that an answer must hold; one alone may be a slip."""

Range = tuple[float, float]


@dataclass(frozen=True)
class ReadyOwn:
    """The figures that tell candidates apart, all of shape (n,) in one order.

    units: the numbers of each figure's units in the phrase book, with their factors; () for a bare figure.
    mine: what fits this candidate's numbers. others: the same for each other choice of the parameters.
    """

    units: tuple[tuple[tuple[int, float], ...], ...]
    mine: tuple[Range, ...]
    others: tuple[tuple[Range, ...], ...]

    @classmethod
    def of(cls, own: OwnNumbers, book: PhraseBook) -> "ReadyOwn":
        """Return the figures of a candidate's rubric, against a book that holds all its phrases."""
        values = with_computed(own.computed, own.given)
        return cls(
            units=tuple(tuple((book.numbers[p], f) for p, f in figure.units.items()) for figure in own.figures),
            mine=tuple(at(figure, values).bounds for figure in own.figures),
            others=tuple(tuple(ranges) for ranges in elsewhere(own, MOST)),
        )


def borrowed(own: ReadyOwn, reading: Reading) -> bool:
    """Return whether at least two figures fit one other choice of the parameters, and fewer fit the candidate's own."""
    said = [_values(units, reading) for units in own.units]
    for other in own.others:
        apart = [k for k, (a, b) in enumerate(zip(own.mine, other, strict=True)) if a[1] < b[0] or b[1] < a[0]]
        fits = sum(_holds(said[k], other[k]) for k in apart)
        if fits >= TELLING and fits > sum(_holds(said[k], own.mine[k]) for k in apart):
            return True
    return False


def _values(units: Sequence[tuple[int, float]], reading: Reading) -> tuple[float, ...]:
    """Return the figures of an answer that might be this one, in its first unit."""
    tokens = reading.text.tokens
    if not units:
        return tuple(token.value for token in tokens if token.value is not None)
    starts = {hit.first: factor for n, factor in units for hit in reading.hits.get(n, ())}
    return tuple(
        token.value * starts[j]
        for i, token in enumerate(tokens)
        if token.value is not None
        for j in (i + 1, i + 2, i - 1)
        if j in starts
    )


def _holds(values: Sequence[float], within: Range) -> bool:
    return any(within[0] <= value <= within[1] for value in values)
