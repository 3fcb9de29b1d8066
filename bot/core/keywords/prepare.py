"""A rubric made ready for marking: its phrases numbered, its ways compiled; once for each content."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from bot.core.keywords.phrases import PhraseBook
from bot.core.keywords.ways import ReadyWay
from bot.core.rubric import Criterion, FlagRule, Rubric, Way


@dataclass(frozen=True)
class ReadyPoint:
    """A point with its ways."""

    says: str
    worth: float
    ways: tuple[ReadyWay, ...]


@dataclass(frozen=True)
class ReadyClaim:
    """A false claim with its ways."""

    says: str
    cap: int
    ways: tuple[ReadyWay, ...]


@dataclass(frozen=True)
class ReadyCriterion:
    """A criterion with its points and false claims."""

    criterion: Criterion
    points: tuple[ReadyPoint, ...]
    wrong: tuple[ReadyClaim, ...]


@dataclass(frozen=True)
class ReadyFlag:
    """A flag with its ways."""

    rule: FlagRule
    ways: tuple[ReadyWay, ...]


@dataclass(frozen=True)
class ReadyAnswer:
    """The rubric itself (no id) or one of its variants."""

    id: str | None
    full_at: float
    criteria: tuple[ReadyCriterion, ...]


@dataclass(frozen=True)
class ReadyRubric:
    """Everything that marking asks of a rubric."""

    book: PhraseBook
    answers: tuple[ReadyAnswer, ...]
    flags: tuple[ReadyFlag, ...]


@dataclass(frozen=True)
class _Key:
    """A rubric by what it says, so that equal rubrics are prepared once."""

    digest: str
    rubric: Rubric = field(compare=False, repr=False)


def prepare(rubric: Rubric) -> ReadyRubric:
    """Return the rubric, ready; the last thousand are kept."""
    return _prepare(_Key(rubric.digest, rubric))


@lru_cache(maxsize=1024)
def _prepare(key: _Key) -> ReadyRubric:
    rubric = key.rubric
    book = PhraseBook(phrase for way in _all_ways(rubric) for phrase in _phrases(way))
    answers = [ReadyAnswer(None, rubric.full_at, _criteria(rubric.criteria, book))]
    answers += [ReadyAnswer(v.id, v.full_at, _criteria(v.criteria, book)) for v in rubric.variants]
    flags = tuple(ReadyFlag(rule, _ways(rule.ways, book)) for rule in rubric.flags)
    return ReadyRubric(book, tuple(answers), flags)


def _criteria(criteria: Iterable[Criterion], book: PhraseBook) -> tuple[ReadyCriterion, ...]:
    return tuple(
        ReadyCriterion(
            criterion,
            tuple(ReadyPoint(p.says, p.worth, _ways(p.ways, book)) for p in criterion.points),
            tuple(ReadyClaim(w.says, w.cap, _ways(w.ways, book)) for w in criterion.wrong),
        )
        for criterion in criteria
    )


def _ways(ways: Iterable[Way], book: PhraseBook) -> tuple[ReadyWay, ...]:
    return tuple(ReadyWay.of(way, book) for way in ways)


def _all_ways(rubric: Rubric) -> Iterator[Way]:
    for criteria in (rubric.criteria, *(v.criteria for v in rubric.variants)):
        for criterion in criteria:
            for point in criterion.points:
                yield from point.ways
            for claim in criterion.wrong:
                yield from claim.ways
    for flag in rubric.flags:
        yield from flag.ways


def _phrases(way: Way) -> Iterator[str]:
    for group in way.all_of:
        yield from group
    yield from way.none_of
    if way.number is not None:
        yield from way.number.units
