"""Puts slips of the fingers right before anything is read: "manaully", "manuually" to "manually", if rules know it.

Phrases forgive small errors by themselves; patterns, beginnings of words ("corrupt*") and the verbs that make a clause
do not. Only letters that changed places or came twice are put right: with one letter more, or another, too many right
words are one step from each other ("prompts", "promotes").
"""

import re
from collections.abc import Iterable, Iterator

from bot.core.grading.language.stems import stem
from bot.core.grading.language.word_lists import (
    COMMON_WORDS,
    COMPARATIVES,
    CONTRAST,
    FUNCTION_WORDS,
    NEGATORS,
    RELATIONS,
    VERBS,
)

SHORTEST = 5
LETTERS = re.compile(r"[a-z]{4,}")
ESCAPE = re.compile(r"\\[a-zA-Z]")
ENDING = re.compile(
    r"(?:e|s|es|d|ed|ing|ings|er|ers|or|ors|ion|ions|ation|ations|ly|al|ally|able|ible|ity|ities|ment|ments|ence|ance"
    r"|ency|ancy|ent|ant|ive|ism|y|ies|ied|ness|ful|less|ic|ise|ize|ised|ized)?"
)
"""What may follow the beginning of a word that is put right."""


def _long(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word for word in words if len(word) >= SHORTEST and word.isalpha())


def _beginnings(words: Iterable[str]) -> frozenset[str]:
    """Return what words have in common with their other forms, where that is how they begin."""
    return _long(begun for word in words if word.startswith(begun := stem(word)))


EVERYDAY = _long(FUNCTION_WORDS | COMMON_WORDS | COMPARATIVES | CONTRAST | NEGATORS | RELATIONS | VERBS)
VERBS_BEGIN = _beginnings(VERBS)
MOST_SEEN = 4096
"""Words of which a rubric remembers what they are; then it begins anew."""


class Spelling:
    """The words that one rubric knows, and everyday ones: a word that is none of them may be one with a slip."""

    def __init__(self, words: Iterable[str], patterns: Iterable[str]) -> None:
        own = set(words)
        literal = (match.group() for p in patterns for match in LETTERS.finditer(ESCAPE.sub(" ", p.lower())))
        self._whole = EVERYDAY | _long(own)
        self._begin = VERBS_BEGIN | _beginnings(own) | _long(literal)
        self._lengths = sorted({len(beginning) for beginning in self._begin}, reverse=True)
        self._seen: dict[str, str] = {}

    def right(self, word: str) -> str:
        """Return a word in lower case as it was meant to be; itself, if it is known or nothing known is near."""
        if word not in self._seen:
            if len(self._seen) >= MOST_SEEN:
                self._seen.clear()
            self._seen[word] = word if self._known(word) else next(filter(self._meant, _slips(word)), word)
        return self._seen[word]

    def _known(self, word: str) -> bool:
        return word in self._whole or any(word[:n] in self._begin for n in self._lengths if n <= len(word))

    def _meant(self, word: str) -> bool:
        return word in self._whole or any(
            word[:n] in self._begin and ENDING.fullmatch(word, n) for n in self._lengths if n <= len(word)
        )


def _slips(word: str) -> Iterator[str]:
    """Yield the word with two neighbouring letters behind the first swapped, for each two, and each pair as one."""
    for i in range(1, len(word) - 1):
        if word[i] != word[i + 1]:
            yield f"{word[:i]}{word[i + 1]}{word[i]}{word[i + 2 :]}"
    for i in range(len(word) - 1):
        if word[i] == word[i + 1]:
            yield word[:i] + word[i + 1 :]
