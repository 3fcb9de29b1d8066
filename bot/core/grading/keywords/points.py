"""Matches the ways of a point: groups, number and pattern in one scope, counted and not denied."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.core.bank.pattern import expand
from bot.core.bank.rubric import Number, Scope, Way
from bot.core.grading.keywords.gaps import Gapped
from bot.core.grading.keywords.phrases import Hit, PhraseBook
from bot.core.grading.language.clauses import Stance
from bot.core.grading.language.regex_literals import needles, stands
from bot.core.grading.language.tokens import Span, Text


@dataclass(frozen=True)
class ReadyWay:
    """A way with its phrases as numbers of a phrase book."""

    groups: tuple[frozenset[int], ...]
    none_of: frozenset[int]
    units: tuple[tuple[int, float], ...]
    number: Number | None
    bounds: tuple[float, float]
    """Of the number; (0, 0) without one."""
    pattern: Gapped | None
    within: Scope
    denied: bool
    needles: frozenset[str]
    """Strings of which the pattern cannot do without one."""

    @classmethod
    def of(cls, way: Way, book: PhraseBook, others: frozenset[str] = frozenset()) -> "ReadyWay":
        """Return the way, compiled against a book that holds all its phrases; no gap crosses the stems of `others`."""
        units = way.number.units if way.number else {}
        return cls(
            groups=tuple(frozenset(book.numbers[p] for p in group) for group in way.all_of),
            none_of=frozenset(book.numbers[p] for p in way.none_of),
            units=tuple((book.numbers[p], factor) for p, factor in units.items()),
            number=way.number,
            bounds=way.number.bounds if way.number else (0.0, 0.0),
            pattern=Gapped.of(way.pattern, others) if way.pattern else None,
            within=way.within,
            denied=way.denied,
            needles=needles(expand(way.pattern)) if way.pattern else frozenset(),
        )


@dataclass(frozen=True)
class Reading:
    """An answer with everything that the ways ask of it."""

    text: Text
    hits: dict[int, list[Hit]]
    stance: Stance
    echoed: frozenset[str]
    """Stems of the question: a way that rests on these alone says half."""

    def counts(self, place: int) -> bool:
        """Return whether the clause at a token says something."""
        return self.stance.counts[self.text.clause_of[place]]


@dataclass(frozen=True)
class Made:
    """A way that held: token spans that prove it, and whether the question had given it all away."""

    spans: tuple[Span, ...]
    echo: bool


def held(way: ReadyWay, reading: Reading) -> Made | None:
    """Return the proof that the way holds somewhere in the answer, or None."""
    found = [[h for n in group & reading.hits.keys() for h in reading.hits[n]] for group in way.groups]
    if not all(found):
        return None
    found = [[h for h in hits if reading.counts(h.first)] for hits in found]
    if not all(found):
        return None
    if not stands(way.needles, reading.text.plain):
        return None
    halfway: Made | None = None
    for window in _windows(way, reading.text, found):
        made = _in_window(way, reading, found, window)
        if made and not made.echo:
            return made
        halfway = halfway or made
    return halfway


def _windows(way: ReadyWay, text: Text, found: Sequence[Sequence[Hit]]) -> Iterator[Span]:
    """Yield the runs of tokens in which all groups might meet."""
    match way.within:
        case Scope.ANSWER:
            if text.tokens:
                yield Span(0, len(text.tokens))
        case Scope.CLAUSE:
            yield from _common(text.clauses, text.clause_of, found)
        case Scope.SENTENCE:
            yield from _common(text.sentences, text.sentence_of, found)
        case Scope.PASSAGE:
            for n, sentence in enumerate(text.sentences):
                after = text.sentences[min(n + 1, len(text.sentences) - 1)]
                yield Span(sentence.first, after.last)


def _common(spans: Sequence[Span], owner: Sequence[int], found: Sequence[Sequence[Hit]]) -> Iterator[Span]:
    """Yield the spans in which every group has a hit; all of them when there are no groups."""
    if not found:
        yield from spans
        return
    shared = set.intersection(*({owner[h.first] for h in hits} for hits in found))
    yield from (spans[n] for n in sorted(shared))


def _in_window(way: ReadyWay, reading: Reading, found: Sequence[Sequence[Hit]], window: Span) -> Made | None:
    inside = [[h for h in hits if window.first <= h.first and h.last <= window.last] for hits in found]
    if not all(inside):
        return None
    if any(_within(h, window) for n in way.none_of & reading.hits.keys() for h in reading.hits[n]):
        return None
    proof = _not_denied(reading.text, inside, denied=way.denied)
    if proof is None:
        return None
    if way.number is not None:
        place = _number(way, reading, window)
        if place is None:
            return None
        proof.append(Span(place, place + 1))
    if way.pattern is not None:
        words = reading.text.passage(window)
        match = way.pattern.search(words) if stands(way.needles, words) else None
        span = match and _tokens_of(reading.text, window, match)
        if span is None or not reading.counts(span.first):
            return None
        if not proof and _denied_at(reading.text, span) is not way.denied:
            return None
        proof.append(span)
    echo = bool(inside) and way.number is None and way.pattern is None
    echo = echo and all(reading.text.tokens[i].stem in reading.echoed for s in proof for i in range(s.first, s.last))
    return Made(tuple(proof), echo)


def _within(hit: Hit, window: Span) -> bool:
    return window.first <= hit.first and hit.last <= window.last


def _not_denied(text: Text, inside: Sequence[Sequence[Hit]], *, denied: bool) -> list[Span] | None:
    """Return one hit for each group, none in the reach of a negator (or, for `denied`, one that is)."""
    own = {place for hits in inside for h in hits for place in h.places}
    reach = [(n, end) for n, end in text.denials if n not in own]
    chosen: list[Span] = []
    negative = False
    for hits in inside:
        plain = [h for h in hits if sum(n < h.first < end for n, end in reach) % 2 == 0]
        turned = [h for h in hits if h not in plain]
        pick = (turned or plain) if denied else plain
        if not pick:
            return None
        negative = negative or bool(denied and turned)
        chosen.append(Span(pick[0].first, pick[0].last))
    return chosen if negative or not denied or not inside else None


def _denied_at(text: Text, span: Span) -> bool:
    return sum(n < span.first < end for n, end in text.denials) % 2 == 1


def _number(way: ReadyWay, reading: Reading, window: Span) -> int | None:
    """Return the token of a figure in range, with one of the units close behind it (or a $ before)."""
    number, tokens = way.number, reading.text.tokens
    if number is None:
        return None
    low, high = way.bounds
    starts = {h.first: factor for n, factor in way.units for h in reading.hits.get(n, ())}
    for i in range(window.first, window.last):
        value = tokens[i].value
        if value is None or not reading.counts(i):
            continue
        factors = [starts[j] for j in (i + 1, i + 2, i - 1) if j in starts] if way.units else [1.0]
        if any(low <= value * factor <= high for factor in factors):
            return i
    return None


def _tokens_of(text: Text, window: Span, match: re.Match[str]) -> Span | None:
    """Return the tokens that a match in the window's passage touches."""
    origin = text.tokens[window.first].at
    begin, finish = origin + match.start(), origin + match.end()
    touched = [i for i in range(window.first, window.last) if text.tokens[i].to > begin and text.tokens[i].at < finish]
    return Span(touched[0], touched[-1] + 1) if touched else None
