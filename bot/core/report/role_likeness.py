"""Role likeness: which job the answers sound like, by words that give each away.

Evidence for a person to weigh, never a mark. Words that the questions had said do not count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.core.bank.role import Boundary
from bot.core.grading.grade import Evidence
from bot.core.grading.keywords.phrases import PhraseBook
from bot.core.grading.language.clauses import stance
from bot.core.grading.language.tokens import Text, read

FEWEST_WORDS = 3
"""With fewer different words than this in all, nothing can be said."""


@dataclass(frozen=True)
class Likeness:
    """How much the answers sound like one role.

    share: of all telling words found, in [0, 1]; words: those found, each once.
    quote: the candidate's words around the first of them.
    """

    role: str
    label: str
    share: float
    words: tuple[str, ...]
    quote: str


def likenesses(answers: Sequence[tuple[str, str]], boundaries: Mapping[str, Boundary]) -> tuple[Likeness, ...]:
    """Return a likeness for each role that any word points to, the likeliest first; () when too few do.

    answers: pairs of the question's stem and the response, shape (n, 2).
    """
    found: dict[str, dict[str, str]] = {role: {} for role in boundaries}
    books = {role: _book(tuple(boundary.words)) for role, boundary in boundaries.items()}
    for question, response in answers:
        asked, said = read(question), read(response)
        counts = stance(said, frozenset()).counts
        for role, book in books.items():
            for word, quote in _telling(book, asked, said, counts, response).items():
                found[role].setdefault(word, quote)
    total = sum(len(words) for words in found.values())
    if total < FEWEST_WORDS:
        return ()
    likely = [
        Likeness(role, boundaries[role].label, len(words) / total, tuple(words), next(iter(words.values())))
        for role, words in found.items()
        if words
    ]
    return tuple(sorted(likely, key=lambda likeness: (-likeness.share, likeness.role)))


@lru_cache(maxsize=64)
def _book(words: tuple[str, ...]) -> PhraseBook:
    return PhraseBook(words)


def _telling(book: PhraseBook, question: Text, text: Text, counts: Sequence[bool], response: str) -> dict[str, str]:
    """Return the book's words in the response that are not in the question, each with its clause."""
    asked, said = book.find(question), book.find(text)
    telling = {}
    for word, number in book.numbers.items():
        hits = [h for h in said.get(number, ()) if counts[text.clause_of[h.first]]]
        if hits and number not in asked:
            clause = text.clauses[text.clause_of[hits[0].first]]
            start, end = text.tokens[clause.first].start, text.tokens[clause.last - 1].end
            telling[word] = Evidence.cut(response, start, end).quote
    return telling
