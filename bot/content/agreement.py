"""How often a grader gives marked samples the levels that people gave them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot.content.marking import answers
from bot.core.bank import Bank, Item
from bot.core.grading import Grade
from bot.core.rubric import Rubric, Sample, SampleSet

Grader = Callable[[str, Item, Rubric], Grade]


@dataclass(frozen=True)
class Difference:
    """One criterion of one sample that the grader marked otherwise; `found` is None for *cannot tell*."""

    sample: str
    criterion: str
    wanted: int
    found: int | None


@dataclass(frozen=True)
class Agreement:
    """Counts over marks, one for each criterion of each sample. A mark that could not be told agrees with none."""

    item: str
    marks: int
    differences: tuple[Difference, ...] = ()

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


def agreement(item: Item, rubric: Rubric, samples: SampleSet, grader: Grader) -> Agreement:
    """Return how one item's samples are marked, against what people say."""
    differences: list[Difference] = []
    for sample in samples.samples:
        found = _levels(grader(sample.answer, item, rubric), rubric, sample)
        for criterion, wanted in sample.levels.items():
            if found.get(criterion) != wanted:
                differences.append(Difference(sample.id, criterion, wanted, found.get(criterion)))
    marks = sum(len(sample.levels) for sample in samples.samples)
    return Agreement(item.id, marks, tuple(differences))


def together(agreements: Iterable[Agreement]) -> Agreement:
    """Return the agreement over all items."""
    every = tuple(agreements)
    return Agreement("all", sum(a.marks for a in every), tuple(d for a in every for d in a.differences))


def untested(bank: Bank) -> list[str]:
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
