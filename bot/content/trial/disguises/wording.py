"""Other words for the same: hedges, politeness, spelling, typing errors, signs, and sentences in another order."""

import re
from itertools import count

from bot.content.trial.disguises.layout import sentences

SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=\w)[^.!?\n]*)*[.!?]*")
ARTICLE = re.compile(r"\b(?:the|an?) (?=\w)", re.IGNORECASE)
COPULA = re.compile(r"(?<=[a-z]) (?:is|are|was|were) (?!not\b|n't)(?=[a-z])")
LONG_WORD = re.compile(r"\b[a-z]{8,}\b")
WORD = re.compile(r"\b[a-z]{6,}\b")
EVERY = 5
"""Of long words, each fifth is mistyped."""
SPARSE = 3
"""Of words of six letters and more, each third is mistyped: about one in ten of all."""
LOOK_ALIKES = str.maketrans("aeopcx", "\u0430\u0435\u043e\u0440\u0441\u0445")
CURLED = (('"', "\u201d"), ("'", "\u2019"))
UNCONTRACTED = (
    ("can't", "cannot"), ("won't", "will not"), ("n't", " not"), ("'re", " are"), ("'ve", " have"), ("'ll", " will"),
    ("I'd", "I would"), ("it's", "it is"), ("It's", "It is"), ("that's", "that is"), ("That's", "That is"),
)  # fmt: skip
SIGNS = (
    (" and ", " & "), (" at least ", " ≥ "), (" at most ", " ≤ "), (" about ", " ~"), ("->", "→"), ("<->", "↔"),
    (" is not ", " ≠ "), (" are not ", " ≠ "), (" leads to ", " → "), (">=", "≥"), ("<=", "≤"),
)  # fmt: skip
AMERICAN = (("isation", "ization"), ("ising", "izing"), ("ised", "ized"), ("our ", "or "), ("centre", "center"))
NOT_BRITISH = frozenset(
    {"our", "your", "four", "hour", "pour", "raised", "advised", "revised", "promised", "comprised"}
)


def plain(answer: str) -> str:
    """Return the answer in lower case and without its last full stop, as typed in haste."""
    return answer.lower().rstrip(". ")


def shouted(answer: str) -> str:
    """Return the answer in capitals."""
    return answer.upper()


def without_articles(answer: str) -> str:
    """Return the answer without "the" and "a", as many write whose first language has none."""
    return ARTICLE.sub("", answer)


def telegram(answer: str) -> str:
    """Return the answer without articles, and without "is" and "are" where no "not" follows."""
    return COPULA.sub(" ", ARTICLE.sub("", answer))


def polite(answer: str) -> str:
    """Return the answer between a greeting and thanks."""
    return f"Hi, and thanks for the interesting question!\n\n{answer}\n\nI hope this helps. Happy to talk it through."


def hedged(answer: str) -> str:
    """Return the answer with "I think" before its first sentence and "I believe" before its second."""
    return _led(answer, ("I think that ", "I believe "))


def doubtful(answer: str) -> str:
    """Return the answer with a hedge before each of its first four sentences."""
    return _led(answer, ("Probably ", "As far as I know ", "If I remember rightly, ", "I would say that "))


def polished(answer: str) -> str:
    """Return the answer as a machine would set it out: an opening, bullets with a lead each, and a summing-up."""
    leads = ("First of all, ", "In addition, ", "Furthermore, ", "It is also worth noting that ")
    lines = [f"- {leads[n % len(leads)]}{sentence}" for n, sentence in enumerate(sentences(answer))]
    return "\n".join(
        ["Great question. Let us look at this step by step:", "", *lines, "", "I hope that makes it clear."]
    )


def _led(answer: str, leads: tuple[str, ...]) -> str:
    left = iter(leads)

    def lead(match: re.Match[str]) -> str:
        hedge, sentence = next(left, ""), match.group()
        if not hedge or not sentence.strip():
            return sentence
        space = sentence[: len(sentence) - len(sentence.lstrip())]
        return f"{space}{hedge}{sentence.lstrip()}"

    return SENTENCE.sub(lead, answer)


def mistyped(answer: str) -> str:
    """Return the answer with two letters swapped in the middle of some long words."""
    return _swapped(answer, LONG_WORD, EVERY)


def mistyped_often(answer: str) -> str:
    """Return the answer with a typing error in about one word of ten."""
    return _swapped(answer, WORD, SPARSE)


def _swapped(answer: str, words: re.Pattern[str], every: int) -> str:
    numbers = count()

    def swap(match: re.Match[str]) -> str:
        word, middle = match.group(), len(match.group()) // 2
        if next(numbers) % every:
            return word
        return word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]

    return words.sub(swap, answer)


def look_alikes(answer: str) -> str:
    """Return the answer with Cyrillic letters in each fifth long word."""
    numbers = count()
    return LONG_WORD.sub(lambda m: m.group() if next(numbers) % EVERY else m.group().translate(LOOK_ALIKES), answer)


def curled_quotes(answer: str) -> str:
    """Return the answer with typographic quotes and apostrophes."""
    return _replaced(answer, CURLED)


def uncontracted(answer: str) -> str:
    """Return the answer with "is not" for "isn't", and the like."""
    return _replaced(answer, UNCONTRACTED)


def with_signs(answer: str) -> str:
    """Return the answer with signs for words: & ≥ ≠ → ~."""
    return _replaced(answer, SIGNS)


def american(answer: str) -> str:
    """Return the answer in American spelling."""
    return re.sub(
        r"\b\w+ ?", lambda m: m.group() if m.group().strip() in NOT_BRITISH else _replaced(m.group(), AMERICAN), answer
    )


def _replaced(answer: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for one, other in pairs:
        answer = answer.replace(one, other)
    return answer


def other_order(answer: str) -> str:
    """Return the answer with its second half first, where none of its sentences points back to another."""
    said = sentences(answer)
    if len(said) < 2 or any(POINTS_BACK.match(sentence) for sentence in said):
        return answer
    half = len(said) // 2
    return " ".join([*said[half:], *said[:half]])


POINTS_BACK = re.compile(
    r"(?:(?:so|then|but|and|that|this|these|those|it|they|he|she|the other|the rest|afterwards|instead|otherwise|hence"
    r"|therefore|however|second|third|finally|next|first|both|neither|same|also|there|here|without it|not)\b)",
    re.IGNORECASE,
)
