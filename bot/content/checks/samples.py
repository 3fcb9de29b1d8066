"""Whether a rubric and its marked samples say the same about levels, criteria and claims."""

from collections import Counter
from collections.abc import Iterator, Sequence

from bot.content.files.entry import Content, DocumentFile
from bot.content.schema_errors.expected import nearest
from bot.content.yaml.fault import Fault, Severity
from bot.content.yaml.source import Loc
from bot.core.bank.rubric import Criterion, Rubric, Way
from bot.core.bank.samples import Sample, SampleSet

FEWEST, MOST = 3, 7
"""Criteria of a rubric that people write and read."""


def faults(content: Content) -> Iterator[Fault]:
    """Yield what does not add up within each rubric, and between it and its samples."""
    bank = content.bank
    asked = {item.id for role in bank.roles.values() for item in bank.items_for(role)}
    for rubric in content.rubrics:
        yield from _count(rubric, rubric.document.item in asked)
        for loc, criteria in answers(rubric.document):
            yield from _ids(rubric, loc, criteria)
            yield from _caps(rubric, loc, criteria)
    for samples in content.samples:
        if rubric_of := bank.rubrics.get(samples.document.item):
            yield from _samples(samples, rubric_of)


def answers(rubric: Rubric) -> Iterator[tuple[Loc, Sequence[Criterion]]]:
    """Yield the criteria of the rubric and of each of its variants, with their place."""
    yield ("criteria",), rubric.criteria
    for n, variant in enumerate(rubric.variants):
        yield ("variants", n, "criteria"), variant.criteria


def ways(rubric: Rubric) -> Iterator[tuple[Loc, Way]]:
    """Yield every way of the rubric, those of its variants and flags too, with its place."""
    for loc, criteria in answers(rubric):
        for n, criterion in enumerate(criteria):
            for k, point in enumerate(criterion.points):
                yield from (((*loc, n, "points", k, "ways", m), way) for m, way in enumerate(point.ways))
            for k, claim in enumerate(criterion.wrong):
                yield from (((*loc, n, "wrong", k, "ways", m), way) for m, way in enumerate(claim.ways))
    for n, flag in enumerate(rubric.flags):
        yield from ((("flags", n, "ways", m), way) for m, way in enumerate(flag.ways))


def _count(entry: DocumentFile[Rubric], asked: bool) -> Iterator[Fault]:
    """Yield a fault for a count that nobody can oversee; a rubric that no candidate meets may have been generated.

    Facts that are plain sentences are marked one by one, so that one criterion of a few is enough.
    """
    count = len(entry.document.criteria)
    sentences = sum(not point.ways for criterion in entry.document.criteria for point in criterion.points)
    if count > MOST or max(count, sentences) < FEWEST:
        problem = f"criteria has {count} entr{'y' if count == 1 else 'ies'}"
        severity = Severity.ERROR if asked else Severity.WARNING
        remedy = f"Write {FEWEST} to {MOST}, so that a person can mark by them"
        yield entry.source.fault(problem, remedy, "criteria", severity=severity)


def _ids(entry: DocumentFile[Rubric], loc: Loc, criteria: Sequence[Criterion]) -> Iterator[Fault]:
    seen: Counter[str] = Counter()
    for n, criterion in enumerate(criteria):
        seen[criterion.id] += 1
        if seen[criterion.id] > 1:
            yield entry.fault(f'criterion id "{criterion.id}" is used twice', "Give each its own", *loc, n, "id")


def _caps(entry: DocumentFile[Rubric], loc: Loc, criteria: Sequence[Criterion]) -> Iterator[Fault]:
    for n, criterion in enumerate(criteria):
        for k, claim in enumerate(criterion.wrong):
            if claim.cap >= criterion.top:
                problem = f"cap is {claim.cap}, and the levels end at {criterion.top}"
                remedy = f"Write at most {criterion.top - 1}, or the claim changes nothing"
                place = (*loc, n, "wrong", k, "cap")
                yield (
                    entry.fault(problem, remedy, *place)
                    if claim.cap > criterion.top
                    else entry.warning(problem, remedy, *place)
                )


def _samples(entry: DocumentFile[SampleSet], rubric: Rubric) -> Iterator[Fault]:
    seen: Counter[str] = Counter()
    for n, sample in enumerate(entry.document.samples):
        seen[sample.id] += 1
        if seen[sample.id] > 1:
            yield entry.fault(f'sample id "{sample.id}" is used twice', "Give each its own", "samples", n, "id")
        yield from _levels(entry, ("samples", n), sample, rubric)


def _levels(entry: DocumentFile[SampleSet], loc: Loc, sample: Sample, rubric: Rubric) -> Iterator[Fault]:
    """Yield what is wrong with a sample's marks; it is marked by the rubric or by the variant that it fits best."""
    criteria = max((c for _, c in answers(rubric)), key=lambda cs: len({c.id for c in cs} & set(sample.levels)))
    tops = {criterion.id: criterion.top for criterion in criteria}
    missing = [name for name in tops if name not in sample.levels]
    for name, level in sample.levels.items():
        if name not in tops:
            meant = nearest(name, missing)
            remedy = f'Did you mean "{meant}"?' if meant else f"The rubric has {', '.join(tops)}"
            missing = [m for m in missing if m != meant]
            line, column = entry.source.at((*loc, "levels", name), key=True)
            yield Fault(entry.source.shown, line, column, f'criterion "{name}" is unknown', remedy)
        elif level > tops[name]:
            problem = f'level of "{name}" is {level}, and the rubric\'s levels end at {tops[name]}'
            yield entry.fault(problem, f"Write a whole number from 0 to {tops[name]}", *loc, "levels", name)
    if missing:
        problem = f'sample "{sample.id}" has no level for {", ".join(missing)}'
        yield entry.fault(
            problem, f"Add {', '.join(f'{m}: 0' for m in missing)}, or the level it deserves", *loc, "levels"
        )
