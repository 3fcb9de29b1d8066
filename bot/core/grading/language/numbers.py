"""Numbers in all the usual ways of writing: words, decimal commas, and thousands by any mark."""

import re

ONES = {
    word: n
    for n, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
TENS = {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
SMALL = {**ONES, **TENS}
ALONE = {word: str(n) for word, n in SMALL.items()}
"""Words of one number: the stem of each is its digits, so that "two" and "2" are the same."""

_ONE = "|".join(sorted(ONES, key=len, reverse=True))
_TEN = "|".join(TENS)
_UNDER_HUNDRED = rf"(?:(?:{_TEN})(?:[ -](?:{_ONE}))?|{_ONE})"
_UNDER_THOUSAND = rf"(?:(?:{_ONE}|an?) hundred(?:(?: and)? {_UNDER_HUNDRED})?|{_UNDER_HUNDRED})"
_SPOKEN = (
    rf"\b(?:(?:{_UNDER_THOUSAND} |an? )thousand(?:(?: and)? {_UNDER_THOUSAND})?"
    rf"|(?:{_ONE}|an?) hundred(?:(?: and)? {_UNDER_HUNDRED})?|(?:{_TEN})(?:[ -](?:{_ONE}))?"
    rf"|(?:thir|four|fif|six|seven|eigh|nine)teen|eleven|twelve)\b(?:(?= point )(?: point(?: (?:{_ONE}))+))?"
    rf"|\b(?:{_ONE}) point(?: (?:{_ONE}))+\b"
)
_GROUPED = r"(?<![\w.,'])\d{1,3}(?:[ ]\d{3}|'\d{3}|_\d{3})+(?![\w'])|(?<![\w.,'])\d{1,3}(?:\.\d{3}){2,}(?![\w.])"
_COMMA = r"(?<![\w.,])\d+,\d{1,2}(?![\w,.]?\d)|(?<![\w.,])0,\d+(?![\w,.]?\d)"
_UNIT = (
    r"(?<=[\d ])(?:(?:k|m|g|t|p|kilo|mega|giga|tera|peta)(?:i|bi)?bytes?(?:/s(?:ec)?\b| per second\b| a second\b)?"
    r"|(?:gigs?|gbyte|gbytes)(?:/s(?:ec)?\b| per second\b| a second\b)?)(?!\w)"
)
FIGURES = re.compile(rf"(?P<spoken>{_SPOKEN})|(?P<grouped>{_GROUPED})|(?P<comma>{_COMMA})|(?P<unit>{_UNIT})")
"""Numbers and units that are written otherwise than as digits with a point; searched in lower case."""

THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
POINTED = re.compile(r"[1-9]\d{0,2}\.\d{3}")


def as_digits(match: re.Match[str]) -> str:
    """Return a match of `FIGURES` as the rubrics write it: digits, thousands by comma; units short."""
    found = match.group()
    if match.lastgroup == "spoken":
        return _worth(found)
    if match.lastgroup == "grouped":
        return re.sub(r"[ '_.]", ",", found)
    if match.lastgroup == "comma":
        return found.replace(",", ".")
    letter = found[0]
    return f"{letter}b/s" if found.endswith(("/s", "/sec", "second")) else f"{letter}b"


def _worth(spoken: str) -> str:
    """Return the digits of a number in words, below a million."""
    whole, _, decimals = spoken.partition(" point ")
    total = current = 0
    for word in re.split(r"[ -]", whole):
        if word in SMALL:
            current += SMALL[word]
        elif word == "hundred":
            current = max(current, 1) * 100
        elif word == "thousand":
            total, current = total + max(current, 1) * 1000, 0
    number = str(total + current)
    return f"{number}.{''.join(str(ONES[w]) for w in decimals.split())}" if decimals else number


def values(word: str) -> tuple[float, ...]:
    """Return what a run of digits may stand for: "1,800" one number, "1.800" two; () for a version or date."""
    if word in ALONE:
        return (float(ALONE[word]),)
    if not word[0].isdecimal():
        return ()
    if word.count(".") > 1:
        return ()
    plain = float(word.replace(",", ""))
    if POINTED.fullmatch(word):
        return (plain, float(word.replace(".", "")))
    return (plain,)
