"""How often a grader gives marked samples the levels that people gave them, and whether style moves its marks."""

from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field

from bot.content.checks.samples import answers
from bot.content.trial.restyle import LOWERING, STYLES
from bot.core.bank.candidate_copy import as_asked
from bot.core.bank.item import Bank, Item
from bot.core.bank.rubric import Rubric
from bot.core.bank.samples import Sample, SampleKind, SampleSet
from bot.core.grading.grade import Grade

Marks = Callable[[str, Item, Rubric], Awaitable[Grade]]
STYLED = {SampleKind.STRONG, SampleKind.TERSE, SampleKind.MIDDLING}
"""Kinds of samples that are marked again in other styles."""
MOVED = 0.1
"""A score that another style moves by more is moved, unless a person is asked for."""
KEPT = 0.5
"""A score of which a change that takes everything back leaves more has not fallen."""


@dataclass(frozen=True)
class Compared:
    """One criterion of one sample; `found` is the grader's level, None for *cannot tell*."""

    sample: str
    criterion: str
    wanted: int
    found: int | None


@dataclass(frozen=True)
class StyleShift:
    """A score that another style of the same answer moved, from `plain` to `styled`, and nobody was asked for."""

    sample: str
    style: str
    plain: float
    styled: float


@dataclass(frozen=True)
class Agreement:
    """Marks of one item's samples beside people's. A mark that could not be told agrees with none.

    styled: how many samples were marked in each other style. moved: those that style moved. kept: those whose score
    stayed, though everything was taken back.
    """

    item: str
    compared: tuple[Compared, ...] = ()
    styled: Mapping[str, int] = field(default_factory=dict)
    moved: tuple[StyleShift, ...] = ()
    kept: tuple[StyleShift, ...] = ()

    @property
    def marks(self) -> int:
        """Return how many marks were compared with people's."""
        return len(self.compared)

    @property
    def differences(self) -> tuple[Compared, ...]:
        """Return the marks that are not the same."""
        return tuple(c for c in self.compared if c.found != c.wanted)

    @property
    def exact(self) -> float:
        """Return the share of marks that are the same, in [0, 1]; 1 when there are none."""
        return 1 - len(self.differences) / self.marks if self.marks else 1.0

    @property
    def within(self) -> float:
        """Return the share of marks that are at most one level apart, in [0, 1]."""
        far = sum(d.found is None or abs(d.found - d.wanted) > 1 for d in self.differences)
        return 1 - far / self.marks if self.marks else 1.0

    @property
    def high(self) -> int:
        """Return how many marks are above the person's."""
        return sum(d.found is not None and d.found > d.wanted for d in self.differences)

    @property
    def low(self) -> int:
        """Return how many marks are below the person's."""
        return sum(d.found is not None and d.found < d.wanted for d in self.differences)

    @property
    def untold(self) -> int:
        """Return how many marks the grader could not tell."""
        return sum(d.found is None for d in self.differences)

    def by_criterion(self) -> Mapping[str, "Agreement"]:
        """Return the same for each criterion, in the order of the samples."""
        names = dict.fromkeys(c.criterion for c in self.compared)
        return {name: Agreement(name, tuple(c for c in self.compared if c.criterion == name)) for name in names}


async def agreement(item: Item, rubric: Rubric, samples: SampleSet, marks: Marks, *, styles: bool) -> Agreement:
    """Return how one item's samples are marked, against what people say; with `styles`, also in other styles."""
    compared: list[Compared] = []
    moved: list[StyleShift] = []
    kept: list[StyleShift] = []
    styled: Counter[str] = Counter()
    for sample in samples.samples:
        answer, theirs, marked_by = as_asked(sample, item, rubric)
        plain = await marks(answer, theirs, marked_by)
        found = _levels(plain, marked_by, sample)
        compared += [Compared(sample.id, name, wanted, found.get(name)) for name, wanted in sample.levels.items()]
        if not styles or sample.kind not in STYLED or plain.score is None or plain.needs_person:
            continue
        for style, change in {**STYLES, **LOWERING}.items():
            other = change(answer)
            if other == answer:
                continue
            mark = await marks(other, theirs, marked_by)
            styled[style] += 1
            if mark.score is None or mark.needs_person:
                continue
            change_of = StyleShift(sample.id, style, round(plain.score, 4), round(mark.score, 4))
            if style in STYLES and abs(mark.score - plain.score) > MOVED:
                moved.append(change_of)
            if style in LOWERING and mark.score > KEPT * plain.score:
                kept.append(change_of)
    return Agreement(item.id, tuple(compared), dict(styled), tuple(moved), tuple(kept))


def together(agreements: Iterable[Agreement]) -> Agreement:
    """Return the agreement over all items."""
    every = tuple(agreements)
    return Agreement(
        "all",
        tuple(c for a in every for c in a.compared),
        dict(sum((Counter(a.styled) for a in every), Counter())),
        tuple(m for a in every for m in a.moved),
        tuple(m for a in every for m in a.kept),
    )


def items_without_samples(bank: Bank) -> list[str]:
    """Return the items without marked samples."""
    return sorted(set(bank.items) - set(bank.samples))


def _levels(grade: Grade, rubric: Rubric, sample: Sample) -> dict[str, int | None]:
    """Return the grader's levels by criterion, in the terms of the sample.

    When the grader takes the answer for another variant than the person did, their criteria differ, and
    its score is spread evenly over the person's.
    """
    levels = {rating.criterion: rating.level for rating in grade.ratings}
    if grade.score is None or set(levels) >= set(sample.levels):
        return levels
    tops = {c.id: c.top for _, criteria in answers(rubric) for c in criteria}
    return {criterion: round(grade.score * tops[criterion]) for criterion in sample.levels if criterion in tops}
