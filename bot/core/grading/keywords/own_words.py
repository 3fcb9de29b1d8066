"""Facts that no way was written for: an answer states one as far as it asserts the words of which the fact is made."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.core.grading.keywords.phrases import Hit, PhraseBook
from bot.core.grading.keywords.points import Reading
from bot.core.grading.language.frames import Frame
from bot.core.grading.language.stems import stem
from bot.core.grading.language.tokens import Span, Text, Token, read
from bot.core.grading.language.word_lists import FALLING, FUNCTION_WORDS, RISING

ALL_UP_TO, LESS_PER_WORD, LEAST = 5, 0.1, 0.4
"""Of a fact of five words all are needed, with each further word a tenth of the fact less, but two fifths at least:
nobody repeats a long sentence word for word."""
GIVEN_AWAY = 0.4
"""What a word counts, beside others, that the question had said."""
TURNED_ROUND = 0.5
"""What a word takes from the others that the answer only denies where the fact asserts it, or the other way round."""
MOST_SPANS = 8


@dataclass(frozen=True)
class OwnWord:
    """One word of a fact: the numbers of its spellings in the phrase book, its stem, and whether the fact denies it."""

    phrases: frozenset[int]
    stem: str
    denied: bool


@dataclass(frozen=True)
class OwnWords:
    """The words that a fact is made of, each once."""

    words: tuple[OwnWord, ...]

    @classmethod
    def of(cls, says: str, book: PhraseBook) -> "OwnWords":
        """Return a fact's words by a book that holds all that `spellings` yields of it."""
        text = read(says)
        denied = _denied(text)
        words = {
            token.stem: OwnWord(
                frozenset(book.numbers[spelling] for spelling in _spellings(token.word)), token.stem, denied[i]
            )
            for i, token in enumerate(text.tokens)
            if _carries_meaning(token)
        }
        return cls(tuple(words.values()))

    @property
    def enough(self) -> float:
        """Return the share of the words, in (0, 1], that states the whole fact."""
        return max(LEAST, min(1.0, 1.0 - LESS_PER_WORD * (len(self.words) - ALL_UP_TO)))


@dataclass(frozen=True)
class StatedShare:
    """How much of a fact is stated, in (0, 1], the tokens that show it, and whether the question had said all of it."""

    share: float
    spans: tuple[Span, ...]
    echo: bool


def spellings(says: str) -> Iterator[str]:
    """Yield every phrase that a fact's words may be written as."""
    for token in read(says).tokens:
        if _carries_meaning(token):
            yield from _spellings(token.word)


def stated(fact: OwnWords, reading: Reading, bars: Frame) -> StatedShare | None:
    """Return how much of a fact the answer states outside the frames that bar it; None where it is nothing."""
    said = whole = 0.0
    spans: list[Span] = []
    echo = True
    for word in fact.words:
        given = word.stem in reading.echoed
        weight = GIVEN_AWAY if given else 1.0
        whole += weight
        hits = reading.found(word.phrases, bars)
        worth, hit = _asserted(hits, reading, denied=word.denied)
        if hit is not None:
            said += weight * worth
            spans.append(Span(hit.first, hit.last))
            echo = echo and given
        elif hits and not worth:
            said -= weight * TURNED_ROUND
    if said <= 0:
        return None
    return StatedShare(min(1.0, said / whole / fact.enough), tuple(spans[:MOST_SPANS]), echo)


def _asserted(hits: Iterable[Hit], reading: Reading, *, denied: bool) -> tuple[float, Hit | None]:
    """Return what the best hit counts that says a word as the fact does, and that hit."""
    best: tuple[float, Hit | None] = (0.0, None)
    for hit in hits:
        if (reading.denials_over[hit.first] % 2 == 1) is denied:
            worth = reading.worth[reading.text.sentence_of[hit.first]]
            if worth == 1.0:
                return worth, hit
            best = max(best, (worth, hit), key=lambda pair: pair[0])
    return best


def _denied(text: Text) -> Sequence[bool]:
    over = [0] * len(text.tokens)
    for negator, end in text.denials:
        for i in range(negator + 1, end):
            over[i] += 1
    return [count % 2 == 1 for count in over]


def _carries_meaning(token: Token) -> bool:
    word = token.word
    return word not in FUNCTION_WORDS and (word[0].isdigit() or (word.isalpha() and len(word) > 1))


def _spellings(word: str) -> Sequence[str]:
    """Return a word and, if it says that something falls or rises, the other words for it."""
    alike = next((words for words in (FALLING, RISING) if stem(word) in {stem(w) for w in words}), frozenset[str]())
    return (word, *sorted(alike - {word}))
