"""A document with the file it came from, so that a later fault can name its line; overlays of folders."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Generic, TypeVar

from bot.content.yaml.fault import Fault, Severity
from bot.content.yaml.source import YamlSource
from bot.core.bank.document import Document
from bot.core.bank.grader_curve import Admission, Calibration, Curve
from bot.core.bank.item import Bank, Item
from bot.core.bank.role import Role
from bot.core.bank.rubric import Rubric
from bot.core.bank.samples import SampleSet

D = TypeVar("D", bound=Document)


@dataclass(frozen=True)
class DocumentFile(Generic[D]):
    """One document and its file."""

    source: YamlSource
    document: D

    @cached_property
    def path(self) -> PurePosixPath:
        """Return the file, relative to the content folder."""
        return PurePosixPath(self.source.path)

    def fault(self, problem: str, remedy: str, *loc: str | int) -> Fault:
        """Return an error at the value at `loc`."""
        return self.source.fault(problem, remedy, *loc)

    def warning(self, problem: str, remedy: str, *loc: str | int) -> Fault:
        """Return a warning at the value at `loc`."""
        return self.source.fault(problem, remedy, *loc, severity=Severity.WARNING)


@dataclass(frozen=True)
class Content:
    """Every file of the content folders, in order of path.

    faults: of single files. unread: the files that could not be made into documents; what they would
    hold exists all the same, so nobody is told that it is missing.
    """

    items: tuple[DocumentFile[Item], ...]
    rubrics: tuple[DocumentFile[Rubric], ...]
    samples: tuple[DocumentFile[SampleSet], ...]
    roles: tuple[DocumentFile[Role], ...]
    curves: tuple[DocumentFile[Curve], ...]
    admissions: tuple[DocumentFile[Admission], ...]
    faults: tuple[Fault, ...]
    unread: frozenset[PurePosixPath]

    @property
    def hidden(self) -> frozenset[str]:
        """Return the ids that the unread files have, going by their names."""
        return frozenset(path.stem for path in self.unread)

    @property
    def bank(self) -> Bank:
        """Return the bank; of two documents with one id, the first counts."""
        return Bank(
            items=_first((e.document.id, e.document) for e in self.items),
            rubrics=_first((e.document.item, e.document) for e in self.rubrics),
            roles=_first((e.document.id, e.document) for e in self.roles),
            samples=_first((e.document.item, e.document) for e in self.samples),
            calibration=Calibration(
                curves=tuple(e.document for e in self.curves), admissions=tuple(e.document for e in self.admissions)
            ),
        )


def overlay(layers: Sequence[Content]) -> Content:
    """Return several folders as one: of two documents with one id, that of the later folder counts."""
    return Content(
        items=_covered([layer.items for layer in layers], lambda item: item.id),
        rubrics=_covered([layer.rubrics for layer in layers], lambda rubric: rubric.item),
        samples=_covered([layer.samples for layer in layers], lambda samples: samples.item),
        roles=_covered([layer.roles for layer in layers], lambda role: role.id),
        curves=tuple(curve for layer in layers for curve in layer.curves),
        admissions=tuple(admission for layer in layers for admission in layer.admissions),
        faults=tuple(fault for layer in layers for fault in layer.faults),
        unread=frozenset().union(*(layer.unread for layer in layers)),
    )


def _covered(layers: Sequence[tuple[DocumentFile[D], ...]], name: Callable[[D], str]) -> tuple[DocumentFile[D], ...]:
    """Return the entries of all layers that no later one covers; two of one id in one layer both stay, as a fault."""
    last = {name(entry.document): n for n, layer in enumerate(layers) for entry in layer}
    return tuple(entry for n, layer in enumerate(layers) for entry in layer if last[name(entry.document)] == n)


def _first(pairs: Iterable[tuple[str, D]]) -> dict[str, D]:
    found: dict[str, D] = {}
    for key, document in pairs:
        found.setdefault(key, document)
    return found
