"""Rubrics that are lists of terms, as a model answer gives them when nobody has written criteria yet.

A term alone says little, so the whole answer is read for what it does with them. What it denies counts against
it where it is brief. A sentence that repeats the question, or has no order, does not count or counts less. A brief
answer is also held to what it says besides. Long model answers saturate: nobody says everything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from bot.core.grading.keywords.phrases import Hit
from bot.core.grading.keywords.points import denials_over
from bot.core.grading.language.clauses import Stance
from bot.core.grading.language.stems import stem
from bot.core.grading.language.tokens import Span, Text
from bot.core.grading.language.word_lists import FALLING, FUNCTION_WORDS, RISING
from bot.core.grading.language.word_salad import is_salad

SALAD_KEEPS = 0.4
ECHO = 0.8
"""So large a share of its pairs of neighbouring words taken from the question makes a sentence an echo."""
BRIEF, LONG = 12, 17
"""Content words up to which an answer is brief, and from which on it is not at all."""
DENIED_COSTS = 0.3
ON_TOPIC = 0.9
"""The share of a brief answer's content words that the model answer should have, too."""
SHORT_MODEL = 0.7
"""From this `full_at` on the model answer was short, and most of it has to be said."""
STRICT, MILD = 1.1, 0.75
"""What a brief and a long answer need of a short model answer, as multiples of its `full_at`."""
STEEP = 1.1
PART_FULL = 0.6
"""One part of a long model answer is full at this multiple of its `full_at`."""
ONE_TERM = 0.4
MANY_TERMS = 3
"""In a part of so many terms or more, one of them alone is worth `ONE_TERM` at most."""
OVERALL = 0.35
"""Weight of all terms together against the mean of the parts."""


@dataclass(frozen=True)
class Term:
    """A term: numbers of its spellings in the phrase book, its part of the model answer, and whether it is denied."""

    phrases: frozenset[int]
    weight: float
    part: int
    denied: bool


@dataclass(frozen=True)
class TermSheet:
    """One model answer as terms. `best`: how many parts count, where the question asks for some of many."""

    terms: tuple[Term, ...]
    full_at: float
    best: int | None


@dataclass(frozen=True)
class _Said:
    """What an answer does with a sheet's terms, shape (n,) each: asserts, only denies, mentions; all in [0, 1]."""

    asserted: tuple[float, ...]
    denied: tuple[float, ...]
    mentioned: tuple[float, ...]


def score_terms(
    sheets: Sequence[TermSheet], text: Text, hits: Mapping[int, Sequence[Hit]], stance: Stance, question: Text
) -> float:
    """Return the score in [0, 1] by the model answer that the text speaks to most, whether it affirms or denies it."""
    live, over = _worth_of_sentences(text, stance, question), denials_over(text)
    content = [i for i, token in enumerate(text.tokens) if _is_content(token.word)]
    length = min(1.0, max(0.0, (len(content) - BRIEF) / (LONG - BRIEF)))
    best = (-1.0, 0.0)
    for sheet in sheets:
        said = _said(sheet, text, hits, live, over)
        covered = {p for term in sheet.terms for n in term.phrases for hit in hits.get(n, ()) for p in hit.places}
        on_topic = min(1.0, sum(i in covered for i in content) / max(1, len(content)) / ON_TOPIC)
        fit = length + (1 - length) * on_topic
        lost = DENIED_COSTS * (1 - length) * _share(sheet.terms, said.denied)
        score = max(0.0, _reached(sheet, said.asserted, length) - lost) * fit
        best = max(best, (_reached(sheet, said.mentioned, length) * fit, score ** (1 + (STEEP - 1) * (1 - length))))
    return best[1]


def with_directions(spellings: Sequence[str]) -> tuple[str, ...]:
    """Return the spellings of a term and, if one of them says that something falls or rises, the other words for it."""
    stems = {stem(word) for word in spellings}
    more = [word for words in (FALLING, RISING) if stems & {stem(w) for w in words} for word in sorted(words)]
    return tuple(dict.fromkeys([*spellings, *more]))


def _said(
    sheet: TermSheet, text: Text, hits: Mapping[int, Sequence[Hit]], live: Sequence[float], over: Sequence[int]
) -> _Said:
    asserted, denied, mentioned = [], [], []
    for term in sheet.terms:
        found = [
            (live[text.sentence_of[h.first]], over[h.first] % 2 == 1) for n in term.phrases for h in hits.get(n, ())
        ]
        found = [(worth, negative) for worth, negative in found if worth]
        fit = max((worth for worth, negative in found if negative is term.denied), default=0.0)
        asserted.append(fit)
        denied.append(1.0 if found and not fit else 0.0)
        mentioned.append(max((worth for worth, _ in found), default=0.0))
    return _Said(tuple(asserted), tuple(denied), tuple(mentioned))


def _reached(sheet: TermSheet, made: Sequence[float], length: float) -> float:
    """Return how much of the model answer was made, in [0, 1]. `length` is 0 for a brief answer, 1 for a long one."""
    overall = _share(sheet.terms, made)
    if sheet.full_at >= SHORT_MODEL and not sheet.best:
        return min(1.0, overall / min(1.0, sheet.full_at * (STRICT + (MILD - STRICT) * length)))
    parts: list[tuple[float, float]] = []
    for _, group in groupby(zip(sheet.terms, made, strict=True), key=lambda pair: pair[0].part):
        pairs = list(group)
        terms, own = [t for t, _ in pairs], [m for _, m in pairs]
        reached = min(1.0, _share(terms, own) / (PART_FULL * sheet.full_at))
        if len(terms) >= MANY_TERMS:
            reached = min(reached, ONE_TERM * sum(own))
        parts.append((reached, sum(t.weight for t in terms)))
    if sheet.best:
        by_parts = sum(sorted((r for r, _ in parts), reverse=True)[: sheet.best]) / sheet.best
    else:
        by_parts = sum(r * w for r, w in parts) / sum(w for _, w in parts)
    return OVERALL * min(1.0, overall / sheet.full_at) + (1 - OVERALL) * by_parts


def _share(terms: Sequence[Term], made: Sequence[float]) -> float:
    return sum(t.weight * m for t, m in zip(terms, made, strict=True)) / sum(t.weight for t in terms)


def _worth_of_sentences(text: Text, stance: Stance, question: Text) -> list[float]:
    """Return what a term is worth in each sentence: nothing in an echo or an order, less in words without order."""
    asked = set(pairwise(token.word for token in question.tokens))
    worth = []
    for number, sentence in enumerate(text.sentences):
        words = _words(text, sentence)
        pairs = list(pairwise(words))
        echo = len(pairs) >= 2 and sum(pair in asked for pair in pairs) >= ECHO * len(pairs)
        worth.append(0.0 if echo or number in stance.addressed else SALAD_KEEPS if is_salad(words) else 1.0)
    return worth


def _words(text: Text, span: Span) -> list[str]:
    return [text.tokens[i].word for i in range(span.first, span.last)]


def _is_content(word: str) -> bool:
    return word not in FUNCTION_WORDS and (word[0].isdigit() or (word.isalpha() and len(word) > 1))
