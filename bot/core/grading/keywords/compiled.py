"""A rubric compiled for marking: phrases numbered, patterns compiled, once for each content."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from bot.core.bank.rubric import Criterion, FlagRule, Marking, Rubric, Way, WrongClaim
from bot.core.grading.keywords.claims import ReadySays
from bot.core.grading.keywords.copied_numbers import ReadyOwn
from bot.core.grading.keywords.gaps import subjects
from bot.core.grading.keywords.own_words import OwnWords, spellings
from bot.core.grading.keywords.phrases import PhraseBook
from bot.core.grading.keywords.points import ReadyWay
from bot.core.grading.keywords.spelling import LETTERS, Spelling
from bot.core.grading.keywords.units import Known, figures
from bot.core.grading.language.stems import stem
from bot.core.grading.language.tokens import read


@dataclass(frozen=True)
class ReadyPoint:
    """A point with its ways, or with its own words where it has none."""

    says: str
    worth: float
    ways: tuple[ReadyWay, ...]
    own: OwnWords | None
    step: bool
    """It is something to do, such as a look at the counters; who would look whether something is so does it."""
    naming: bool
    """Naming it is enough, so that a bare list of terms may hold it."""


@dataclass(frozen=True)
class ReadyClaim:
    """A false claim with its ways."""

    says: str
    cap: int
    ways: tuple[ReadyWay, ...]
    own: tuple[ReadySays, ...]
    """The claim in its own words, by parts; () where these are too few."""


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
    best: int | None
    criteria: tuple[ReadyCriterion, ...]


@dataclass(frozen=True)
class ReadyRubric:
    """Everything that marking asks of a rubric."""

    book: PhraseBook
    answers: tuple[ReadyAnswer, ...]
    flags: tuple[ReadyFlag, ...]
    own: ReadyOwn | None
    """What tells this candidate's numbers from others'; None when all have the same."""
    figures: frozenset[Known]
    """Figures with their units that the model answer gives."""
    known: frozenset[str]
    """Stems of the words that the rubric knows: of its phrases, its facts and its model answer."""
    spelling: Spelling


@dataclass(frozen=True)
class _Key:
    """A rubric by what it says, so that equal rubrics are prepared once."""

    digest: str
    rubric: Rubric = field(compare=False, repr=False)


@dataclass(frozen=True)
class _Around:
    """What the parts of a rubric are made ready with."""

    book: PhraseBook
    others: frozenset[str]
    """Stems of the subjects of its sentences, which no gap of a pattern crosses."""
    known: frozenset[str]


def prepare(rubric: Rubric) -> ReadyRubric:
    """Return the rubric, ready; the last thousand are kept."""
    return _prepare(_Key(rubric.digest, rubric))


@lru_cache(maxsize=1024)
def _prepare(key: _Key) -> ReadyRubric:
    rubric = key.rubric
    markings: tuple[Marking, ...] = (rubric, *rubric.variants)
    book = PhraseBook((*_phrases_of_ways(rubric), *_words_of_facts(markings)))
    others = subjects(_sentences(markings))
    model = read(rubric.model_answer)
    texts = (model, *map(read, _sentences(markings)))
    known = {t.stem for text in texts for t in text.tokens}
    known.update(stem(word) for word in book.words)
    around = _Around(book, others, frozenset(known))
    answers = [ReadyAnswer(None, rubric.full_at, rubric.best, _criteria(rubric.criteria, around))]
    answers += [ReadyAnswer(v.id, v.full_at, v.best, _criteria(v.criteria, around)) for v in rubric.variants]
    flags = tuple(ReadyFlag(rule, _ways(rule.ways, book, others)) for rule in rubric.flags)
    return ReadyRubric(
        book,
        tuple(answers),
        flags,
        ReadyOwn.of(rubric, book),
        figures([model, *map(read, _descriptions(markings))]),
        around.known,
        Spelling(
            [*(t.word for text in texts for t in text.tokens), *_words_of_phrases(rubric)],
            [way.pattern for way in _all_ways(rubric) if way.pattern],
        ),
    )


STEP = re.compile(
    r"(?:looks?|checks?|measures?|compares?|asks?|tests?|finds?|sees?|verif|watch|reads?|inspects?|tries|runs?|profile"
    r"|trace|bisect|rules?\sout|separate|narrow|diagnos|confirm|isolat|reproduc|examin|monitor|counts?|starts?|begins?"
    r"|names?\s(?:a|the|one|what|where|how)|tells?|suspects?|thinks?\sof|considers?|knows?\show)\b",
    re.IGNORECASE,
)
"""How a point begins that is given for looking."""
DIAGNOSIS = re.compile(
    r"\b(?:how\s(?:to|it|they|the|one|you|would|does|is|do)\b.*\b(?:find|found|seen?|measured?|told?|tell|check|know|look|prove)"
    r"|diagnos|where\sto\slook|look\sfirst|steps)",
    re.IGNORECASE,
)
"""What a criterion asks about that is answered by what one would look for."""


def _criteria(criteria: Iterable[Criterion], around: _Around) -> tuple[ReadyCriterion, ...]:
    book, others = around.book, around.others
    return tuple(
        ReadyCriterion(
            criterion,
            tuple(
                ReadyPoint(
                    p.says,
                    p.worth,
                    _ways(p.ways, book, others),
                    None if p.ways else OwnWords.of(p.says, book),
                    _is_step(p.says, criterion.asks),
                    p.naming,
                )
                for p in criterion.points
            ),
            tuple(
                ReadyClaim(w.says, w.cap, _ways(w.ways, book, others), _own(w, around.known)) for w in criterion.wrong
            ),
        )
        for criterion in criteria
    )


def _own(claim: WrongClaim, known: frozenset[str]) -> tuple[ReadySays, ...]:
    """Return a claim's own sentences, ready."""
    return tuple(part for sentence in (claim.says, *claim.also) for part in ReadySays.of(sentence, known))


def _is_step(says: str, asks: str) -> bool:
    """Return whether a point is something to do or to look at, and no claim about how things are."""
    return STEP.match(says) is not None or DIAGNOSIS.search(asks) is not None


def _ways(ways: Iterable[Way], book: PhraseBook, others: frozenset[str]) -> tuple[ReadyWay, ...]:
    return tuple(ReadyWay.of(way, book, others) for way in ways)


def _sentences(markings: Iterable[Marking]) -> Iterator[str]:
    """Yield what the points and false claims say."""
    for marking in markings:
        for criterion in marking.criteria:
            yield from (point.says for point in criterion.points)
            yield from (claim.says for claim in criterion.wrong)


def _descriptions(markings: Iterable[Marking]) -> Iterator[str]:
    """Yield what the levels, the points and the evidence say that is right."""
    for marking in markings:
        for criterion in marking.criteria:
            yield from criterion.levels[1:]
            yield from (point.says for point in criterion.points)
            if criterion.evidence:
                yield criterion.evidence


def _all_ways(rubric: Rubric) -> Iterator[Way]:
    for criteria in (rubric.criteria, *(v.criteria for v in rubric.variants)):
        for criterion in criteria:
            for point in criterion.points:
                yield from point.ways
            for claim in criterion.wrong:
                yield from claim.ways
    for flag in rubric.flags:
        yield from flag.ways


def _phrases_of_ways(rubric: Rubric) -> Iterator[str]:
    for way in _all_ways(rubric):
        for group in way.all_of:
            yield from group
        yield from way.none_of
        if way.number is not None:
            yield from way.number.units


def _words_of_phrases(rubric: Rubric) -> Iterator[str]:
    for phrase in _phrases_of_ways(rubric):
        yield from LETTERS.findall(phrase.lower())


def _words_of_facts(markings: Iterable[Marking]) -> Iterator[str]:
    """Yield the spellings of the words of each fact that has no way."""
    for marking in markings:
        for criterion in marking.criteria:
            for point in criterion.points:
                if not point.ways:
                    yield from spellings(point.says)
