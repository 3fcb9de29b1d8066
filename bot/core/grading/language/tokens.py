"""Tokenizes an answer: tokens in clauses in sentences, each tied to its place.

Every token keeps its position in the response as it was written, so that a quote can be cut from
the original, however much the comparison normalised.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bot.core.grading.language.numbers import ALONE, values
from bot.core.grading.language.plain import plain_form
from bot.core.grading.language.sentences import pieces, resolved
from bot.core.grading.language.stems import is_verb, stem
from bot.core.grading.language.word_lists import AFTER_NO_DENIAL, CONTRAST, NEGATORS, STEPPING

TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)?|->|=>|<=|>=|[=<>~%$+/&↑↓≈]")
CLAUSE_END = re.compile(r"[,;:()\[\]]| -+ ")
DISOWNED = re.compile(
    r"\b(?:it(?:'s|\s(?:is|was))?\s)?(?:wrong|false|untrue|incorrect|not\s(?:true|correct|the\scase))\s(?:that|to\ssay)\b"
)
"""Turns all that follows in its sentence: "it is wrong that …"."""
LONG_SENTENCE, WINDOW = 40, 26
"""A sentence of more tokens is read in windows of at most so many: its end does not go with its beginning."""
STRETCH = 9
"""A run of more tokens without any mark is cut where a new subject may begin, and a denial reaches no further in it."""
SUBJECTS = frozenset("it they we you i this these there".split())


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or sign. `start` and `end` lie in the response, `at` and `to` in `Text.plain`."""

    word: str
    stem: str
    start: int
    end: int
    at: int
    to: int
    glued: bool
    """No white space parts it from the token before."""
    values: tuple[float, ...] = ()
    """What a number may stand for: "1.800" is two; () for a word."""

    @property
    def value(self) -> float | None:
        """Return the number that the token stands for first of all; None for a word."""
        return self.values[0] if self.values else None


@dataclass(frozen=True, slots=True)
class Span:
    """A run of tokens, `first` up to and without `last`."""

    first: int
    last: int


@dataclass(frozen=True)
class Text:
    """A response, read. `clause_of[i]` and `sentence_of[i]` say where token i stands."""

    response: str
    plain: str
    """Lower case, with usual quotes, dashes and Latin letters; what patterns are searched in."""
    tokens: tuple[Token, ...]
    sentences: tuple[Span, ...]
    clauses: tuple[Span, ...]
    sentence_of: tuple[int, ...]
    clause_of: tuple[int, ...]
    denials: tuple[tuple[int, int], ...]
    """Pairs (negator, end): the negator's token and the token at which its reach ends."""
    windows: tuple[Span, ...] = ()
    """Parts of long sentences, overlapping: what must meet in a sentence must meet in one of these."""
    asked: frozenset[int] = frozenset()
    """Numbers of the sentences that end with a question mark."""

    def passage(self, span: Span) -> str:
        """Return the plain text of a run of tokens."""
        if span.first >= span.last:
            return ""
        return self.plain[self.tokens[span.first].at : self.tokens[span.last - 1].to]


def read(response: str, spelled: Callable[[str], str] | None = None) -> Text:
    """Return the response cut into tokens, clauses and sentences; any text will do, even none.

    spelled: returns a word as it was meant to be.
    """
    folded, origin = plain_form(response, spelled)
    capital = [response[place].isupper() if place < len(response) else False for place in origin]
    lines = resolved(folded, capital)
    plain = lines.text
    tokens: list[Token] = []
    sentences: list[Span] = []
    clauses: list[Span] = []
    asked: set[int] = set()
    for begin, finish in pieces(plain, lambda place: place < len(capital) and capital[place]):
        first = len(tokens)
        tokens.extend(_tokens(plain, origin, begin, finish))
        if len(tokens) > first:
            sentences.append(Span(first, len(tokens)))
            clauses.extend(_clauses(plain, tokens, sentences[-1], lines.pauses))
            if "?" in plain[tokens[-1].to : finish]:
                asked.add(len(sentences) - 1)
    clause_of = _owners(clauses)
    return Text(
        response,
        plain,
        tuple(tokens),
        tuple(sentences),
        tuple(clauses),
        _owners(sentences),
        clause_of,
        tuple(_disowned(plain, tokens, sentences, _denials(tokens, clauses))),
        tuple(w for s in sentences if s.last - s.first > LONG_SENTENCE for w in _windows(s, clauses, clause_of)),
        frozenset(asked),
    )


def _tokens(plain: str, origin: Sequence[int], begin: int, finish: int) -> list[Token]:
    found = []
    for match in TOKEN.finditer(plain, begin, finish):
        at, to = match.span()
        word = match.group()
        digits = word[0].isdecimal()
        found.append(
            Token(
                word=word,
                stem=word if digits else stem(word),
                start=origin[at],
                end=origin[to - 1] + 1,
                at=at,
                to=to,
                glued=at > 0 and not plain[at - 1].isspace(),
                values=values(word) if digits or (word in ALONE and word != "one") else (),
            )
        )
    return found


def _windows(sentence: Span, clauses: Sequence[Span], clause_of: Sequence[int]) -> Iterator[Span]:
    """Yield overlapping runs of a long sentence, each of whole clauses where these are short enough."""
    starts: list[int] = []
    for number in range(clause_of[sentence.first], clause_of[sentence.last - 1] + 1):
        clause = clauses[number]
        starts += range(clause.first, clause.last, STRETCH)
    ends = [*starts[1:], sentence.last]
    last = 0
    for n, first in enumerate(starts):
        last = max(last, n)
        while last + 1 < len(ends) and ends[last + 1] - first <= WINDOW:
            last += 1
        yield Span(first, ends[last])


def _clauses(plain: str, tokens: Sequence[Token], sentence: Span, pauses: frozenset[int]) -> list[Span]:
    """Return the clauses of a sentence; a run without a verb after a comma stays with what it lists."""
    cuts: list[tuple[int, bool]] = [(sentence.first, True)]
    for i in range(sentence.first + 1, sentence.last):
        begin, end = tokens[i - 1].to, tokens[i].at
        between = plain[begin:end]
        pause = CLAUSE_END.search(between) is not None or (
            bool(pauses) and any(place in pauses for place in range(begin, end))
        )
        pause = pause or (
            i - cuts[-1][0] > STRETCH
            and tokens[i].word in SUBJECTS
            and i + 1 < sentence.last
            and is_verb(tokens[i + 1].word)
        )
        hard = tokens[i].word in CONTRAST or any(sign in between for sign in ";:") or (pause and _steps_out(tokens, i))
        if hard or pause:
            cuts.append((i, hard))
    clauses: list[Span] = []
    for n, (first, hard) in enumerate(cuts):
        last = cuts[n + 1][0] if n + 1 < len(cuts) else sentence.last
        bare = not any(is_verb(t) for t in (tokens[i].word for i in range(first, last)))
        if clauses and not hard and (bare or not _has_verb(tokens, clauses[-1])):
            clauses[-1] = Span(clauses[-1].first, last)
        else:
            clauses.append(Span(first, last))
    return clauses


def _steps_out(tokens: Sequence[Token], i: int) -> bool:
    """Return whether somebody begins to say what they would do: "…, I'd look", "…, then check"."""
    word, after = tokens[i].word, tokens[i + 1].word if i + 1 < len(tokens) else ""
    return word in STEPPING or (word in {"i", "we"} and after in {"would", "will", "can", "could", "might"})


def _has_verb(tokens: Sequence[Token], span: Span) -> bool:
    return any(is_verb(tokens[i].word) for i in range(span.first, span.last))


def _owners(spans: Sequence[Span]) -> tuple[int, ...]:
    return tuple(n for n, span in enumerate(spans) for _ in range(span.first, span.last))


def _denials(tokens: Sequence[Token], clauses: Sequence[Span]) -> list[tuple[int, int]]:
    """Return each negator with the end of its reach: the end of its clause."""
    found = []
    for clause in clauses:
        for i in range(clause.first, clause.last):
            word = tokens[i].word
            follower = tokens[i + 1].word if i + 1 < len(tokens) else ""
            if word in NEGATORS and follower not in AFTER_NO_DENIAL:
                found.append((i, clause.last))
    return found


def _disowned(
    plain: str, tokens: Sequence[Token], sentences: Sequence[Span], denials: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return the denials with those of whole sentences: "it is not true that …" denies once, up to its end."""
    whole: list[tuple[int, int]] = []
    replaced: set[int] = set()
    for sentence in sentences:
        start = tokens[sentence.first].at
        match = DISOWNED.search(plain, start, tokens[sentence.last - 1].to)
        if match is None:
            continue
        within = [i for i in range(sentence.first, sentence.last) if match.start() <= tokens[i].at < match.end()]
        replaced.update(within)
        whole.append((within[-1], sentence.last))
    return [denial for denial in denials if denial[0] not in replaced] + whole
