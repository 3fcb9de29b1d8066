"""What is wrong with a value, in the words of whoever wrote it, and what to write instead."""

import re
from collections.abc import Sequence
from typing import Any

from pydantic_core import ErrorDetails

from bot.content.schema_errors.expected import Expected
from bot.content.yaml.fault import quote

LONGEST_LIST = 30
YES, NO = {"yes", "on", "true", "y"}, {"no", "off", "false", "n"}

ProblemAndRemedy = tuple[str, str]
"""A problem and its remedy."""


def name(loc: Sequence[str | int]) -> str:
    """Return what a maintainer calls a place: "weight", or "entry 2 of criteria"."""
    *parent, last = loc
    return f"entry {last + 1} of {name(parent)}" if isinstance(last, int) and parent else str(last)


def out_of_bounds(here: Expected, detail: ErrorDetails) -> ProblemAndRemedy:
    """Return what to say of a number that is too small or too large."""
    return f"{name(detail['loc'])} is {_shown(detail['input'])}", f"Write a number {here.bounds}"


def unknown_word(here: Expected, detail: ErrorDetails) -> ProblemAndRemedy:
    """Return what to say of a word that is none of a few."""
    return f"{name(detail['loc'])} {quote(str(detail['input']))} is unknown", f"Use {here.wanted}"


def wrong_text(here: Expected, detail: ErrorDetails) -> ProblemAndRemedy:
    """Return what to say of text, also of a key, that is too short, too long or not a name."""
    loc, value = detail["loc"], str(detail["input"])
    called = f"key {quote(value)}" if loc[-1] == "[key]" else f"{name(loc)} {quote(value)}"
    size = len(value.strip())
    match detail["type"]:
        case "string_pattern_mismatch":
            slug = re.sub(r"[^a-z0-9]+", "-", value.lower()).strip("-")
            example = f': "{slug}"' if slug else ""
            return f"{called} is no name", f"Use lower-case letters, digits and single hyphens{example}"
        case "string_too_long":
            most = detail["ctx"]["max_length"]
            return f"{called} has {size:,} characters", f"Write at most {most:,}"
    if not size:
        return ("a key is empty" if loc[-1] == "[key]" else f"{name(loc)} is empty"), f"Write {here.wanted}"
    return (
        f"{called} has only {size} character{'' if size == 1 else 's'}",
        f"Write at least {detail['ctx']['min_length']}",
    )


def wrong_count(detail: ErrorDetails) -> ProblemAndRemedy:
    """Return what to say of a list with too few or too many entries."""
    count, limits = len(detail["input"]), detail["ctx"]
    least, most = limits.get("min_length"), limits.get("max_length")
    found = f"{name(detail['loc'])} has {count or 'no'} {'entry' if count == 1 else 'entries'}"
    return found, f"Write at most {most}" if least is None else f"Write at least {least}"


def wrong_time(detail: ErrorDetails) -> ProblemAndRemedy:
    """Return what to say of something that is no time of day."""
    value = str(detail["input"])
    found = re.fullmatch(r"(\d{1,2})(?:[:.h](\d{1,2}))?", value.strip())
    hour, minute = (int(part or 0) for part in found.groups()) if found else (99, 99)
    example = f'"{hour:02}:{minute:02}"' if hour < 24 and minute < 60 else 'hours and minutes, such as "09:00"'
    return f"{name(detail['loc'])} {quote(value)} is no time of day", f"Write {example}"


def empty(here: Expected, detail: ErrorDetails, *, optional: bool) -> ProblemAndRemedy:
    """Return what to say of a key with nothing after its colon."""
    remedy = f"Write {here.wanted}{', or leave the key out' if optional else ''}"
    return f"{name(detail['loc'])} is empty", remedy


def wrong_kind(here: Expected, detail: ErrorDetails, raw: str | None) -> ProblemAndRemedy:
    """Return what to say when text, a number, a list or keys stand where another of these belongs.

    raw: the value as the file writes it.
    """
    value, called = detail["input"], name(detail["loc"])
    found = f"{called} is {_shown(value)}"
    match here.wanted, value:
        case "text", bool() | int() | float():
            return found, f'Put it in quotes: "{raw}"'
        case "text", dict() if len(value) == 1:
            text = ": ".join("" if part is None else str(part) for part in next(iter(value.items())))
            return f"{called} holds a colon, so that its beginning counts as a key", f"Put it in quotes: {quote(text)}"
        case (("a number" | "a whole number"), str()) if re.fullmatch(r"[-+]?\d{16,}(\.\d*)?|[-+]?\d+\.\d{16,}", value):
            return f"{called} has {sum(map(str.isdigit, value))} digits", "Write at most 15"
        case (("a number" | "a whole number"), str()) if re.fullmatch(r"-?\d+(\.\d+)?", value):
            return f"{called} is text, because it is in quotes", f"Write it without: {value}"
        case (("a number" | "a whole number"), str()) if re.fullmatch(r"-?\d+,\d+", value):
            return found, f"Write it with a point: {value.replace(',', '.')}"
        case "true or false", str() if value.lower() in YES | NO:
            return found, f"Write {str(value.lower() in YES).lower()}"
        case "a list", str() if len(value) <= LONGEST_LIST and not set(value) & set(",:[]{}#"):
            return found, f"Write a list: [{value}]"
        case "a list", _:
            return found, 'Write a list, each entry on a line that begins with "- "'
        case "keys and values", _ if here.keys:
            return found, f"Write it with the keys {', '.join(here.required or here.keys)}"
    return found, f"Write {here.wanted}"


def _shown(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f"the text {quote(value)}"
        case list():
            return "a list"
        case dict():
            return "a group of keys"
    return f"{value:g}" if isinstance(value, float) else str(value)
