"""An answer's text in plain form: one case, one spelling for signs, numbers and units, no marks of layout.

Whoever wraps lines, chats, draws tables or writes "1.800" for "1,800" says the same. Every character of the plain
form keeps the place in the response that it came from, so that quotes are cut from the original.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence

from bot.core.grading.language.numbers import FIGURES, as_digits
from bot.core.grading.language.word_lists import COMMON_WORDS, FUNCTION_WORDS, VERBS
from bot.core.grading.look_alikes import LOOK_ALIKES

PUNCTUATION = str.maketrans("‘’‚‛“”„«»‐‑‒–—−×·…", '\'\'\'\'"""""------x*.')
SIGNS = {"→": "->", "⇒": "=>", "⟶": "->", "≥": ">=", "≤": "<=", "≠": " not ", "↔": " <-> ", "⇔": " <-> ", "μ": "u"}
"""What one sign stands for, after compatibility folding. "≠" denies."""
SPECIAL = re.compile(r"[^\x20-\x7e\n]")

FENCE = re.compile(r"^ ?```[^\n`]*$", re.MULTILINE)
QUOTED = re.compile(r"^ ?>(?: ?>)* ?(?=[^\d=])", re.MULTILINE)
EMPHASIS = re.compile(r"\*\*|~~|`+")
BROKEN = re.compile(r"(?<=[a-z])- ?\n ?(?=[a-z])")
BLANKS = re.compile(r"[ \t\r\f\v]+")
RULE = re.compile(r"^ ?\|? ?:?--[-:| ]*$", re.MULTILINE)
ROW = re.compile(r"^ ?\|[^\n]*\|? ?$", re.MULTILINE)
BAR = re.compile(r" ?\| ?")
BULLET = re.compile(r"^ ?(?:[-*+•‣]|\(?\d{1,2}[.)]) (?=\S)", re.MULTILINE)
SHORT = re.compile(r"(?<![\w/])(?:w/o\b|w/(?!\w)|b/c\b|&(?=\s))|!=|<>")
SHORT_FOR = {"w/o": "without", "w/": "with", "b/c": "because", "&": "and", "!=": "not", "<>": "not"}
WORD = re.compile(r"(?<![a-z'])[a-z]{5,24}(?![a-z'])")
"""What may hold a slip of the fingers; a longer one is no word of prose."""
ITEMS = 2
"""So many lines that begin with a dash or a number are a list; one alone may be a wrapped line."""

KNOWN = FUNCTION_WORDS | COMMON_WORDS | VERBS


class Plain:
    """A text that is rewritten step by step; `origin[i]` is the place in the response of its character i."""

    def __init__(self, response: str) -> None:
        self.text = response
        self.origin: Sequence[int] = range(len(response) + 1)

    def rewrite(self, pattern: re.Pattern[str], instead: str | Callable[[re.Match[str]], str]) -> None:
        """Replace each match; what replaces it comes from the whole of the match."""
        matches = list(pattern.finditer(self.text))
        if not matches:
            return
        out: list[str] = []
        origin: list[int] = []
        at = 0
        for match in matches:
            start, end = match.span()
            new = instead if isinstance(instead, str) else instead(match)
            out += (self.text[at:start], new)
            origin += self.origin[at:start]
            if new == match.group():
                origin += self.origin[start:end]
            elif new:
                origin += [self.origin[start]] * (len(new) - 1)
                origin.append(self.origin[max(start, end - 1)])
            at = end
        self.text = "".join([*out, self.text[at:]])
        self.origin = [*origin, *self.origin[at:]]


def plain_form(response: str, spelled: Callable[[str], str] | None = None) -> tuple[str, Sequence[int]]:
    """Return the text in plain form and, for each of its characters, the one in `response` it came from.

    spelled: returns a word as it was meant to be. What is left of the layout is "\n" for a line end and "\n\n" where
    something new begins: a paragraph, a bullet.
    """
    plain = Plain(response)
    if SPECIAL.search(response):
        _fold(plain)
    plain.text = plain.text if plain.text.islower() else _lower(plain)
    plain.rewrite(BLANKS, " ")
    if "\n" in plain.text:
        _unfold_lines(plain)
    if any(sign in plain.text for sign in ("**", "~~", "`")):
        plain.rewrite(EMPHASIS, "")
    plain.rewrite(SHORT, lambda match: SHORT_FOR[match.group()])
    plain.rewrite(FIGURES, as_digits)
    if spelled is not None and any(spelled(word) != word for word in WORD.findall(plain.text)):
        plain.rewrite(WORD, lambda match: spelled(match.group()))
    return plain.text, plain.origin


def _lower(plain: Plain) -> str:
    lower = plain.text.lower()
    if len(lower) == len(plain.text):
        return lower
    # A few letters have a longer lower case; they are folded one by one.
    origin: list[int] = []
    for place, character in zip(plain.origin, plain.text, strict=False):
        origin += [place] * len(character.lower())
    plain.origin = [*origin, plain.origin[len(plain.text)]]
    return "".join(c.lower() for c in plain.text)


def _fold(plain: Plain) -> None:
    """Fold what is not plain ASCII: compatible forms, look-alikes, quotes, dashes, signs; drop what is not seen."""
    response = plain.text
    latin = sum("a" <= c <= "z" for c in response.lower())
    foreign = latin * 2 < sum(c.isalpha() for c in response)
    out: list[str] = []
    origin: list[int] = []
    for place, character in enumerate(response):
        if "\x20" <= character <= "\x7e":
            out.append(character)
            origin.append(place)
            continue
        if unicodedata.category(character) == "Cf":
            continue
        if character == "\r":
            piece = "" if response[place + 1 : place + 2] == "\n" else "\n"
        elif character == "≠":
            piece = " not "
        else:
            piece = unicodedata.normalize("NFKC", character.translate(PUNCTUATION))
            piece = SIGNS.get(piece, piece if foreign else piece.translate(LOOK_ALIKES))
        out.append(piece)
        origin.extend([place] * len(piece))
    plain.text, plain.origin = "".join(out), [*origin, len(response)]


def _unfold_lines(plain: Plain) -> None:
    """Take away what layout put at lines' beginnings and ends: fences, quotes, bars, bullets, broken words."""
    if "```" in plain.text:
        plain.rewrite(FENCE, "")
    if ">" in plain.text:
        plain.rewrite(QUOTED, "")
    plain.rewrite(BROKEN, _rejoined)
    if "|" in plain.text:
        plain.rewrite(RULE, "")
        plain.rewrite(ROW, _cells)
    if len(BULLET.findall(plain.text)) >= ITEMS:
        plain.rewrite(BULLET, "\n")


def _rejoined(match: re.Match[str]) -> str:
    """Return what belongs between the halves of a word: its own hyphen where both stand alone, else nothing."""
    text = match.string
    start, end = match.span()
    left, right = start, end
    while left > 0 and start - left < 20 and text[left - 1].isalpha():
        left -= 1
    while right < len(text) and right - end < 20 and text[right].isalpha():
        right += 1
    return "-" if text[left:start] in KNOWN and text[end:right] in KNOWN else ""


def _cells(match: re.Match[str]) -> str:
    """Return a row of a table as a line: its head, a colon, its cells; a number as the head is left out."""
    cells = [cell.strip() for cell in BAR.split(match.group()) if cell.strip()]
    if cells and cells[0].rstrip(".").isdecimal():
        cells = cells[1:]
    return "\n" + (": ".join([cells[0], ", ".join(cells[1:])]) if len(cells) > 1 else "".join(cells))
