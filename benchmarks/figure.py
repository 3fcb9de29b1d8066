"""One measured figure, beside what it is held against."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf
from statistics import median
from time import process_time
from typing import TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Figure:
    """A figure, and a limit or a peer's figure in the same unit; `most`, `least`: the ratios that hold."""

    what: str
    value: float
    unit: str
    against: str
    other: float
    most: float | None = 1.0
    """None for a figure that is only shown, or that should be high."""
    least: float | None = None

    @property
    def ratio(self) -> float:
        if not self.other:
            return inf if self.value > 0 else 0.0
        return self.value / self.other

    @property
    def holds(self) -> bool:
        return (self.most is None or self.ratio <= self.most) and (self.least is None or self.ratio >= self.least)

    def __str__(self) -> str:
        judged = self.most is not None or self.least is not None
        verdict = "" if not judged else "holds" if self.holds else "DOES NOT HOLD"
        if self.most not in (None, 1.0):
            verdict += f" (up to {self.most:g})"
        other = f"{self.against} {self.other:.3g} {self.unit}"
        return f"{self.what:<44} {self.value:>8.3g} {self.unit:<7} {other:<24} {self.ratio:>6.2f}  {verdict}".rstrip()


def cpu_seconds(work: Callable[[], T], repeats: int) -> tuple[Sequence[float], T]:
    """Return the CPU seconds of each of `repeats` runs in this process, and what the last one returned."""
    costs: list[float] = []
    while True:
        began = process_time()
        made = work()
        costs.append(process_time() - began)
        if len(costs) >= repeats:
            return costs, made


def shown(costs: Sequence[float], scale: float = 1.0) -> str:
    """Return the least, the median and the most of some costs, for the line below a figure."""
    low, middle, high = (scale * f(costs) for f in (min, median, max))
    return f"least {low:.3g}, median {middle:.3g}, most {high:.3g} of {len(costs)}"
