"""Which clauses of an answer count: not bare lists, echoes, denials of knowledge, or orders to the grader."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.grading.language.injection import is_order
from bot.core.grading.language.not_knowing import STEP, UNKNOWN
from bot.core.grading.language.stems import is_plain_verb, is_verb
from bot.core.grading.language.tokens import Span, Text, Token
from bot.core.grading.language.word_lists import COMPARATIVES, FUNCTION_WORDS, NAME_DROPPING, REASONS, RELATIONS

TURN = frozenset("but however though although still".split())

LONG_LIST = 4
"""So many parts between commas can be a list."""
SHORT_PART = 5
"""Parts of a list are no longer than this on average, in tokens."""
LONG_RUN = 8
"""So many words in one go can be a list without commas."""
VERY_LONG_RUN, THIN_RUN = 20, 0.35
"""So many words with hardly a comma are a list already where fewer tie them: nobody speaks on so long without."""
BARE_PARTS, BARE_PART = 8, 2
"""So many parts of no more than so many words on average are a list, whatever verbs stand among them: "evict, swap"."""
SHORT_LINE = 7
"""Lines of a list with one term a line are no longer than this, in tokens."""
SPOKEN = 0.3
"""A line with so large a share of ties is a sentence, whatever stands around it, and ends a list of lines."""
SIGNS = frozenset({"->", "=>", "=", "<", ">", "<=", ">=", "~", "≈", "%", "↑", "↓"})
PROSE = 0.75
"""So many words of prose for each word of lists make an answer prose."""
THIN = 0.2
"""A run of words with a smaller share of relations than this names things and says nothing."""
LABEL = re.compile(r"(?:\d+[.)]\s*)?[^\W\d][^,;:.]{1,30}:\s*\w")
"""A word or two and a colon: "Cause: …" says what it is of what follows, as a verb would."""
HEDGE = re.compile(
    r"(?:as far as i (?:know|remember|can tell)|if i (?:remember|recall)(?: \w+ly)?|to my knowledge|afaik|iirc"
    r"|(?:i (?:think|believe|guess)|i would say|i'd say)(?: that)?|probably|maybe|perhaps),? "
)
"""How a sentence begins whose writer is not quite sure of it."""
BOAST = re.compile(r"\bexperts? (?:in|on|with|of)\b")
"""In other places an expert is a part of a model."""
SMALL_WORDS, SMALL_SHARE = 2, 0.3
"""So many small words, and so large a share, tie a sentence without a verb: "replays on the link of one node"."""
ECHO = 0.8
"""So large a share of its content words taken from the question makes a sentence an echo."""


@dataclass(frozen=True)
class Stance:
    """For each clause whether it counts, and the sentences that speak to the grader."""

    counts: tuple[bool, ...]
    addressed: tuple[int, ...]
    """Numbers of sentences that give orders to the grader or speak about the candidate."""
    listed: tuple[int, ...]
    """Numbers of sentences that are bare lists of terms."""
    echoed: tuple[int, ...]
    """Numbers of sentences that repeat the question."""

    def with_lists(self, text: Text) -> "Stance":
        """Return the same, with the clauses of bare lists counted."""
        return self._with(text, self.listed)

    def with_all_words(self, text: Text) -> "Stance":
        """Return the same, with the clauses of bare lists counted, and those of sentences that repeat the question."""
        return self._with(text, (*self.listed, *self.echoed))

    def _with(self, text: Text, more: Sequence[int]) -> "Stance":
        counts = list(self.counts)
        for number in more:
            sentence = text.sentences[number]
            for clause in range(text.clause_of[sentence.first], text.clause_of[sentence.last - 1] + 1):
                counts[clause] = True
        return replace(self, counts=tuple(counts))


def stance(text: Text, question_stems: frozenset[str]) -> Stance:
    """Return which clauses of the text say something of their own about the subject.

    A list gets the benefit of the doubt when most of the answer is prose: people do put lists into answers.
    """
    counts = [True] * len(text.clauses)
    addressed, listed, bare, echoes = [], [], [], []
    stacked = _stacked(text)
    for number, whole in enumerate(text.sentences):
        sentence = _unhedged(text, whole)
        words = text.passage(sentence)
        own = range(text.clause_of[whole.first], text.clause_of[whole.last - 1] + 1)
        silent: Sequence[int] = own
        if is_order(words):
            addressed.append(number)
        elif number in stacked or _says_nothing(text, sentence, words):
            bare.append(number)
        elif _is_list(text, sentence, words):
            listed.append(number)
        elif _is_echo(text, sentence, question_stems):
            echoes.append(number)
        else:
            silent = _unknown_clauses(text, sentence, words, own)
        for clause in silent:
            counts[clause] = False
    if listed and _is_prose(text, counts, listed):
        for number in listed:
            sentence = text.sentences[number]
            for clause in range(text.clause_of[sentence.first], text.clause_of[sentence.last - 1] + 1):
                counts[clause] = True
    return Stance(tuple(counts), tuple(addressed), (*bare, *listed), tuple(echoes))


def _unhedged(text: Text, sentence: Span) -> Span:
    """Return a sentence without the hedge that it begins with: "as far as I know" neither knows nor names anything."""
    hedge = HEDGE.match(text.passage(sentence))
    if hedge is None:
        return sentence
    first, at = sentence.first, text.tokens[sentence.first].at + hedge.end()
    while first < sentence.last - 1 and text.tokens[first].at < at:
        first += 1
    return Span(first, sentence.last)


def _is_prose(text: Text, counts: Sequence[bool], listed: Sequence[int]) -> bool:
    """Return whether the clauses that count outweigh the lists."""
    said = sum(c.last - c.first for c, counted in zip(text.clauses, counts, strict=True) if counted)
    return said >= PROSE * sum(text.sentences[n].last - text.sentences[n].first for n in listed)


def _says_nothing(text: Text, sentence: Span, words: str) -> bool:
    """Return whether a sentence names things without a verb, a relation or a figure, or drops names."""
    tokens = text.tokens[sentence.first : sentence.last]
    parts = _parts(words)
    if parts >= LONG_LIST and len(tokens) <= SHORT_PART * parts and _drops_names(words, tokens):
        return True
    if parts < LONG_LIST and LABEL.match(words):
        return False
    small = sum(t.word in FUNCTION_WORDS for t in tokens)
    if small >= max(SMALL_WORDS, SMALL_SHARE * len(tokens)):
        return False
    return not any(
        t.value is not None or t.word in SIGNS or t.word in COMPARATIVES or t.word in RELATIONS or is_verb(t.word)
        for t in tokens
    )


def _drops_names(words: str, tokens: Sequence[Token]) -> bool:
    return BOAST.search(words) is not None or any(t.word in NAME_DROPPING for t in tokens)


def _is_list(text: Text, sentence: Span, words: str) -> bool:
    tied, spoken = _ties(text, sentence)
    parts = _parts(words)
    if parts >= BARE_PARTS and spoken <= BARE_PART * parts and _joined(text, sentence) < THIN * spoken:
        return True
    thin = THIN_RUN if spoken >= max(VERY_LONG_RUN, LONG_RUN * parts) else THIN
    return (parts >= LONG_LIST or spoken >= LONG_RUN) and tied < thin * spoken


def _ties(text: Text, span: Span) -> tuple[int, int]:
    """Return how many words and signs of the span tie others together, and how many words there are."""
    tokens = text.tokens[span.first : span.last]
    free = [t.word for t in tokens if not _inside_a_term(text, t)]
    tied = sum(w in SIGNS or w in RELATIONS or w in FUNCTION_WORDS or is_plain_verb(w) for w in free)
    return tied, sum(w[0].isalpha() for w in free)


def _inside_a_term(text: Text, token: Token) -> bool:
    """Return whether a hyphen binds the word to another: the "to" of "peer-to-peer", the "all" of "all-reduce"."""
    before, after = text.plain[token.at - 1 : token.at], text.plain[token.to : token.to + 2]
    return (token.glued and before == "-") or (after[:1] == "-" and after[1:].isalpha())


def _joined(text: Text, span: Span) -> int:
    """Return how many words of the span are there to join others, verbs left out."""
    words = [t.word for t in text.tokens[span.first : span.last]]
    return sum(w in SIGNS or w in RELATIONS or w in FUNCTION_WORDS for w in words)


def _stacked(text: Text) -> frozenset[int]:
    """Return the numbers of sentences that are a list together: many short ones in a row that tie nothing."""
    found: set[int] = set()
    short = [_is_bare_line(text, sentence) for sentence in text.sentences]
    start = 0
    for number in range(len(short) + 1):
        if number < len(short) and short[number]:
            continue
        if number - start >= LONG_LIST:
            run = Span(text.sentences[start].first, text.sentences[number - 1].last)
            tied, spoken = _ties(text, run)
            if tied < THIN * spoken:
                found.update(range(start, number))
        start = number + 1
    return frozenset(found)


def _is_bare_line(text: Text, sentence: Span) -> bool:
    tied, spoken = _ties(text, sentence)
    labelled = LABEL.match(text.passage(sentence)) is not None
    return sentence.last - sentence.first <= SHORT_LINE and tied < SPOKEN * max(1, spoken) and not labelled


def _parts(words: str) -> int:
    return 1 + sum(words.count(mark) for mark in ",;/|•")


def _is_echo(text: Text, sentence: Span, question_stems: frozenset[str]) -> bool:
    tokens = text.tokens[sentence.first : sentence.last]
    if any(t.value is not None and t.stem not in question_stems for t in tokens):
        return False  # a figure that the question did not give
    if any(t.word in REASONS and t.stem not in question_stems for t in tokens):
        return False  # a reason that the question did not give
    said = {t.stem for t in tokens if t.word not in FUNCTION_WORDS and t.word.isalpha()}
    return len(said) >= 3 and len(said & question_stems) >= ECHO * len(said)


def _unknown_clauses(text: Text, sentence: Span, words: str, own: range) -> Sequence[int]:
    """Return the clauses that a denial of knowledge takes with it: from its own up to a turn ("but …") or a step."""
    denials = [match.span() for match in UNKNOWN.finditer(words)]
    origin = text.tokens[sentence.first].at
    taken: list[int] = []
    dark, ended = False, 0
    for clause in own if denials else ():
        span = text.clauses[clause]
        opens, closes = text.tokens[span.first].at - origin, text.tokens[span.last - 1].to - origin
        while ended < len(denials) and denials[ended][1] <= opens:
            ended += 1
        if ended < len(denials) and denials[ended][0] < closes:
            dark = True
        elif text.tokens[span.first].word in TURN or STEP.match(text.passage(span)):
            dark = False
        if dark:
            taken.append(clause)
    return taken
