"""The texts of a file that are templates for an item's own numbers, and whether they can be filled."""

from collections.abc import Iterable, Iterator
from typing import Any

from bot.content.files.entry import DocumentFile
from bot.content.schema_errors.expected import meant
from bot.content.yaml.fault import Fault
from bot.content.yaml.source import Loc
from bot.core.bank.candidate_copy import FIXED, NUMBER, PATTERN
from bot.core.bank.item import Item
from bot.core.bank.template import SAID, TemplateError, fill_template, filled_pattern, names_in_pattern, names_in_text


def faults(entry: DocumentFile[Any] | None, known: Iterable[str]) -> Iterator[Fault]:
    """Yield a fault for each text that names a value there is not, or holds a stray dollar sign."""
    values = dict.fromkeys(known, 1.0)
    for loc, text in _texts(entry):
        try:
            filled_pattern(text, values) if loc[-1] == PATTERN else fill_template(text, values)
        except TemplateError as fault:
            assert entry is not None
            unknown = sorted(_names(loc, text) - values.keys() - {SAID})
            yield entry.fault(
                str(fault), meant(unknown[0], values) if unknown else 'Write "$$" for a dollar sign', *loc
            )


def names(entry: DocumentFile[Any] | None) -> frozenset[str]:
    """Return every name that the texts hold."""
    return frozenset().union(*(_names(loc, text) for loc, text in _texts(entry)))


def _names(loc: Loc, text: str) -> frozenset[str]:
    return names_in_pattern(text) if loc[-1] == PATTERN else names_in_text(text)


def _texts(entry: DocumentFile[Any] | None) -> Iterator[tuple[Loc, str]]:
    if entry is None:
        return
    if isinstance(entry.document, Item):
        chain = entry.document.chain
        yield ("stem",), entry.document.stem
        if chain and chain.otherwise:
            yield ("chain", "otherwise"), chain.otherwise
        return
    yield from _walk(entry.source.data, ())


def _walk(part: Any, loc: Loc) -> Iterator[tuple[Loc, str]]:
    match part:
        case dict():
            for key, value in part.items():
                if key != NUMBER and (key not in FIXED or not isinstance(value, str)):
                    yield from _walk(value, (*loc, key))
        case list():
            for n, value in enumerate(part):
                yield from _walk(value, (*loc, n))
        case str():
            yield loc, part
