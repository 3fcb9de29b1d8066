"""Folds a text to what it says, for finding quotes: words, figures and signs with a meaning, each with its place.

Formatting, spacing, case, accents, dashes and the punctuation between words are left out. What would change a statement
stays: every word and figure, a minus or a "!" before what it turns round, and signs such as ≥, → and %.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

SIGNS = {
    **{"→": "->", "⇒": "=>", "≥": ">=", "⩾": ">=", "≤": "<=", "⩽": "<=", "≠": "!=", "×": "x", "✕": "x", "⋅": "·"},
    **{"µ": "u", "μ": "u", "≈": "~", "∼": "~", "⁄": "/", "∕": "/", "−": "-", "∗": "*"},
    **dict.fromkeys("‐‑‒–—―﹘﹣－", "-"),
}
"""What people and models write for one another, one form of each."""
JOINED_SIGNS = ("->", "=>", ">=", "<=", "!=", "==", "<-")
KEPT = set("%/&+<>=~$")
"""ASCII signs with a meaning. All other symbols but those of formatting are kept as well."""
WORD, FIGURE = "word", "figure"
TRANSPARENT = set("*_`")
"""Formatting that may stand inside a word."""
APOSTROPHES = set("'‘’‚‛´")
FENCE = re.compile(r"^[ \t]{0,8}(?:```|~~~)[^\n`]{0,40}$", re.MULTILINE)
ADDRESS = re.compile(r"(?<=\])\([^()\s]{1,2000}\)")
LINE_START = re.compile(r"^[ \t]*(?:(?:>(?![\d=])|[-+*•‣▪◦·–](?=[ \t])|#{1,6}(?=[ \t]))[ \t]*){1,6}", re.MULTILINE)
LIST_NUMBER = re.compile(r"^[ \t]*\(?(\d{1,3})[.)](?=[ \t])", re.MULTILINE)
BREAK = re.compile(r"[-‐‑]?\s*\n\s*(?:>\s*)?|[-‐‑]")
"""What may stand between two halves of one word, if letters are on both sides."""


@dataclass(frozen=True)
class FoldedToken:
    """A word, figure or sign of a text: `text[start:end]` folded."""

    says: str
    start: int
    end: int
    glued: bool
    """It follows a letter, a figure or a sign that turns it round, with nothing between."""
    numbering: bool = False
    """It is the number of a list's line."""


@lru_cache(maxsize=16)
def folded(text: str) -> tuple[FoldedToken, ...]:
    """Return the tokens of a text in order; linear in its length."""
    return _Folding(text).tokens()


class _Folding:
    """One reading of a text, character by character; `_says` is the word or figure under way."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._hidden = _formatting(text)
        self._numbers = _numbering(text)
        self._tokens: list[FoldedToken] = []
        self._says, self._begin, self._end, self._kind = "", 0, 0, ""
        self._glued, self._touching = False, False

    def tokens(self) -> tuple[FoldedToken, ...]:
        place = 0
        while place < len(self._text):
            place = self._after(place)
        self._close()
        return tuple(self._tokens)

    def _after(self, place: int) -> int:
        """Read on from a place, and return the next one."""
        character = self._text[place]
        if self._hidden[place] or _is_hidden(character):
            if _parts_figures(self._text, place):
                self._close()
            return place + 1
        if unicodedata.category(character) == "Mn":
            return place + 1
        piece = _plain(character)
        if piece and piece[0].isalnum():
            self._letter(piece, place)
            return place + 1
        if self._says:
            following = self._text[place + 1 : place + 2]
            if self._kind == FIGURE and character in ".," and following.isdigit():
                self._says += character
                return place + 1
            onward = _inside_word(self._text, place) if self._kind == WORD else 0
            if onward:
                return onward
        self._close()
        onward, sign = _sign(self._text, place)
        if sign:
            self._tokens.append(FoldedToken(sign, place, onward, self._touching))
        self._touching = sign in {"-", "!"}
        return onward

    def _letter(self, piece: str, place: int) -> None:
        """Take a letter or digit into the word or figure under way, or begin one."""
        alone = unicodedata.category(self._text[place]) == "No"
        kind = FIGURE if piece[0].isdigit() else WORD
        if kind != self._kind or alone or not self._says:
            self._close()
            self._begin, self._glued = place, self._touching
        self._says += piece
        self._kind = "" if alone else kind
        self._end, self._touching = place + 1, True

    def _close(self) -> None:
        """End the word or figure under way."""
        if self._says:
            numbering = self._begin in self._numbers
            self._tokens.append(FoldedToken(self._says, self._begin, self._end, self._glued, numbering))
        self._says, self._kind = "", ""


def _plain(character: str) -> str:
    """Return a character without case, accents and width."""
    parts = unicodedata.normalize("NFKD", SIGNS.get(character, character)).casefold()
    return "".join(SIGNS.get(c, c) for c in parts if unicodedata.category(c) != "Mn")


def _formatting(text: str) -> bytearray:
    """Return which characters are formatting of whole lines or links: 1 for each that is."""
    hidden = bytearray(len(text))
    for pattern in (FENCE, ADDRESS, LINE_START):
        for found in pattern.finditer(text):
            hidden[found.start() : found.end()] = b"\1" * (found.end() - found.start())
    return hidden


def _numbering(text: str) -> set[int]:
    """Return where the numbers of lists stand: those that count on from 1, each at the start of a line."""
    places: set[int] = set()
    awaited = 1
    for found in LIST_NUMBER.finditer(text):
        number = int(found[1])
        if (number == 1 and _opens(text, found.start())) or 1 < number == awaited:
            places.add(found.start(1))
            awaited = number + 1
    return places


def _opens(text: str, place: int) -> bool:
    """Return whether a list may begin at a line: nothing is before it, a blank line, or the end of a sentence."""
    before = text[max(0, place - 4) : place].rstrip(" \t")
    return not before.strip() or before.endswith("\n\n") or before.rstrip()[-1] in ".:;!?)"


def _is_hidden(character: str) -> bool:
    """Return whether a character is formatting inside of words, or shown by no screen."""
    if character in TRANSPARENT or character in APOSTROPHES:
        return True
    category = unicodedata.category(character)
    return category in {"Cf", "Cs"} or (category == "Cc" and not character.isspace())


def _parts_figures(text: str, place: int) -> bool:
    """Return whether formatting stands between two figures, which are then two: 2*3 is not 23."""
    return 0 < place < len(text) - 1 and text[place - 1].isdigit() and text[place + 1].isdigit()


def _inside_word(text: str, place: int) -> int:
    """Return where a word goes on behind a hyphen or a broken line; 0 if it ends here."""
    broken = BREAK.match(text, place)
    if broken is None or text[place] not in "-‐‑":
        return 0
    onward = broken.end()
    return onward if onward < len(text) and text[onward].isalpha() else 0


def _sign(text: str, place: int) -> tuple[int, str]:
    """Return where to go on, and the sign that stands here; "" for punctuation and white space."""
    character = SIGNS.get(text[place], text[place])
    two = character + text[place + 1 : place + 2]
    if character in JOINED_SIGNS:
        return place + 1, character
    if two in JOINED_SIGNS:
        return place + 2, two
    if two == "~~":
        return place + 2, ""
    if character in "-!":
        alone = place == 0 or not (text[place - 1].isalnum() or text[place - 1] in ")]-")
        behind = text[place + 1 : place + 2]
        turns = behind.isdigit() if character == "-" else behind.isalnum()
        return place + 1, character if alone and turns else ""
    if character in KEPT or (unicodedata.category(character)[0] == "S" and character not in "|^`´¨"):
        return place + 1, _plain(text[place]).strip()
    return place + 1, ""
