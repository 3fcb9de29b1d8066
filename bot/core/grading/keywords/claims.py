"""False claims in their own words: the sentence that a rubric gives for one, found by what it says, in one clause.

Beside the hand-written ways: the content words of the claim must meet in one clause, in the same order around what it
says of its subject, with the same polarity; nothing in the whole sentence may turn it to its opposite.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.grading.keywords.points import UNHELD, Made, Reading
from bot.core.grading.language.stems import stem
from bot.core.grading.language.tokens import Span, Text, read
from bot.core.grading.language.word_lists import FUNCTION_WORDS

ENOUGH = 0.8
"""So large a share of the claim's words must stand in one clause."""
FEWEST = 4
"""A claim of fewer words of its own is left to the hand-written ways."""
TIGHT = 6
"""Of a claim of fewer words none may be missing."""
WIDEST = 26
"""A clause of more tokens holds too much to say one thing."""
TURNS = frozenset(
    """not no never neither nor instead unlike whereas but although though rather than versus vs wrong false mistake
    myth only otherwise cannot can't don't doesn't isn't aren't won't without hardly rarely""".split()
)
MODALS = frozenset("may can could should must need needs might will would".split())
"""A claim of what may or must be is not met by what was."""
PARTS = re.compile(r", (?:or|as|so|and|since|because|thanks to)\b|;|, ")
"""What stands behind these is mostly a claim of its own."""
PAIRS = """
faster slower, fast slow, more less, more fewer, higher lower, high low, large small, larger smaller, big small,
bigger smaller, best worst, better worse, always never, most least, all none, up down, increase decrease, rise fall,
raise lower, first last, early late, shared private, direct indirect, same different, inside outside, before after,
safe unsafe, enough insufficient, on off, with without, longer shorter, long short, cheap expensive, read write,
client server, keep lose
"""
OPPOSITE = {stem(one): stem(other) for pair in PAIRS.split(",") for one, other in (pair.split(), pair.split()[::-1])}
"""What a word of a claim must not be met by: its opposite."""


@dataclass(frozen=True)
class ReadySays:
    """What a false claim says, as stems in their order."""

    stems: tuple[str, ...]
    denied: frozenset[tuple[str, str]]
    """What turns the claim itself, each with the word behind it; empty for a claim that denies nothing."""

    modal: bool
    """It says what may, can or must be, not what is."""

    @classmethod
    def of(cls, says: str) -> tuple["ReadySays", ...]:
        """Return what a sentence claims, ready: a part each for what stands between commas and "or".

        Parts with too few words of their own to be told from other sentences are left out.
        """
        found = []
        for part in PARTS.split(says):
            text = read(part)
            whole = Span(0, len(text.tokens))
            stems = _content(text, whole)
            if len(stems) >= FEWEST:
                found.append(cls(tuple(stems), _turned(text, whole), _modal(text, whole)))
        return tuple(found)


def claimed(parts: Sequence[ReadySays], reading: Reading) -> Made | None:
    """Return the proof that an answer claims one of the parts in nearly its own words, or None."""
    return next((made for part in parts if (made := _claimed(part, reading))), None)


def _claimed(ready: ReadySays, reading: Reading) -> Made | None:
    text = reading.text
    wanted = set(ready.stems)
    places = [i for i, token in enumerate(text.tokens) if token.stem in wanted]
    if len({text.tokens[i].stem for i in places}) < _needed(ready):
        return None
    for number in sorted({text.clause_of[i] for i in places}):
        span = text.clauses[number]
        if span.last - span.first <= WIDEST and _says(ready, reading, span):
            return Made((span,), echo=False)
    return None


def _needed(ready: ReadySays) -> float:
    count = len(ready.stems)
    return count if count < TIGHT else ENOUGH * count


def _says(ready: ReadySays, reading: Reading, span: Span) -> bool:
    text = reading.text
    own = _content(text, span)
    met = [word for word in ready.stems if word in own]
    if len(met) < _needed(ready) or not _in_order(met, own):
        return False
    if any(OPPOSITE.get(word) in own for word in ready.stems if word not in own):
        return False
    if not all(reading.counts(i, UNHELD) for i in range(span.first, span.last)):
        return False
    sentence = text.sentences[text.sentence_of[span.first]]
    return _turned(text, sentence) == ready.denied and (_modal(text, span) or not ready.modal)


def _modal(text: Text, span: Span) -> bool:
    return any(text.tokens[i].word in MODALS for i in range(span.first, span.last))


def _turned(text: Text, span: Span) -> frozenset[tuple[str, str]]:
    """Return what denies or turns, each with the stem of the word behind it: the same in a sentence and in its copy."""
    found = set()
    for i in range(span.first, span.last):
        if text.tokens[i].word in TURNS:
            behind = (text.tokens[j].stem for j in range(i + 1, span.last) if text.tokens[j].word not in FUNCTION_WORDS)
            found.add((text.tokens[i].word, next(behind, "")))
    return frozenset(found)


def _in_order(met: Sequence[str], own: Sequence[str]) -> bool:
    """Return whether the claim's first word, its subject, stands before its last one, as it does in the claim."""
    return own.index(met[0]) < own.index(met[-1])


def _content(text: Text, span: Span) -> list[str]:
    """Return the stems of the words that say something, each once, in their order."""
    tokens = (text.tokens[i] for i in range(span.first, span.last))
    said = (t.stem for t in tokens if t.word not in FUNCTION_WORDS and (t.word.isalpha() or t.values))
    return list(dict.fromkeys(said))
