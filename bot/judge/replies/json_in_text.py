"""The JSON objects in what a model wrote: models put fences, thoughts and kind words around them, and slip in JSON."""

import html
import json
import re
from collections.abc import Iterator
from typing import Any

LONGEST = 200_000
"""Characters of a reply that are looked at: no verdict is as long."""
MOST_STARTS = 200
"""Braces at which an object is looked for; in a reply that is all braces there is none."""
MOST_TOO_DEEP = 3
"""Objects within objects without end that are tried: each takes as long as the whole text."""
THOUGHT_ENDS = re.compile(
    r"</(?:think|thinking|thought|thoughts|reasoning|reflection|scratchpad|analysis|seed:think)>"
    r"|<\|end_of_thought\|>|\[/THINK\]|◁/think▷|<\|channel\|>final<\|message\|>",
    re.IGNORECASE,
)
SKIPPED = re.compile(r"//[^\n]*|/\*[^*]{0,500}\*/")
BLANK = re.compile(r"[\s\u200b\u2060\ufeff]+")
STRING = {mark: re.compile(rf"{mark}(?:[^{mark}\\]|\\.)*{mark}", re.DOTALL) for mark in ('"', "'")}
BEFORE_A_STRING = frozenset("{[,:")
WORDS = {"True": "true", "False": "false", "None": "null"}
WORD = re.compile(r"\b(?:True|False|None)\b")
ESCAPE = re.compile(r"\\(.)", re.DOTALL)
KNOWN_ESCAPES = frozenset('"\\/bfnrtu')
OTHER = re.compile(r"""[^"'/\s,\]}TFN\u200b\u2060\ufeff]+|.""", re.DOTALL)

_DECODER = json.JSONDecoder(strict=False)


def readings(text: str) -> Iterator[list[dict[str, Any]]]:
    """Yield the whole JSON objects in a text, in order, without those inside of others; at last with slips mended.

    Each reading is for where the one before held nothing of use. What stands before the end of a thought is a draft,
    and is looked at only if nothing follows.
    """
    text = text[:LONGEST].removeprefix("\ufeff")
    after = max((end.end() for end in THOUGHT_ENDS.finditer(text)), default=0)
    yield _objects(text[after:]) or (_objects(text) if after else [])
    rest = text[after:].strip()
    if rest.startswith('"') and isinstance(inner := _loaded(rest), str):
        yield _objects(inner)
    if "&quot;" in rest or "&#34;" in rest:
        yield _objects(html.unescape(rest))
    yield _objects(mended(rest))


def _objects(text: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    too_deep = 0
    place = text.find("{")
    for _ in range(MOST_STARTS):
        if place < 0:
            break
        try:
            value, end = _DECODER.raw_decode(text, place)
        except RecursionError:
            end = place + 1
            too_deep += 1
            if too_deep == MOST_TOO_DEEP:
                break
        except ValueError:
            end = place + 1
        else:
            found.append(value)
        place = text.find("{", end)
    return found


def _loaded(text: str) -> Any:
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError):
        return None


def mended(text: str) -> str:
    """Return a text, from its first brace on, without the usual slips in JSON; linear in its length.

    Comments, commas before a closing bracket, Python's quotes and words, unknown escapes and odd blanks.
    """
    place = text.find("{")
    made: list[str] = []
    last = ""
    unclosed: set[str] = set()
    while 0 <= place < len(text):
        mark = text[place]
        if blank := BLANK.match(text, place) or SKIPPED.match(text, place):
            made.append(" ")
            place = blank.end()
            continue
        quoted = (mark == '"' or (mark == "'" and last in BEFORE_A_STRING)) and mark not in unclosed
        string = STRING[mark].match(text, place) if quoted else None
        if quoted and string is None:
            unclosed.add(mark)  # what begins behind it does not end either
        if string:
            piece, place = _string(string[0][1:-1], mark), string.end()
        elif word := WORD.match(text, place):
            piece, place = WORDS[word[0]], word.end()
        else:
            other = OTHER.match(text, place)
            assert other is not None
            piece, place = other[0], other.end()
        if mark in "]}" and last == ",":
            _drop_comma(made)
        made.append(piece)
        last = piece[-1]
    return "".join(made)


def _drop_comma(made: list[str]) -> None:
    for n in range(len(made) - 1, -1, -1):
        if made[n].endswith(","):
            made[n] = made[n][:-1]
            return


def _string(inside: str, mark: str) -> str:
    """Return the inside of a string as JSON writes it."""
    if mark == "'":
        inside = inside.replace('"', '\\"')
    return f'"{ESCAPE.sub(_escape, inside)}"'


def _escape(found: re.Match[str]) -> str:
    """Return an escape that JSON knows; of a sign the sign alone, before a letter the stroke itself."""
    if found[1] in KNOWN_ESCAPES:
        return found[0]
    return f"\\\\{found[1]}" if found[1].isalnum() else found[1]
