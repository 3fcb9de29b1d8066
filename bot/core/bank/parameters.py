"""Parameters: an item's own numbers, drawn for each candidate, and what is computed from them.

So an answer that was borrowed from somebody who was given other numbers is visibly wrong.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import Annotated

from pydantic import ConfigDict, Field, model_validator

from bot.core.bank.document import Document
from bot.core.bank.formula import Formula, Name, value_of
from bot.core.seeded import draw

MOST_CHOICES = 100


class Parameter(Document):
    """The values that one number can take: `choices`, or those `from` … `to` in steps of `step`."""

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True)

    choices: Annotated[tuple[float, ...], Field(min_length=2, max_length=MOST_CHOICES)] | None = None
    least: float | None = Field(default=None, alias="from")
    most: float | None = Field(default=None, alias="to")
    step: float | None = Field(default=None, gt=0)

    @property
    def values(self) -> tuple[float, ...]:
        """Return the values, in order: at least 2, at most 100."""
        if self.choices is not None:
            return self.choices
        assert self.least is not None
        assert self.step is not None
        return tuple(self.least + n * self.step for n in range(self._count))

    @property
    def _count(self) -> int:
        assert self.least is not None
        assert self.most is not None
        assert self.step is not None
        return int((self.most - self.least) / self.step + 1e-9) + 1

    @model_validator(mode="after")
    def _one_way(self) -> "Parameter":
        span = (self.least, self.most, self.step)
        if self.choices is not None:
            if any(part is not None for part in span):
                raise ValueError("a parameter has choices, or from, to and step, not both")
            if len(set(self.choices)) < len(self.choices):
                raise ValueError("a value stands twice among the choices")
        elif None in span:
            raise ValueError("a parameter needs choices, or from, to and step")
        elif not 2 <= self._count <= MOST_CHOICES:
            raise ValueError(f"from, to and step give {self._count} values, and there must be 2 to {MOST_CHOICES}")
        return self


Parameters = Mapping[Name, Parameter]
Computed = Mapping[Name, Formula]


def drawn_values(parameters: Parameters, seed: str, item: str) -> dict[str, float]:
    """Return one value for each parameter, the same for the same seed and item; seed: the session's."""
    return {
        name: parameter.values[int(draw(seed, 0, f"{item}/{name}") * len(parameter.values))]
        for name, parameter in parameters.items()
    }


def with_computed(computed: Computed, given: Mapping[str, float]) -> dict[str, float]:
    """Return the given values with those calculated from them, in order; raises FormulaError."""
    values = dict(given)
    for name, formula in computed.items():
        values[name] = value_of(formula, values)
    return values


def combinations(parameters: Parameters, most: int) -> Iterator[dict[str, float]]:
    """Yield every combination of values, or, when there are more than `most`, corners first and then a sample.

    Always the same ones. A corner takes the least or the greatest of each parameter: there, calculations break.
    """
    names, values = tuple(parameters), [p.values for p in parameters.values()]
    if prod(len(v) for v in values) <= most:
        yield from (dict(zip(names, chosen, strict=True)) for chosen in product(*values))
        return
    seen: set[tuple[float, ...]] = set()
    for chosen in _corners_and_sample(values, most):
        if chosen not in seen:
            seen.add(chosen)
            yield dict(zip(names, chosen, strict=True))


def _corners_and_sample(values: Sequence[Sequence[float]], most: int) -> Iterator[tuple[float, ...]]:
    for n in range(min(most // 2, 2 ** len(values))):
        yield tuple((max if n >> k & 1 else min)(v) for k, v in enumerate(values))
    for n in range(most // 2):
        yield tuple(v[int(draw("combinations", n, str(k)) * len(v))] for k, v in enumerate(values))
