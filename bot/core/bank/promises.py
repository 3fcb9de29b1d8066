"""How long a role's own words say that answers are kept: found in prose, in English and German. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

NUMBERS = {
    "half a": 0.5, "ein halbes": 0.5, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6,
    "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "eighteen": 18, "twenty-four": 24,
    "thirty": 30, "sixty": 60, "ninety": 90, "ein": 1, "eine": 1, "einem": 1, "einen": 1, "einer": 1, "zwei": 2,
    "drei": 3, "vier": 4, "fünf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "zwölf": 12,
    "achtzehn": 18, "dreißig": 30, "neunzig": 90,
}  # fmt: skip
UNITS = {
    "day": 1.0, "week": 7.0, "fortnight": 14.0, "month": 30.4, "year": 365.25,
    "tag": 1.0, "woche": 7.0, "monat": 30.4, "jahr": 365.25,
}  # fmt: skip
LENGTH = re.compile(
    rf"\b(\d{{1,5}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})[ -](?:(?:full|calendar|volle) )?"
    rf"({'|'.join(UNITS)})(?:s|e|en|n)?\b",
    re.IGNORECASE,
)
SINCE = re.compile(
    r"\b(?:after|until|till|once|when|from|nachdem|nach|bis|wenn|sobald)\b[^.;]{0,40}?"
    r"\b(?:position|role|job|post|vacancy|hiring|offer|decision|decided|Stelle|Besetzung|Entscheidung)\b[^.;,]{0,30}",
    re.IGNORECASE,
)
KEEPING = re.compile(
    r"\b(?:keep|kept|keeps|store[sd]?|retain(?:ed|s)?|hold|held|delete[sd]?|erase[sd]?|remove[sd]?|destroyed|"
    r"aufbewahr\w*|gespeichert|speicher\w*|gelöscht|lösch\w*|vernichtet)\b",
    re.IGNORECASE,
)
THEIRS = re.compile(
    r"\b(?:answers?|data|words|replies|records?|screenings?|everything|nothing|it all|"
    r"Antworten?|Daten|Angaben|alles|nichts)\b",
    re.IGNORECASE,
)
AT_ONCE = re.compile(
    r"\b(?:nothing is (?:kept|stored)|(?:not|never) (?:kept|stored|retained)|(?:deleted|erased|removed) "
    r"(?:at once|immediately|right away|straight away|the same day)|(?:nichts|nicht) (?:gespeichert|aufbewahrt)|"
    r"sofort gelöscht)\b",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"[^.!?\n]+")


@dataclass(frozen=True)
class Promise:
    """What somebody is told of how long: `days` of it, None where no length is named; `since` what, if it is named."""

    words: str
    days: float | None
    since: str = ""


def promise_of(term: str) -> Promise | None:
    """Return what words that are all about how long answers are kept promise; None where they name nothing."""
    if AT_ONCE.search(term):
        return Promise(term, 0.0)
    length, since = LENGTH.search(term), SINCE.search(term)
    if length is None and since is None:
        return None
    return Promise(term, _days(length) if length else None, since.group().strip() if since else "")


def promises_in(prose: str) -> Iterator[Promise]:
    """Yield what prose about other things promises: its sentences that say how long somebody's answers are kept."""
    for sentence in SENTENCE.findall(" ".join(prose.split())):
        if THEIRS.search(sentence) and (KEEPING.search(sentence) or AT_ONCE.search(sentence)):
            found = promise_of(sentence.strip())
            if found is not None:
                yield found


def _days(length: re.Match[str]) -> float:
    number = length[1].lower()
    return (int(number) if number.isdigit() else NUMBERS[number]) * UNITS[length[2].lower()]
