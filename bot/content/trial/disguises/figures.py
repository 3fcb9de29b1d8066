"""Numbers and units in other ways of writing that are right, and in ways that are wrong."""

import re

PLAIN = re.compile(r"(?<![\w.,])(\d{1,3}),?(\d{3})(?![\w.,]?\d)(?!\w)")
DECIMAL = re.compile(r"(?<![\w.])(\d+)\.(\d{1,2})(?![\w.]?\d)(?=[\s%,;)]|$|[A-Za-z])")
WHOLE = re.compile(r"(?<![\w.,/:=<>~+*^-])(\d{1,3})(?= [a-z%])")
GIGA = re.compile(r"(?<![\w.,])(\d{2,3}) ?G(B(?:/s)?)(?!\w)")
SPELLED = re.compile(r"(?<=\d) ?GB(/s)?(?!\w)")
SECONDS = re.compile(r"(?<=\d) ?ms\b")
ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()
WRONG = (
    (re.compile(r"(?<=\d)( ?)TB\b"), r"\1MB"), (re.compile(r"(?<=\d)( ?)GB\b"), r"\1TB"),
    (re.compile(r"(?<=\d)( ?)GiB\b"), r"\1MiB"), (re.compile(r"(?<=\d)( ?)MB\b"), r"\1GB"),
    (re.compile(r"(?<=\d)( ?)KB\b", re.IGNORECASE), r"\1GB"), (re.compile(r"(?<=\d)( ?)ms\b"), r"\1min"),
    (re.compile(r"(?<=\d)( ?)(?:s|seconds?)\b"), r"\1ms"), (re.compile(r"(?<=\d)( ?)(?:minutes?|min)\b"), r"\1ms"),
    (re.compile(r"(?<=\d)( ?)hours?\b"), r"\1ms"), (re.compile(r"(?<=\d)( ?)T(?:FLOPS?|FLOP/s)\b", re.I), r"\1MFLOPS"),
)  # fmt: skip

HIDDEN = "\x1a"
"""Stands for the "B" of a unit that was changed already, so that it is not changed again."""


def decimal_comma(answer: str) -> str:
    """Return the answer with a comma in its decimals, as most of Europe writes them."""
    return DECIMAL.sub(r"\1,\2", answer)


def thousands_by_space(answer: str) -> str:
    """Return the answer with a space between thousands and hundreds."""
    return PLAIN.sub(r"\1 \2", answer)


def thousands_by_point(answer: str) -> str:
    """Return the answer with a point between thousands and hundreds."""
    return PLAIN.sub(r"\1.\2", answer)


def thousands_by_apostrophe(answer: str) -> str:
    """Return the answer with an apostrophe between thousands and hundreds."""
    return PLAIN.sub(r"\1'\2", answer)


def thousands_by_underscore(answer: str) -> str:
    """Return the answer with an underscore between thousands and hundreds."""
    return PLAIN.sub(r"\1_\2", answer)


def in_words(answer: str) -> str:
    """Return the answer with its whole numbers up to 999 that stand before a word written out."""
    return WHOLE.sub(lambda m: _spoken(int(m.group(1))), answer)


def _spoken(number: int) -> str:
    if number < len(ONES):
        return ONES[number]
    if number < 100:
        return TENS[number // 10] + (f"-{ONES[number % 10]}" if number % 10 else "")
    rest = number % 100
    return f"{ONES[number // 100]} hundred" + (f" and {_spoken(rest)}" if rest else "")


def other_units(answer: str) -> str:
    """Return the answer with terabytes for gigabytes, the figure with them."""
    return GIGA.sub(lambda m: f"{int(m.group(1)) / 1000:g} T{m.group(2)}", answer)


def spelled_units(answer: str) -> str:
    """Return the answer with "GByte" for "GB"."""
    return SPELLED.sub(lambda m: f" GByte{m.group(1) or ''}", answer)


def wrong_units(answer: str) -> str:
    """Return the answer with units that make each figure wrong by a thousand times or more."""
    for unit, instead in WRONG:
        answer = unit.sub(instead.replace("B", HIDDEN), answer)
    return answer.replace(HIDDEN, "B")
