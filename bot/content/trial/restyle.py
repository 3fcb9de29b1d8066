"""Rewrites an answer in other styles, which must not move its mark.

Made by rule, so that they can be made for every sample and are the same every time. None of them adds or
takes away a statement.
"""

import re
from collections.abc import Callable, Mapping
from itertools import count

SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=\d)[^.!?\n]*)*[.!?]*")
ARTICLE = re.compile(r"\b(?:the|an?) (?=\w)", re.IGNORECASE)
LONG_WORD = re.compile(r"\b[a-z]{8,}\b")
EVERY = 5
"""Of long words, each fifth is mistyped."""


def plain(answer: str) -> str:
    """Return the answer in lower case and without its last full stop, as typed in haste."""
    return answer.lower().rstrip(". ")


def bullets(answer: str) -> str:
    """Return the answer with each sentence on a line of its own, as a list."""
    return "\n".join(f"- {sentence.strip()}" for sentence in SENTENCE.findall(answer) if sentence.strip())


def without_articles(answer: str) -> str:
    """Return the answer without "the" and "a", as many write whose first language has none."""
    return ARTICLE.sub("", answer)


def polite(answer: str) -> str:
    """Return the answer between a greeting and thanks."""
    return f"Hi, and thanks for the interesting question!\n\n{answer}\n\nI hope this helps. Happy to talk it through."


def hedged(answer: str) -> str:
    """Return the answer with "I think" before its first sentence and "I believe" before its second."""
    hedges = iter(("I think that ", "I believe "))

    def soften(match: re.Match[str]) -> str:
        hedge, sentence = next(hedges, ""), match.group()
        if not hedge or not sentence.strip():
            return sentence
        lead = sentence[: len(sentence) - len(sentence.lstrip())]
        return f"{lead}{hedge}{sentence.lstrip()}"

    return SENTENCE.sub(soften, answer)


def mistyped(answer: str) -> str:
    """Return the answer with two letters swapped in the middle of some long words."""
    numbers = count()

    def swap(match: re.Match[str]) -> str:
        word, middle = match.group(), len(match.group()) // 2
        if next(numbers) % EVERY:
            return word
        return word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]

    return LONG_WORD.sub(swap, answer)


STYLES: Mapping[str, Callable[[str], str]] = {
    "in haste": plain,
    "as bullets": bullets,
    "without articles": without_articles,
    "politely": polite,
    "hedged": hedged,
    "mistyped": mistyped,
}
