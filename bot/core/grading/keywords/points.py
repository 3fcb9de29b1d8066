"""Matches the ways of a point: groups, number and pattern in one scope, counted and not denied."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, islice, pairwise

from bot.core.bank.pattern import expand
from bot.core.bank.rubric import Number, Scope, Way
from bot.core.grading.keywords.gaps import Gapped
from bot.core.grading.keywords.phrases import Hit, PhraseBook
from bot.core.grading.keywords.units import bases, unit_of
from bot.core.grading.language.clauses import Stance
from bot.core.grading.language.frames import Frame
from bot.core.grading.language.regex_literals import needles, stands
from bot.core.grading.language.tokens import LONG_SENTENCE, Span, Text
from bot.core.grading.language.word_salad import is_salad


@dataclass(frozen=True)
class ReadyWay:
    """A way with its phrases as numbers of a phrase book."""

    groups: tuple[frozenset[int], ...]
    none_of: frozenset[int]
    units: tuple[tuple[int, float], ...]
    bases: Mapping[str, float]
    """Sizes of the number's first unit, by what it measures."""
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
            bases=bases(units),
            number=way.number,
            bounds=way.number.bounds if way.number else (0.0, 0.0),
            pattern=Gapped.of(way.pattern, others) if way.pattern else None,
            within=way.within,
            denied=way.denied,
            needles=needles(expand(way.pattern)) if way.pattern else frozenset(),
        )


UNCLAIMED = Frame.ASKED | Frame.MISTAKEN | Frame.LOOKED_UP
"""Frames in which a fact is not claimed."""
UNDONE = Frame.ASKED | Frame.MISTAKEN
"""Frames in which a step is not taken: whoever would look whether something is so does look."""
UNHELD = Frame.ASKED | Frame.MISTAKEN | Frame.LOOKED_UP | Frame.QUOTED | Frame.TOLD
"""Frames in which a false claim is not held against anybody."""
REPEATED = 0.8
"""So large a share of its pairs of neighbouring words taken from the question makes a sentence its copy."""
SALAD_KEEPS = 0.4
MOST_MATCHES = 8
"""Matches of a pattern in one window that are looked at for one that counts."""


@dataclass(frozen=True)
class Reading:
    """An answer with everything that the ways ask of it."""

    text: Text
    hits: dict[int, list[Hit]]
    stance: Stance
    echoed: frozenset[str]
    """Stems of the question: a way that rests on these alone says half."""
    frames: tuple[Frame, ...] = ()
    """The frame of each token; () when none is framed."""
    misfits: frozenset[int] = frozenset()
    """Numbers, by token, whose unit makes them wrong: they count for nothing."""
    asked: frozenset[tuple[str, str]] = frozenset()
    """Neighbouring words of the question."""
    _found: dict[tuple[frozenset[int], Frame], list[Hit]] = field(default_factory=dict, repr=False, compare=False)
    _starts: dict[tuple[tuple[int, float], ...], dict[int, float]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def counts(self, place: int, bars: Frame = UNCLAIMED) -> bool:
        """Return whether the clause at a token says something, outside the frames that bar it."""
        if not self.stance.counts[self.text.clause_of[place]] or place in self.misfits:
            return False
        return not (self.frames and self.frames[place] & bars)

    def found(self, group: frozenset[int], bars: Frame) -> list[Hit]:
        """Return the hits of a group that count, in their order."""
        key = (group, bars)
        if key not in self._found:
            own = [h for n in group & self.hits.keys() for h in self.hits[n] if self.counts(h.first, bars)]
            if len(group) > 1:
                own.sort(key=_first_place)
            self._found[key] = own
        return self._found[key]

    @cached_property
    def with_lists(self) -> "Reading":
        """Return the reading in which bare lists of terms count, too."""
        return self._in(self.stance.with_lists(self.text)) if self.stance.listed else self

    @cached_property
    def with_all_words(self) -> "Reading":
        """Return the reading in which bare lists count, and sentences that repeat the question, too."""
        if not (self.stance.listed or self.stance.echoed):
            return self
        return self._in(self.stance.with_all_words(self.text))

    def _in(self, stance: Stance) -> "Reading":
        return Reading(self.text, self.hits, stance, self.echoed, self.frames, self.misfits, self.asked)

    @cached_property
    def worth(self) -> Sequence[float]:
        """Return for each sentence what its single words count: 0 where it repeats the question, less without order."""
        worth = []
        for sentence in self.text.sentences:
            words = [self.text.tokens[i].word for i in range(sentence.first, sentence.last)]
            pairs = list(pairwise(words))
            repeats = len(pairs) >= 2 and sum(pair in self.asked for pair in pairs) >= REPEATED * len(pairs)
            worth.append(0.0 if repeats else SALAD_KEEPS if is_salad(words) else 1.0)
        return worth

    @cached_property
    def denials_over(self) -> Sequence[int]:
        """Return for each token in the reach of how many negators it stands."""
        return denials_over(self.text)

    @cached_property
    def negators(self) -> Mapping[int, int]:
        """Return the tokens that deny, each with where its reach ends."""
        return dict(self.text.denials)

    def starts(self, units: tuple[tuple[int, float], ...]) -> Mapping[int, float]:
        """Return the tokens at which one of a rubric's units stands, each with its factor."""
        if units not in self._starts:
            self._starts[units] = {h.first: factor for n, factor in units for h in self.hits.get(n, ())}
        return self._starts[units]


def denials_over(text: Text) -> Sequence[int]:
    """Return for each token of a text in the reach of how many negators it stands."""
    steps = [0] * (len(text.tokens) + 1)
    for negator, end in text.denials:
        steps[negator + 1] += 1
        steps[max(end, negator + 1)] -= 1
    return list(accumulate(steps))


def _first_place(hit: Hit) -> int:
    return hit.places[0]


@dataclass(frozen=True)
class Made:
    """A way that held: token spans that prove it, and whether the question had given it all away."""

    spans: tuple[Span, ...]
    echo: bool


def held(way: ReadyWay, reading: Reading, bars: Frame = UNCLAIMED) -> Made | None:
    """Return the proof that the way holds somewhere in the answer outside the frames that bar it, or None."""
    found = []
    for group in way.groups:
        hits = reading.found(group, bars)
        if not hits:
            return None
        found.append(hits)
    if not stands(way.needles, reading.text.plain):
        return None
    halfway: Made | None = None
    for window in _windows(way, reading.text, found):
        made = _in_window(way, reading, found, window, bars)
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
            for span in _common(text.sentences, text.sentence_of, found):
                yield from _parts(text, span)
        case Scope.PASSAGE:
            for n, sentence in enumerate(text.sentences):
                after = text.sentences[min(n + 1, len(text.sentences) - 1)]
                if after.last - sentence.first <= LONGEST_PASSAGE:
                    yield Span(sentence.first, after.last)
                else:
                    yield from _parts(text, sentence)


def _parts(text: Text, sentence: Span) -> Iterator[Span]:
    """Yield the sentence, or its windows if it is a long one."""
    if sentence.last - sentence.first <= LONG_SENTENCE:
        yield sentence
        return
    first = bisect_left(text.windows, sentence.first, key=lambda w: w.first)
    for window in islice(text.windows, first, None):
        if window.first >= sentence.last:
            return
        yield window


def _common(spans: Sequence[Span], owner: Sequence[int], found: Sequence[Sequence[Hit]]) -> Iterator[Span]:
    """Yield the spans in which every group has a hit; all of them when there are no groups."""
    if not found:
        yield from spans
        return
    shared = set.intersection(*({owner[h.first] for h in hits} for hits in found))
    yield from (spans[n] for n in sorted(shared))


def _inside(hits: Sequence[Hit], window: Span) -> list[Hit]:
    """Return the hits that lie in a window; hits in their order."""
    if len(hits) < FEW:
        return [h for h in hits if window.first <= h.places[0] and h.places[-1] < window.last]
    begin = bisect_left(hits, window.first, key=_first_place)
    end = bisect_left(hits, window.last, begin, key=_first_place)
    return [h for h in hits[begin:end] if h.places[-1] < window.last]


FEW = 12
"""So few hits are looked through faster than they are searched."""
LONGEST_PASSAGE = 90
"""Tokens of two neighbouring sentences; longer ones are read apart, and in windows."""


def _in_window(
    way: ReadyWay, reading: Reading, found: Sequence[Sequence[Hit]], window: Span, bars: Frame
) -> Made | None:
    inside = []
    for hits in found:
        own = _inside(hits, window)
        if not own:
            return None
        inside.append(own)
    if any(_inside(reading.hits[n], window) for n in way.none_of & reading.hits.keys()):
        return None
    proof = _not_denied(reading, inside, denied=way.denied)
    if proof is None:
        return None
    if way.number is not None:
        place = _number(way, reading, window, bars)
        if place is None:
            return None
        proof.append(Span(place, place + 1))
    if way.pattern is not None:
        span = _pattern(way, way.pattern, reading, window, bars, alone=not proof)
        if span is None:
            return None
        proof.append(span)
    echo = bool(inside) and way.number is None and way.pattern is None
    echo = echo and all(reading.text.tokens[i].stem in reading.echoed for s in proof for i in range(s.first, s.last))
    return Made(tuple(proof), echo)


def _pattern(
    way: ReadyWay, pattern: Gapped, reading: Reading, window: Span, bars: Frame, *, alone: bool
) -> Span | None:
    """Return the tokens of the first match in a window that counts, or None."""
    text = reading.text
    words = text.passage(window)
    if not stands(way.needles, words):
        return None
    start = 0
    for _ in range(MOST_MATCHES):
        match = pattern.search(words, start)
        if match is None:
            return None
        span = _tokens_of(text, window, match)
        start = match.start() + 1
        if span is None or not all(reading.counts(i, bars) for i in range(span.first, span.last)):
            continue
        if alone and (reading.denials_over[span.first] % 2 == 1) is not way.denied:
            continue
        return span
    return None


def _not_denied(reading: Reading, inside: Sequence[Sequence[Hit]], *, denied: bool) -> list[Span] | None:
    """Return one hit for each group, none in the reach of a negator (or, for `denied`, one that is)."""
    own = _own_denials(reading, inside)
    chosen: list[Span] = []
    negative = False
    for hits in inside:
        plain: Hit | None = None
        turned: Hit | None = None
        for hit in hits:
            over = reading.denials_over[hit.first] - sum(n < hit.first < end for n, end in own)
            if over % 2 == 0:
                plain = plain or hit
            else:
                turned = turned or hit
            if plain and (turned or not denied):
                break
        pick = (turned or plain) if denied else plain
        if not pick:
            return None
        negative = negative or bool(denied and turned)
        chosen.append(Span(pick.first, pick.last))
    return chosen if negative or not denied or not inside else None


def _own_denials(reading: Reading, inside: Sequence[Sequence[Hit]]) -> list[tuple[int, int]]:
    """Return the negators that are words of the hits themselves: "without the host" denies nothing of itself."""
    negators = reading.negators
    if not negators:
        return []
    own = {place for hits in inside[:] for h in hits[:FEW] for place in h.places if place in negators}
    return [(n, negators[n]) for n in sorted(own)]


def _number(way: ReadyWay, reading: Reading, window: Span, bars: Frame) -> int | None:
    """Return the token of a figure in range: in a unit that the table knows, or with one of the rubric's beside it."""
    tokens = reading.text.tokens
    low, high = way.bounds
    starts = reading.starts(way.units) if way.units else {}
    for i in range(window.first, window.last):
        if not tokens[i].values or not reading.counts(i, bars):
            continue
        if not way.units:
            factors: Sequence[float] = (1.0,)
        else:
            unit = unit_of(reading.text, i)
            if unit is not None and unit.kind in way.bases:
                factors = [size / way.bases[unit.kind] for size in unit.sizes]
            else:
                factors = [starts[j] for j in (i + 1, i + 2, i - 1) if j in starts]
        if any(low * SLACK <= value * factor <= high / SLACK for factor in factors for value in tokens[i].values):
            return i
    return None


SLACK = 1 - 1e-9
"""A figure at the very edge stays in range however its unit was converted."""


def _tokens_of(text: Text, window: Span, match: re.Match[str]) -> Span | None:
    """Return the tokens that a match in the window's passage touches."""
    origin = text.tokens[window.first].at
    begin, finish = origin + match.start(), origin + match.end()
    first = bisect_right(text.tokens, begin, window.first, window.last, key=lambda t: t.to)
    last = bisect_left(text.tokens, finish, first, window.last, key=lambda t: t.at)
    return Span(first, last) if first < last else None
