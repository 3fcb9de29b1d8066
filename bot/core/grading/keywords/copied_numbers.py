"""Finds figures that belong to another candidate's copy of the question."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core.bank.candidate_copy import bounds, elsewhere
from bot.core.bank.parameters import with_computed
from bot.core.bank.rubric import Rubric
from bot.core.grading.keywords.phrases import PhraseBook
from bot.core.grading.keywords.points import Reading
from bot.core.grading.language.tokens import read

MOST = 200
"""Other choices of the parameters that are looked at."""
TELLING = 2
"""Different numbers of one other choice that an answer must hold; one alone may be a slip."""

FEWEST = 10.0
"""A bare number below this stands in too many answers to tell anything about where it comes from."""
WIDE = 0.35
"""A range wider than this, as a share of its middle, fits too much to tell whose figure it is."""

Range = tuple[float, float]


@dataclass(frozen=True)
class ReadyOwn:
    """The figures that tell candidates apart, all of shape (n,) in one order.

    units: the numbers of each figure's units in the phrase book, with their factors; () for a bare figure.
    mine: what fits this candidate's numbers. others: the same for each other choice of the parameters.
    expected: what a right answer of this candidate may say, whoever else's figure it looks like.
    """

    units: tuple[tuple[tuple[int, float], ...], ...]
    mine: tuple[Range, ...]
    others: tuple[tuple[Range, ...], ...]
    expected: frozenset[float]

    @classmethod
    def of(cls, rubric: Rubric, book: PhraseBook) -> "ReadyOwn | None":
        """Return the figures of a candidate's rubric, against a book that holds all its phrases; None without own."""
        own = rubric.own
        if own is None:
            return None
        values = with_computed(own.computed, own.given)
        mine = [bounds(figure, values) for figure in own.figures]
        telling = [k for k, (low, high) in enumerate(mine) if high - low <= WIDE * abs(high + low) / 2]
        return cls(
            units=tuple(tuple((book.numbers[p], f) for p, f in own.figures[k].units.items()) for k in telling),
            mine=tuple(mine[k] for k in telling),
            others=tuple(tuple(ranges[k] for k in telling) for ranges in elsewhere(own, MOST)),
            expected=frozenset(t.value for t in read(rubric.model_answer).tokens if t.value is not None),
        )


def borrowed(own: ReadyOwn, reading: Reading) -> bool:
    """Return whether at least two numbers fit one other choice of the parameters, and fewer fit the candidate's own.

    A number that the question gives, that the model answer has, or that is one of the candidate's own figures
    is evidence of nothing.
    """
    tokens = reading.text.tokens
    said = [list(_values(units, reading)) for units in own.units]
    mine = {i for k, bounds in enumerate(own.mine) for i, value in said[k] if _fits(value, bounds)}
    plain = {i for i, t in enumerate(tokens) if t.stem in reading.echoed or t.value in own.expected}
    for other in own.others:
        apart = [k for k, (a, b) in enumerate(zip(own.mine, other, strict=True)) if a[1] < b[0] or b[1] < a[0]]
        theirs = {i for k in apart for i, value in said[k] if _fits(value, other[k])} - mine - plain
        ours = {i for k in apart for i, value in said[k] if _fits(value, own.mine[k])}
        if len({tokens[i].value for i in theirs}) >= max(TELLING, 1 + len({tokens[i].value for i in ours})):
            return True
    return False


def _values(units: Sequence[tuple[int, float]], reading: Reading) -> Iterator[tuple[int, float]]:
    """Yield the numbers of an answer that might be this figure: the token of each, and the value in the first unit."""
    tokens = reading.text.tokens
    starts = {hit.first: factor for n, factor in units for hit in reading.hits.get(n, ())}
    for i, token in enumerate(tokens):
        if token.value is None:
            continue
        if not units and token.value >= FEWEST:
            yield i, token.value
        for factor in {starts[j] for j in (i + 1, i + 2, i - 1) if j in starts}:
            yield i, token.value * factor


def _fits(value: float, within: Range) -> bool:
    return within[0] <= value <= within[1]
