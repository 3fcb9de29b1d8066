"""Tokenizes an answer: tokens in clauses in sentences, each tied to its place.

Every token keeps its position in the response as it was written, so that a quote can be cut from
the original, however much the comparison normalised.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.grading.language.stems import is_verb, stem
from bot.core.grading.language.word_lists import AFTER_NO_DENIAL, CONTRAST, NEGATORS, STEPPING

TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)?|->|=>|<=|>=|[=<>~%$+/&↑↓≈]")
SENTENCE_END = re.compile(r"(?<=[.!?])[\"')\]]*\s+|\s*\n+\s*")
CLAUSE_END = re.compile(r"[,;:()\[\]]| [-–—]+ ")
DISOWNED = re.compile(
    r"\b(?:it(?:'s|\s(?:is|was))?\s)?(?:wrong|false|untrue|incorrect|not\s(?:true|correct|the\scase))\s(?:that|to\ssay)\b"
)
"""Turns all that follows in its sentence: "it is wrong that …"."""
ABBREVIATION = re.compile(r"\b(?:e\.g|i\.e|vs|approx|etc|cf|resp|incl|fig|no)\.$")

# Characters that look like Latin letters, or like nothing, and would hide a word from the grader.
LOOK_ALIKES = str.maketrans("аеорсухіѕјԁһкмтвнАЕОРСХІКМТВНαοινρ", "aeopcyxisjdhkmtbhaeopcxikmtbhaoivp")
PUNCTUATION = str.maketrans("‘’‚‛“”„«»‐‑‒–—−×→⇒…", '\'\'\'\'"""""-----' + "-x" + "\x01\x02.")
ARROWS = {"\x01": "->", "\x02": "=>"}


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
    value: float | None = None


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

    def passage(self, span: Span) -> str:
        """Return the plain text of a run of tokens."""
        if span.first >= span.last:
            return ""
        return self.plain[self.tokens[span.first].at : self.tokens[span.last - 1].to]


def read(response: str) -> Text:
    """Return the response cut into tokens, clauses and sentences; any text will do, even none."""
    plain, origin = _plain(response)
    pieces = _pieces(plain, SENTENCE_END)
    tokens: list[Token] = []
    sentences: list[Span] = []
    clauses: list[Span] = []
    for begin, finish in pieces:
        first = len(tokens)
        tokens.extend(_tokens(plain, origin, begin, finish))
        if len(tokens) > first:
            sentences.append(Span(first, len(tokens)))
            clauses.extend(_clauses(plain, tokens, sentences[-1]))
    return Text(
        response,
        plain,
        tuple(tokens),
        tuple(sentences),
        tuple(clauses),
        _owners(sentences),
        _owners(clauses),
        tuple(_disowned(plain, tokens, sentences, _denials(tokens, clauses))),
    )


def _plain(response: str) -> tuple[str, Sequence[int]]:
    """Return the text in plain form and, for each of its characters, the one in `response` it came from."""
    if response.isascii():
        return response.lower(), range(len(response) + 1)
    latin = sum("a" <= c <= "z" for c in response.lower())
    foreign = latin * 2 < sum(c.isalpha() for c in response)
    out: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(response):
        if unicodedata.category(character) == "Cf":
            continue
        piece = unicodedata.normalize("NFKC", character.translate(PUNCTUATION)).lower()
        piece = ARROWS.get(piece, piece if foreign else piece.translate(LOOK_ALIKES))
        out.append(piece)
        origin.extend([place] * len(piece))
    return "".join(out), [*origin, len(response)]


def _pieces(plain: str, boundary: re.Pattern[str]) -> list[tuple[int, int]]:
    cuts = [(0, 0)]
    for match in boundary.finditer(plain):
        if "\n" in match.group() or not ABBREVIATION.search(plain, cuts[-1][1], match.start()):
            cuts.append(match.span())
    ends = [begin for begin, _ in cuts[1:]] + [len(plain)]
    return [(cut[1], end) for cut, end in zip(cuts, ends, strict=True) if end > cut[1]]


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
                value=float(word.replace(",", "")) if digits and word.count(".") < 2 else None,
            )
        )
    return found


def _clauses(plain: str, tokens: Sequence[Token], sentence: Span) -> list[Span]:
    """Return the clauses of a sentence; a run without a verb after a comma stays with what it lists."""
    cuts: list[tuple[int, bool]] = [(sentence.first, True)]
    for i in range(sentence.first + 1, sentence.last):
        between = plain[tokens[i - 1].to : tokens[i].at]
        pause = CLAUSE_END.search(between) is not None
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
    found = list(denials)
    for sentence in sentences:
        start = tokens[sentence.first].at
        match = DISOWNED.search(plain, start, tokens[sentence.last - 1].to)
        if match is None:
            continue
        within = [i for i in range(sentence.first, sentence.last) if match.start() <= tokens[i].at < match.end()]
        found = [denial for denial in found if denial[0] not in within]
        found.append((within[-1], sentence.last))
    return found
