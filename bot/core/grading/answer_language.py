"""Which language an answer is in, as far as that shows, and whether a role takes it. Pure."""

import re
from collections.abc import Collection

from bot.core.bank.role import AnswerLanguage as L
from bot.core.grading.language.foreign import foreign_language, other_script
from bot.core.grading.language.word_lists import FUNCTION_WORDS

WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
FEWEST_WORDS = 6
"""Fewer words are often a name, a command or a figure, in any language."""
ENGLISH_SHARE = 0.2
"""The share of English function words from which an answer is surely English; prose has a third or more."""
BY_NAME = {name.capitalize(): frozenset({L[name]}) for name in L.__members__}
SCANDINAVIAN = {"Scandinavian": frozenset({L.DANISH, L.NORWEGIAN, L.SWEDISH})}
OTHER_SCRIPTS = frozenset(
    {L.ARABIC, L.BULGARIAN, L.CHINESE, L.GREEK, L.HEBREW, L.HINDI, L.JAPANESE, L.KOREAN, L.PERSIAN, L.RUSSIAN, L.THAI}
    | {L.UKRAINIAN}
)
"""Languages that are written in no Latin letters: which of them it is, is not looked into."""


def is_other_language(answer: str, taken: Collection[L]) -> bool:
    """Return whether an answer as a whole is in a language that is not taken; not if it is mixed or unclear."""
    could_be = languages_of(answer)
    return bool(could_be) and not could_be & frozenset(taken)


def languages_of(answer: str) -> frozenset[L]:
    """Return the languages of which an answer is in one; none if it is short, partly in another, or unclear."""
    if other_script(answer):
        return OTHER_SCRIPTS
    words = [word.lower().replace("\u2019", "'") for word in WORD.findall(answer)]
    if len(words) < FEWEST_WORDS:
        return frozenset()
    found = foreign_language(words)
    if found is not None:
        name, partly = found
        return frozenset() if partly else {**BY_NAME, **SCANDINAVIAN}[name]
    english = sum(word in FUNCTION_WORDS for word in words)
    return frozenset({L.ENGLISH}) if english >= ENGLISH_SHARE * len(words) else frozenset()
