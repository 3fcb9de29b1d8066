"""Stemming: Snowball, British spellings, irregular forms, small typing errors."""

import re
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer
from rapidfuzz.distance import OSA

from bot.core.grading.language.numbers import ALONE
from bot.core.grading.language.word_lists import COMMON_WORDS, FUNCTION_WORDS, NOUN_LIKE, VERBS

_snowball = snowballstemmer.stemmer("english")
BRITISH = ((re.compile(r"is(ation|ations|e|ed|er|ers|es|ing)$"), r"iz\1"), (re.compile(r"our(s|al|ed)?$"), r"or\1"))
IRREGULAR = {
    "sent": "send", "built": "build", "kept": "keep", "held": "hold", "found": "find", "ran": "run", "took": "take",
    "taken": "take", "chosen": "choose", "chose": "choose", "went": "go", "gone": "go", "got": "get", "gave": "give",
    "given": "give", "broken": "break", "broke": "break", "fell": "fall", "lost": "lose", "grew": "grow",
    "written": "write", "wrote": "write", "spent": "spend", "brought": "bring", "bought": "buy", "hung": "hang",
    "slept": "sleep", "fed": "feed", "led": "lead", "indices": "index", "matrices": "matrix", "caches": "cache",
    "caching": "cache", "cached": "cache", "centre": "center", "fibre": "fiber", "fastest": "fast", "faster": "fast",
    "slower": "slow", "slowest": "slow", "bigger": "big", "biggest": "big", "larger": "large", "largest": "large",
    "smaller": "small", "smallest": "small", "cheaper": "cheap", "longer": "long", "shorter": "short",
    "higher": "high", "highest": "high", "lower": "low", "lowest": "low", "busier": "busy", "tighter": "tight",
}  # fmt: skip


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem of one lower-case word: "quantisation" and "quantized" give the same."""
    if word in ALONE:
        return ALONE[word]
    word = IRREGULAR.get(word, word)
    if len(word) < 4:
        return word
    if len(word) <= 5 and word.endswith("s") and not word.endswith("ss"):
        word = word[:-1]  # "gpus", "llms": Snowball wants a vowel further left
    for ending, instead in BRITISH:
        if len(word) > 5:
            word = ending.sub(instead, word)
    return str(_snowball.stemWord(word.removesuffix("'s")))


@lru_cache(maxsize=65536)
def is_verb(word: str) -> bool:
    """Return whether the word can make a clause: a verb of this trade, an auxiliary, or -ed and -ing."""
    if word in FUNCTION_WORDS:
        return word in AUXILIARIES
    return stem(word) in _VERB_STEMS or (len(word) > 5 and word.endswith(("ed", "ing", "izes", "ises")))


@lru_cache(maxsize=65536)
def is_plain_verb(word: str) -> bool:
    """Return whether the word is a verb that is seldom a noun."""
    return is_verb(word) and stem(word) not in _NOUN_LIKE_STEMS and not word.endswith("ing")


AUXILIARIES = frozenset(
    "is are was were be been do does did have has had can could will would should must may might isn't aren't "
    "don't doesn't can't won't it's that's they're you're we're gets get let".split()
)
_VERB_STEMS = frozenset(stem(verb) for verb in VERBS)
_NOUN_LIKE_STEMS = frozenset(stem(verb) for verb in NOUN_LIKE)


def corrections(words: Iterable[str], vocabulary: dict[str, list[str]]) -> dict[str, str]:
    """Return, for each misspelt word, the one it was meant to be.

    words: lower-case words that are not in the vocabulary.
    vocabulary: the rubric's words of five letters and more, by first letter.

    One edit (a swap counts as one) is forgiven from five letters, two from eight, if the first letter
    is right. Everyday words and verbs of this trade are never corrected: "scale" is not "stale".
    """
    found = {}
    for word in words:
        if len(word) < 5 or word in COMMON_WORDS or word in FUNCTION_WORDS or stem(word) in _VERB_STEMS:
            continue
        allowed = 2 if len(word) >= 8 else 1
        near = [(OSA.distance(word, known, score_cutoff=allowed), known) for known in vocabulary.get(word[0], ())]
        best = min(near, default=(allowed + 1, ""))
        if best[0] <= allowed:
            found[word] = best[1]
    return found
