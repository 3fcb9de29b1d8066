"""What the rules could not read of an answer, in words that a screener understands.

A rule that finds nothing may have understood and found nothing, or not have understood. Where it is the second, a
person is asked, and the mark has no weight.
"""

from collections.abc import Sequence

from bot.core.grading.keywords.points import Reading
from bot.core.grading.language.clauses import SIGNS
from bot.core.grading.language.foreign import foreign_language
from bot.core.grading.language.frames import Frame
from bot.core.grading.language.tokens import LONG_SENTENCE, Text
from bot.core.grading.language.word_lists import COMMON_WORDS, FUNCTION_WORDS

SCRIPT = "the answer is in a script that the rules cannot read"
LANGUAGE = "the answer seems to be in {}, which the rules cannot read"
MIXED = "the answer is partly in {}, which the rules cannot read"
UNUSUAL = (
    "the rules found little in an answer that says much in everyday words: it may be right in words they do not know"
)
UNMARKED = "the answer has hardly any punctuation, so the rules cannot tell its statements apart"
ASKED = "much of the answer is put as questions, which the rules do not count"
FRAMED = "much of the answer is about what others believe or what would be wrong, which the rules do not count"
LOOKED_UP = "much of the answer is about what would have to be found out, which the rules do not count"

FRAMED_SHARE = 0.4
FEWEST_WORDS = 12
"""A shorter answer says too little for a share of its words to tell anything."""


def unread_language(text: Text) -> str | None:
    """Return why an answer cannot be read at all, when it is not in English; else None."""
    found = foreign_language([t.word for t in text.tokens if t.word[0].isalpha()])
    if found is None:
        return None
    return (MIXED if found[1] else LANGUAGE).format(found[0])


def blindness(reading: Reading, score: float, known: frozenset[str]) -> tuple[str, ...]:
    """Return why the rules' mark should not be leaned on; () when they could read the answer.

    score: what the rules give it, in [0, 1]. known: stems of the question, the model answer and the rubric's facts.
    """
    text = reading.text
    if len(text.tokens) < FEWEST_WORDS:
        return ()
    reasons = []
    framed = [sum(bool(f & kind) for f in reading.frames) for kind in (Frame.ASKED, Frame.MISTAKEN, Frame.LOOKED_UP)]
    for count, reason in zip(framed, (ASKED, FRAMED, LOOKED_UP), strict=True):
        if count >= FRAMED_SHARE * len(text.tokens):
            reasons.append(reason)
    if LOOKED_UP not in reasons and looking(reading):
        reasons.append(LOOKED_UP)
    if unmarked(text) or crammed(reading):
        reasons.append(UNMARKED)
    if score < MOST_FOUND and everyday(reading, known):
        reasons.append(UNUSUAL)
    return tuple(reasons)


def unmarked(text: Text) -> bool:
    """Return whether most of the text is one run of words without marks that part its statements."""
    long = 0
    for sentence in text.sentences:
        length = sentence.last - sentence.first
        if length > LONG_SENTENCE and _marks(text.passage(sentence)) * SPARSE < length:
            long += length
    return long > len(text.tokens) / 2


def looking(reading: Reading) -> bool:
    """Return whether most sentences begin with what would have to be found out: their ends say little of their own."""
    if not reading.frames:
        return False
    begun = 0
    for sentence in reading.text.sentences:
        beginning = range(sentence.first, min(sentence.first + LEAD, sentence.last))
        begun += any(reading.frames[i] & Frame.LOOKED_UP for i in beginning)
    return begun >= MOST_SENTENCES * len(reading.text.sentences)


LEAD, MOST_SENTENCES = 9, 0.6
"""Tokens of "I would have to find out whether" and one more; the share of sentences that so begin."""


def crammed(reading: Reading) -> bool:
    """Return whether what looks like a long list of terms holds so many figures and signs that it may say something."""
    for number in reading.stance.listed:
        sentence = reading.text.sentences[number]
        tokens = reading.text.tokens[sentence.first : sentence.last]
        said = sum(token.word in SIGNS or bool(token.values) for token in tokens)
        if len(tokens) > LONG_SENTENCE and said >= SAYING * len(tokens):
            return True
    return False


SAYING = 0.05
SPARSE = 16
"""So many tokens for each comma, colon or the like are hardly punctuated."""


def _marks(words: str) -> int:
    return sum(words.count(mark) for mark in ",;:()") + words.count(" - ") + words.count("->")


def everyday(reading: Reading, known: frozenset[str]) -> bool:
    """Return whether an answer says much, in short words that are not those of the subject.

    Who knows a thing and lacks its jargon writes so; who drops names takes long words, and who is wrong, or knows
    half, says it in the words of the subject, which the rules do know.
    """
    own = content(reading.text)
    if len(own) < FEWEST_WORDS:
        return False
    strange = sum(stem not in known for stem in own) / len(own)
    words = [token.word for token in reading.text.tokens if token.word.isalpha()]
    length = sum(map(len, words)) / len(words)
    return STRANGE * strange + SAID * min(len(own), ENOUGH_SAID) > LENGTH * length - EVERYDAY


STRANGE, SAID, LENGTH, EVERYDAY = 3.7, 0.2, 2.5, 4.4
"""A logistic regression's weights, fitted on marked answers to tell those that the rules put too low by .25 or more:
the share of words unknown to the rubric, each different word that carries meaning, the mean letters of a word."""
ENOUGH_SAID = 25
"""More different words than this say no more about whether there is something to read."""
MOST_FOUND = 0.8
"""An answer that the rules give so much was read well enough."""


def content(text: Text) -> Sequence[str]:
    """Return the stems of the words that carry meaning, each once."""
    return tuple(
        dict.fromkeys(
            t.stem
            for t in text.tokens
            if t.word.isalpha() and t.word not in FUNCTION_WORDS and t.word not in COMMON_WORDS
        )
    )
