"""Where an answer's lines end and what stands around its words: chat, lists, tables, marks of emphasis and spaces.

Made by rule, so that they can be made for every sample and are the same every time. None of them adds or takes away
a statement.
"""

import re
import textwrap
from collections.abc import Callable
from itertools import count

SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=\w)[^.!?\n]*)*[.!?]*")
CLAUSE = re.compile(r"(?<=[,;:])\s+|(?<=[.!?])\s+|\s+(?=(?:but|because|while|so|which)\b)")
MARKS = re.compile(r"(?<!\d)[.,;:!?]+|[.,;:!?]+(?!\d)")
STOPS = re.compile(r"[.!?;](?=\s)")
LONG = re.compile(r"\b[a-z]{8,}\b")
FIFTH = 5
"""Each fifth word of those that a disguise may touch."""


def sentences(answer: str) -> list[str]:
    """Return the sentences of an answer, stripped; a point between two signs of a word or number ends none."""
    return [sentence.strip() for sentence in SENTENCE.findall(answer) if sentence.strip()]


def wrapped_narrow(answer: str) -> str:
    """Return the answer with lines of forty characters, as a terminal cuts them."""
    return _wrapped(answer, 40)


def wrapped(answer: str) -> str:
    """Return the answer with lines of sixty characters."""
    return _wrapped(answer, 60)


def wrapped_mail(answer: str) -> str:
    """Return the answer with lines of 72 characters, as mail has them."""
    return _wrapped(answer, 72)


def _wrapped(answer: str, width: int) -> str:
    lines = answer.splitlines()
    return "\n".join(textwrap.fill(line, width, break_on_hyphens=False, break_long_words=False) for line in lines)


def clause_a_line(answer: str) -> str:
    """Return the answer with each clause on a line of its own, the marks at their ends kept."""
    return "\n".join(part for part in CLAUSE.split(answer) if part)


def chat(answer: str) -> str:
    """Return the answer as people chat: a clause a line, in lower case, without a mark at a line's end."""
    return "\n".join(part.lower().rstrip(".,;:!? ") for part in CLAUSE.split(answer) if part)


def sentence_a_message(answer: str) -> str:
    """Return the answer as messages of one sentence each, without their full stops."""
    return "\n".join(sentence.rstrip(". ") for sentence in sentences(answer))


def bullets(answer: str) -> str:
    """Return the answer with each sentence on a line of its own, as a list."""
    return "\n".join(f"- {sentence}" for sentence in sentences(answer))


def numbered(answer: str) -> str:
    """Return the answer as a numbered list of its sentences."""
    return "\n".join(f"{n}. {sentence}" for n, sentence in enumerate(sentences(answer), 1))


def table(answer: str) -> str:
    """Return the answer as a table of two columns: a number, and a sentence a row."""
    rows = [f"| {n} | {sentence} |" for n, sentence in enumerate(sentences(answer), 1)]
    return "\n".join(["| # | answer |", "| --- | --- |", *rows])


def code_block(answer: str) -> str:
    """Return the answer within a code block."""
    return f"```\n{answer}\n```"


def quoted(answer: str) -> str:
    """Return the answer with a sign of quotation before each line, wrapped as mail programs do."""
    return "\n".join(f"> {line}" for line in wrapped_mail(answer).splitlines())


def bold(answer: str) -> str:
    """Return the answer with each fifth long word in bold."""
    return _each_fifth(answer, lambda word: f"**{word}**")


def backticks(answer: str) -> str:
    """Return the answer with each fifth long word as code."""
    return _each_fifth(answer, lambda word: f"`{word}`")


def broken_words(answer: str) -> str:
    """Return the answer with each fifth long word broken over two lines by a hyphen."""
    return _each_fifth(answer, lambda word: f"{word[: len(word) // 2]}-\n{word[len(word) // 2 :]}")


def _each_fifth(answer: str, change: Callable[[str], str]) -> str:
    numbers = count()
    return LONG.sub(lambda m: m.group() if next(numbers) % FIFTH else change(m.group()), answer)


def two_spaces(answer: str) -> str:
    """Return the answer with two spaces for each."""
    return answer.replace(" ", "  ")


def no_break_spaces(answer: str) -> str:
    """Return the answer with spaces that do not break."""
    return answer.replace(" ", "\u00a0")


def thin_spaces(answer: str) -> str:
    """Return the answer with thin spaces behind its numbers."""
    return re.sub(r"(?<=\d) ", "\u2009", answer)


def unpunctuated(answer: str) -> str:
    """Return the answer without a single full stop, comma or colon, but those within numbers."""
    return MARKS.sub("", answer)


def commas_for_stops(answer: str) -> str:
    """Return the answer with commas where its sentences ended."""
    return STOPS.sub(",", answer)
