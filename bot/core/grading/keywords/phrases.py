"""Phrase search: finds all of a rubric's phrases in one pass over an answer's stems.

A phrase of several words matches in order with up to two tokens between; what the rubric writes
without a space ("all-reduce", "zero-3", "GB/s") must stand together, and "allreduce" is the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.grading.language.stems import corrections, stem
from bot.core.grading.language.tokens import TOKEN, Text, Token

GAP = 2
"""Tokens that may stand between two words of a phrase."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a phrase stands: token positions of its words, in order."""

    places: tuple[int, ...]

    @property
    def first(self) -> int:
        """Return the position of the first word."""
        return self.places[0]

    @property
    def last(self) -> int:
        """Return the position after the last word."""
        return self.places[-1] + 1


@dataclass(frozen=True, slots=True)
class _Form:
    """One spelling of a phrase: stems, and for each whether it must touch the one before.

    `open`: the last is no stem but the beginning of any word ("pre-alloc*").
    """

    phrase: int
    stems: tuple[str, ...]
    glued: tuple[bool, ...]
    open: bool = False

    def fits(self, token: Token, meant: dict[str, str], place: int) -> bool:
        """Return whether a token can stand at a place of the form."""
        wanted = self.stems[place]
        if self.open and place == len(self.stems) - 1:
            return token.word.startswith(wanted)
        return token.stem == wanted or meant.get(token.word) == wanted


class PhraseBook:
    """All phrases of one rubric, by number, ready to be found together."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self.numbers: dict[str, int] = {}
        self._forms: dict[str, list[_Form]] = defaultdict(list)
        self._prefixes: dict[str, list[int]] = defaultdict(list)
        self._joined: dict[str, str] = {}
        self.words: set[str] = set()
        for phrase in phrases:
            if phrase not in self.numbers:
                self.numbers[phrase] = len(self.numbers)
                self._add(phrase.lower().strip(), self.numbers[phrase])
        self._by_letter: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self.words):
            if len(word) >= 5:
                self._by_letter[word[0]].append(word)
        self._lengths = sorted({len(prefix) for prefix in self._prefixes})

    def _add(self, phrase: str, number: int) -> None:
        starred = phrase.endswith("*")
        matches = list(TOKEN.finditer(phrase.rstrip("*")))
        words = [m.group() for m in matches]
        if not words:
            return
        if starred and len(words) <= 2:
            self._prefixes["".join(words)].append(number)
        if starred and len(words) == 1:
            return
        ends = [stem(w) for w in words[:-1]] + [words[-1] if starred else stem(words[-1])]
        stems = tuple(ends)
        glued = tuple(m.start() > 0 and not phrase[m.start() - 1].isspace() for m in matches)
        self._forms[stems[0]].append(_Form(number, stems, glued, starred))
        letters = [w for w in words if w.isalpha()]
        if starred:
            self.words.update(w for w in words[:-1] if w.isalpha())
            return
        self.words.update(letters)
        if len(words) == 2 and len(letters) == 2:
            joined = words[0] + words[1]
            self._joined[joined] = stem(joined)
            self._forms[stem(joined)].append(_Form(number, (stem(joined),), (False,)))
        if len(words) == 1 and len(letters) == 1 and len(words[0]) > 4:
            self._joined[words[0]] = stems[0]

    def find(self, text: Text) -> dict[int, list[Hit]]:
        """Return the hits of each phrase that stands in the text, by the phrase's number."""
        tokens = text.tokens
        unknown = {t.word for t in tokens if t.word not in self.words and t.word.isalpha()}
        meant = {word: stem(right) for word, right in corrections(unknown, self._by_letter).items()}
        present = {t.stem for t in tokens}.union(meant.values())
        hits: dict[int, list[Hit]] = defaultdict(list)
        for i, token in enumerate(tokens):
            for form in self._forms.get(token.stem, ()):
                if len(form.stems) == 1:
                    hits[form.phrase].append(Hit((i,)))
                elif form.open or form.stems[1] in present:
                    self._extend(text, form, i, hits, meant)
            if token.word in meant:
                for form in self._forms.get(meant[token.word], ()):
                    self._extend(text, form, i, hits, meant)
            self._joined_pair(tokens, i, hits)
            self._beginnings(text, i, hits)
        return hits

    def _beginnings(self, text: Text, i: int, hits: dict[int, list[Hit]]) -> None:
        """Count words that begin as a starred phrase does, with or without a hyphen: "pre-allocate" for "prealloc*"."""
        token = text.tokens[i]
        word, whole = token.word, token.word
        if text.plain[token.to : token.to + 1] == "-" and i + 1 < len(text.tokens) and text.tokens[i + 1].glued:
            whole += text.tokens[i + 1].word
        for length in self._lengths:
            if length > len(whole):
                break
            for number in self._prefixes.get(whole[:length], ()):
                hits[number].append(Hit((i,) if length <= len(word) else (i, i + 1)))

    def _joined_pair(self, tokens: Sequence[Token], i: int, hits: dict[int, list[Hit]]) -> None:
        """Count "all reduce" in the answer as the rubric's "allreduce"."""
        for step in (1, 2):
            if i + step >= len(tokens) or (step == 2 and tokens[i + 1].word != "-"):
                return
            joined = self._joined.get(tokens[i].word + tokens[i + step].word)
            if joined is not None:
                for form in self._forms[joined]:
                    if len(form.stems) == 1:
                        hits[form.phrase].append(Hit((i, i + step)))

    def _extend(self, text: Text, form: _Form, start: int, hits: dict[int, list[Hit]], meant: dict[str, str]) -> None:
        places = [start]
        end = text.sentences[text.sentence_of[start]].last
        for place, glued in enumerate(form.glued[1:], 1):
            reach = 1 if glued else 1 + GAP
            for j in range(places[-1] + 1, min(places[-1] + 1 + reach, end)):
                if form.fits(text.tokens[j], meant, place):
                    places.append(j)
                    break
            else:
                return
        hits[form.phrase].append(Hit(tuple(places)))
