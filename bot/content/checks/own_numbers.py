"""Whether an item's own numbers work out: for every candidate, each text can be filled and each figure calculated."""

from collections.abc import Iterator, Mapping
from contextlib import suppress

from pydantic import ValidationError

from bot.content.checks import templates
from bot.content.checks.samples import ways
from bot.content.files.entry import Content, DocumentFile
from bot.content.schema_errors.expected import meant
from bot.content.yaml.fault import Fault
from bot.content.yaml.source import Loc
from bot.core.bank.candidate_copy import at, fill_item
from bot.core.bank.formula import FUNCTIONS, FormulaError, names_in, value_of
from bot.core.bank.item import Item
from bot.core.bank.parameters import combinations
from bot.core.bank.rubric import Number, Rubric
from bot.core.bank.samples import SampleSet
from bot.core.bank.template import SAID, TemplateError, format_number, names_in_text

TRIED = 64
"""Combinations of values that are tried; when there are more, corners and a sample."""
PUT = 4
"""Of these, how many whole copies are made."""


def faults(content: Content) -> Iterator[Fault]:
    """Yield what keeps an item from being put to every candidate, each with its place."""
    rubrics = {e.document.item: e for e in content.rubrics}
    samples = {e.document.item: e for e in content.samples}
    items = {e.document.id: e.document for e in content.items}
    for item in content.items:
        if item.document.given:
            yield item.fault("given is set by the program", "Remove it; parameters says what is drawn", "given")
        if item.document.is_template:
            yield from _own(item, rubrics.get(item.document.id), samples.get(item.document.id))
    for rubric in content.rubrics:
        if rubric.document.own is not None:
            yield rubric.fault("own is set by the program", "Remove it", "own")
        if (item_of := items.get(rubric.document.item)) and not item_of.is_template:
            yield from _no_formulas(rubric)
    for entry in content.samples:
        if item_of := items.get(entry.document.item):
            yield from _withs(entry, item_of)


def _own(
    item: DocumentFile[Item], rubric: DocumentFile[Rubric] | None, samples: DocumentFile[SampleSet] | None
) -> Iterator[Fault]:
    document = item.document
    bad = [*_names(item), *_formulas(item)]
    yield from bad
    if bad:
        return
    known = {*document.parameters, *document.computed}
    used = {name for formula in document.computed.values() for name in names_in(formula)}
    for entry in (item, rubric, samples):
        yield from templates.faults(entry, known)
        used |= templates.names(entry)
    for _, number in _numbers(rubric):
        for figure in (number.min, number.max, number.near):
            # What is no calculation is reported below, where it is made.
            with suppress(FormulaError):
                used |= names_in(figure) if figure is not None else set()
    yield from _unused(item, used)
    yield from _calculated(item, rubric)


def _names(item: DocumentFile[Item]) -> Iterator[Fault]:
    for place in ("parameters", "computed"):
        for name in getattr(item.document, place):
            if name == SAID or name in FUNCTIONS:
                yield item.fault(f'"{name}" has a meaning of its own', "Choose another name", place, name)
            elif place == "computed" and name in item.document.parameters:
                yield item.fault(f'"{name}" is a parameter already', "Choose another name", place, name)


def _formulas(item: DocumentFile[Item]) -> Iterator[Fault]:
    known = list(item.document.parameters)
    for name, formula in item.document.computed.items():
        try:
            for unknown in sorted(names_in(formula) - set(known)):
                yield item.fault(f'"{unknown}" is no parameter and not computed above', meant(unknown, known),
                                 "computed", name)  # fmt: skip
        except FormulaError as fault:
            yield item.fault(str(fault), "Write arithmetic with the names of parameters", "computed", name)
        known.append(name)


def _unused(item: DocumentFile[Item], used: set[str]) -> Iterator[Fault]:
    document = item.document
    for place in ("parameters", "computed"):
        for name in getattr(document, place):
            if name not in used:
                yield item.fault(
                    f'"{name}" is never used', "Use it in the stem or the rubric, or remove it", place, name
                )
    told = set(names_in_text(document.stem))
    for name, formula in reversed(document.computed.items()):
        told |= names_in(formula) if name in told else set()
    for name in document.parameters:
        if name in used and name not in told:
            yield item.warning(
                f'the stem does not say "{name}"', f"Write ${{{name}}} where the candidate reads it", "parameters", name
            )


def _calculated(item: DocumentFile[Item], rubric: DocumentFile[Rubric] | None) -> Iterator[Fault]:
    """Yield a fault for each calculation that fails for some candidate; each place once."""
    document, seen = item.document, set[Loc]()
    numbers = list(_numbers(rubric))
    for n, given in enumerate(combinations(document.parameters, TRIED)):
        values = dict(given)
        for name, formula in document.computed.items():
            try:
                values[name] = value_of(formula, values)
            except FormulaError as fault:
                if (name,) not in seen:
                    seen.add((name,))
                    yield item.fault(f"with {_said(given)}, {fault}", "Change it, or the parameters", "computed", name)
                return
        for loc, number in numbers:
            if loc not in seen and rubric and (problem := _wrong(number, values)):
                seen.add(loc)
                yield rubric.fault(f"with {_said(given)}, {problem}", "Change it, or the parameters", *loc)
        if rubric and not seen and n < PUT:
            try:
                fill_item(document, rubric.document, given)
            except (ValidationError, TemplateError) as fault:
                seen.add(())
                reason = fault.errors()[0]["msg"] if isinstance(fault, ValidationError) else str(fault)
                yield item.fault(
                    f"with {_said(given)}, a text cannot be used: {reason}", "Shorten or change it", "stem"
                )


def _wrong(number: Number, values: Mapping[str, float]) -> str | None:
    try:
        low, high = at(number, values).bounds
    except FormulaError as fault:
        return str(fault)
    except ValidationError as fault:
        return str(fault.errors()[0]["ctx"]["error"])
    return f"min {format_number(low)} is above max {format_number(high)}" if low > high else None


def _no_formulas(rubric: DocumentFile[Rubric]) -> Iterator[Fault]:
    for loc, number in _numbers(rubric):
        for key in ("min", "max", "near"):
            if isinstance(figure := getattr(number, key), str):
                yield rubric.fault(
                    f'"{figure}" is to be calculated, and the item has no parameters',
                    "Write a number, or give the item parameters",
                    *loc,
                    key,
                )


def _withs(entry: DocumentFile[SampleSet], item: Item) -> Iterator[Fault]:
    for n, sample in enumerate(entry.document.samples):
        for name, value in sample.given.items():
            if name not in item.parameters:
                yield entry.fault(
                    f'"{name}" is no parameter of item "{item.id}"',
                    meant(name, item.parameters),
                    "samples",
                    n,
                    "with",
                    name,
                )
            elif value not in (values := item.parameters[name].values):
                problem = f'"{name}" is never {value:g}'
                yield entry.fault(
                    problem, f"Use one of {', '.join(f'{v:g}' for v in values)}", "samples", n, "with", name
                )


def _numbers(rubric: DocumentFile[Rubric] | None) -> Iterator[tuple[Loc, Number]]:
    """Yield every number of a rubric with its place."""
    for loc, way in ways(rubric.document) if rubric else ():
        if way.number is not None:
            yield (*loc, "number"), way.number


def _said(given: Mapping[str, float]) -> str:
    return ", ".join(f"{name} {format_number(value)}" for name, value in given.items()) or "no parameters"
