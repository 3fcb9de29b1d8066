"""Templates: `$gpus` or `${gpus}` in a text, and nothing that could loop or branch.

How numbers look to people is decided here, once.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from string import Template
from typing import Any

SAID = "said"
"""The name that stands for the candidate's earlier words; it is filled when the question is put."""

DIGITS = 3
"""Significant digits of a number that is not whole."""

BRACED = re.compile(r"\$\{([a-z][a-z0-9_]*)\}")


class _Lower(Template):
    idpattern = r"(?a:[a-z][a-z0-9_]*)"
    flags = re.NOFLAG


class TemplateError(ValueError):
    """A text names a value that there is not, or holds a single dollar sign that names none."""


def format_number(value: float) -> str:
    """Return a number as people read it: whole ones in full with a comma for thousands, others to three digits.

    4096 gives "4,096", 0.12345 "0.123", 1234.5 "1,234" (what is not whole is rounded from 100 on).
    """
    if value == round(value) or abs(value) >= 10 ** (DIGITS - 1):
        return f"{round(value):,}"
    return format(Decimal(f"{value:.{DIGITS - 1}e}").normalize(), "f")


def fill_template(text: str, values: Mapping[str, float]) -> str:
    """Return the text with its values; "$$" gives a dollar sign, and `${said}` stays. Raises TemplateError."""
    if "$" not in text:
        return text
    known = {name: format_number(value) for name, value in values.items()}
    try:
        return _Lower(text).substitute(known | {SAID: f"${{{SAID}}}"})
    except KeyError as fault:
        raise TemplateError(f'"${fault.args[0]}" is no parameter and not computed') from fault
    except ValueError as fault:
        raise TemplateError('a "$" stands alone') from fault


def filled_pattern(pattern: str, values: Mapping[str, float]) -> str:
    """Return a regular expression with `${name}` as digits, with or without a comma; `$` alone keeps its meaning."""

    def digits(found: re.Match[str]) -> str:
        if found.group(1) not in values:
            raise TemplateError(f'"${{{found.group(1)}}}" is no parameter and not computed')
        return "(?:" + re.escape(format_number(values[found.group(1)])).replace(",", ",?") + ")"

    return BRACED.sub(digits, pattern)


def names_in_text(text: str) -> frozenset[str]:
    """Return the names that a text holds."""
    return frozenset(_Lower(text).get_identifiers())


def names_in_pattern(pattern: str) -> frozenset[str]:
    """Return the names that a regular expression holds."""
    return frozenset(BRACED.findall(pattern))


def strings(value: Any) -> list[str]:
    """Return every text in nested lists and mappings, keys left out."""
    match value:
        case str():
            return [value]
        case list():
            return [text for part in value for text in strings(part)]
        case dict():
            return [text for part in value.values() for text in strings(part)]
    return []
