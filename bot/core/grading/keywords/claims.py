"""False claims in their own words: the sentence that a rubric gives for one, found by what it says, in one clause.

Beside the hand-written ways. The words of the claim, or others for them (`alike`), must meet in one clause, in the
order of the claim, with nothing before them that may be another subject and little between. What denies, turns or
contrasts is compared over the whole sentence: "not only the 64 GPUs …, but all" holds the claim's words and denies it.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.grading.keywords.alike import ALIKE, LITTLE, OPPOSITE
from bot.core.grading.keywords.points import UNHELD, Made, Reading
from bot.core.grading.language.tokens import Span, Text, Token, read
from bot.core.grading.language.word_lists import FUNCTION_WORDS

ENOUGH = 0.75
"""So large a share of the claim's words must stand in one clause."""
FEWEST = 3
"""A claim of fewer words of its own is left to the hand-written ways."""
TIGHT = 5
"""Of a claim of fewer words none may be missing."""
WIDEST = 26
"""A clause of more tokens holds too much to say one thing."""
BETWEEN, AROUND = 2, 5
"""So many words of its own a clause may hold between the claim's, and in all."""
TURNS = {
    **dict.fromkeys(
        """not no never neither nor cannot can't don't doesn't isn't aren't won't without hardly rarely barely
        wouldn't shouldn't needn't nothing none nobody little seldom""".split(),
        "not",
    ),
    **dict.fromkeys("only just merely solely alone".split(), "only"),
    **dict.fromkeys(
        """instead unlike whereas while although though rather than versus vs but however otherwise until unless except
        opposed contrary yet""".split(),
        "turn",
    ),
}
"""Words that turn what a sentence says, by how they do it."""
FOLLOWS = frozenset("so since because as thus hence therefore".split())
"""What stands behind these follows from a claim or is its reason, and does not turn it."""
MODALS = frozenset("may can could should must need needs might will would".split())
"""A claim of what may or must be is not met by what was."""
PARTS = re.compile(r", (?:or|as|so|and|since|because|thanks to)\b|;|, ")
"""What stands behind these is mostly a claim of its own."""


@dataclass(frozen=True)
class ReadySays:
    """What a false claim says, as stems in their order, each by the word that stands for all alike."""

    stems: tuple[str, ...]
    turns: Counter[str]
    """What in it denies or turns, and how often."""
    modal: bool
    """It says what may, can or must be, not what is."""
    others: frozenset[str]
    """What else the rubric speaks about: a clause that brings it in says something else."""

    @classmethod
    def of(cls, says: str, known: frozenset[str]) -> tuple["ReadySays", ...]:
        """Return what a sentence claims, ready: a part each for what stands between commas and "or".

        known: stems of all that the rubric speaks about. Parts with too few words of their own to be told from other
        sentences are left out.
        """
        subjects = frozenset(ALIKE.get(stem, stem) for stem in known)
        found = []
        for part in PARTS.split(says):
            text = read(part)
            whole = Span(0, len(text.tokens))
            stems = dict.fromkeys(_content(text, whole))
            if len(stems) >= FEWEST:
                others = subjects - stems.keys() - LITTLE
                found.append(cls(tuple(stems), _turns(text, whole), _modal(text, whole), others))
        return tuple(found)


def claimed(parts: Sequence[ReadySays], reading: Reading) -> Made | None:
    """Return the proof that an answer claims one of the parts in nearly its own words, or None."""
    return next((made for part in parts if (made := _claimed(part, reading))), None)


def _claimed(ready: ReadySays, reading: Reading) -> Made | None:
    text = reading.text
    wanted = set(ready.stems)
    places = [i for i, token in enumerate(text.tokens) if _said(token) in wanted]
    if len({_said(text.tokens[i]) for i in places}) < _needed(ready):
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
    own = list(dict.fromkeys(_content(text, span)))
    met = [word for word in ready.stems if word in own]
    if len(met) < _needed(ready) or not _fits(ready, own, met):
        return False
    if not all(reading.counts(i, UNHELD) for i in range(span.first, span.last)):
        return False
    return _turns(text, _governing(text, span)) == ready.turns and (_modal(text, span) or not ready.modal)


def _governing(text: Text, span: Span) -> Span:
    """Return a clause with what may turn it: its sentence, without what only follows from it ("…, so no lock")."""
    sentence = text.sentences[text.sentence_of[span.first]]
    if span.last < sentence.last and text.tokens[span.last].word in FOLLOWS:
        return Span(sentence.first, span.last)
    return sentence


def _fits(ready: ReadySays, own: Sequence[str], met: Sequence[str]) -> bool:
    """Return whether a clause's words are the claim's, in its order, and the others may stand around them."""
    places = [own.index(word) for word in met]
    if places != sorted(places):
        return False
    more = [word for word in own if word not in ready.stems and word not in LITTLE]
    if any(not OPPOSITE.get(word, frozenset()).isdisjoint(more) for word in ready.stems):
        return False
    before = [word for word in own[: places[0]] if word in more]
    between = [word for word in own[places[0] : places[-1]] if word in more]
    return not before and len(between) <= BETWEEN and len(more) <= AROUND and ready.others.isdisjoint(between)


def _modal(text: Text, span: Span) -> bool:
    return any(text.tokens[i].word in MODALS for i in range(span.first, span.last))


def _turns(text: Text, span: Span) -> Counter[str]:
    """Return how often a run of tokens denies, limits or contrasts."""
    return Counter(turn for i in range(span.first, span.last) if (turn := TURNS.get(text.tokens[i].word)))


def _content(text: Text, span: Span) -> list[str]:
    """Return the words that say something, each as the one that stands for all alike, in their order."""
    return [said for i in range(span.first, span.last) if (said := _said(text.tokens[i]))]


def _said(token: Token) -> str:
    """Return the word that stands for a token and all alike; "" for one that says nothing of its own."""
    if token.word in TURNS or token.word in MODALS:
        return ""
    stem = ALIKE.get(token.stem, token.stem)
    if token.stem not in ALIKE and token.word in FUNCTION_WORDS:
        return ""
    return stem if token.word[0].isalnum() else ""
