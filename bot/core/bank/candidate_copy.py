"""One candidate's copy of an item and its rubric, with their own numbers in every text and calculation.

The copy is what the session keeps, so that nothing changes for this candidate when the bank does.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bot.core.bank.formula import names_in, value_of
from bot.core.bank.item import Item
from bot.core.bank.parameters import combinations, drawn_values, with_computed
from bot.core.bank.rubric import Number, OwnNumbers, Rubric
from bot.core.bank.samples import Sample
from bot.core.bank.template import fill_template, filled_pattern

PATTERN, NUMBER = "pattern", "number"
FIXED = frozenset({"item", "id", "kind", "colour", "within", "units"})
"""Keys whose text names something and is no template."""
ROUNDED = 0.005
"""How far a computed number may be off, as a share, and still be that number."""


def given_for(item: Item, seed: str) -> dict[str, float]:
    """Return the numbers that a session with this seed gives for an item: one for each parameter."""
    return drawn_values(item.parameters, seed, item.id)


def usual(item: Item) -> dict[str, float]:
    """Return the first value of each parameter: what a sample or a trial goes by that names none."""
    return {name: parameter.values[0] for name, parameter in item.parameters.items()}


def fill_item(item: Item, rubric: Rubric, given: Mapping[str, float]) -> tuple[Item, Rubric]:
    """Return the item and its rubric with these values; both as they are when the item has no numbers of its own.

    Parameters that `given` leaves out have their first value. Raises FormulaError or TemplateError for what
    `viva bank check` refuses.
    """
    if not item.is_template:
        return item, rubric
    chosen = usual(item) | {name: value for name, value in given.items() if name in item.parameters}
    values = with_computed(item.computed, chosen)
    copy: dict[str, Any] = item.model_dump(mode="json") | {"parameters": {}, "computed": {}, "given": values}
    copy["stem"] = fill_template(item.stem, values)
    if item.chain and item.chain.otherwise:
        copy["chain"]["otherwise"] = fill_template(item.chain.otherwise, values)
    own = OwnNumbers(parameters=item.parameters, computed=item.computed, given=chosen, figures=_figures(item, rubric))
    marks: dict[str, Any] = _filled(rubric.model_dump(mode="json"), values)
    return Item.model_validate_json(json.dumps(copy)), Rubric.model_validate_json(
        json.dumps(marks | {"own": own.model_dump(mode="json")})
    )


def as_asked(sample: Sample, item: Item, rubric: Rubric) -> tuple[str, Item, Rubric]:
    """Return a sample's answer with the item and rubric as whoever gave it had them: with the values of its `with`."""
    theirs, marked_by = fill_item(item, rubric, sample.given)
    return (fill_template(sample.answer, theirs.given) if item.is_template else sample.answer), theirs, marked_by


def elsewhere(own: OwnNumbers, most: int) -> Iterator[list[tuple[float, float]]]:
    """Yield, for each other choice of the parameters, the range of every figure of `own`, in its order."""
    for given in combinations(own.parameters, most):
        if given != own.given:
            values = with_computed(own.computed, given)
            yield [bounds(number, values) for number in own.figures]


def bounds(number: Number, values: Mapping[str, float]) -> tuple[float, float]:
    """Return the least and the greatest figure that counts with these values."""
    if number.near is not None:
        near = _value(number.near, values)
        return near - abs(near) * number.within, near + abs(near) * number.within
    assert number.min is not None
    assert number.max is not None
    return _value(number.min, values), _value(number.max, values)


def _value(figure: float | str, values: Mapping[str, float]) -> float:
    """Return a figure's value; a name alone needs no calculation."""
    known = values.get(figure) if isinstance(figure, str) else None
    return value_of(figure, values) if known is None else known


def at(number: Number, values: Mapping[str, float]) -> Number:
    """Return a figure with its calculations done."""
    done = {
        key: None if figure is None else value_of(figure, values)
        for key, figure in (("min", number.min), ("max", number.max), ("near", number.near))
    }
    return Number(within=number.within, units=number.units, **done)


def _figures(item: Item, rubric: Rubric) -> tuple[Number, ...]:
    """Return the figures by which one candidate's answer differs from another's, as formulas; each once."""
    found = [Number(near=name, within=0.0) for name in item.parameters]
    found += [Number(near=name, within=ROUNDED) for name in item.computed]
    for criteria in (rubric.criteria, *(v.criteria for v in rubric.variants)):
        for point in (point for criterion in criteria for point in criterion.points):
            found += [way.number for way in point.ways if way.number and _depends(way.number)]
    return tuple({number.model_dump_json(): number for number in found}.values())


def _depends(number: Number) -> bool:
    return any(names_in(figure) for figure in (number.min, number.max, number.near) if figure is not None)


def _filled(part: Any, values: Mapping[str, float], key: str = "") -> Any:
    match part:
        case dict() if key == NUMBER:
            return at(Number.model_validate_json(json.dumps(part)), values).model_dump(mode="json")
        case dict():
            return {k: v if k in FIXED else _filled(v, values, k) for k, v in part.items()}
        case list():
            return [_filled(entry, values, key) for entry in part]
        case str():
            return filled_pattern(part, values) if key == PATTERN else fill_template(part, values)
    return part
