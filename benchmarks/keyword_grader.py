"""What the keyword grader takes for one answer: every marked sample answer of the shipped bank."""

from collections.abc import Iterator
from statistics import mean, median

from benchmarks.figure import Figure, cpu_seconds, shown
from benchmarks.process import ROOT
from bot.content.load import load
from bot.core.bank.candidate_copy import as_asked
from bot.core.grading.keywords import grade

REPEATS = 7
LIMIT_MS = 3.0


def measure() -> Iterator[Figure | str]:
    """Yield the mean CPU milliseconds of an answer, when words and rubrics are new and when they are known."""
    bank = load(ROOT)
    work = [
        as_asked(sample, bank.items[samples.item], bank.rubrics[samples.item])
        for samples in bank.samples.values()
        for sample in samples.samples
    ]

    def marked() -> int:
        return len([grade(*one) for one in work])

    first, *costs = [1000 * cost / len(work) for cost in cpu_seconds(marked, 1 + REPEATS)[0]]
    answers = (
        f"{len(work)} answers to {len(bank.samples)} questions, {mean(len(a.split()) for a, *_ in work):.0f} words"
    )
    yield Figure("keyword grader, CPU per answer", median(costs), "ms", "limit", LIMIT_MS)
    yield f"{answers}; {shown(costs)}"
    yield Figure("  the first time, rubrics made ready as well", first, "ms", "limit", LIMIT_MS, most=None)
