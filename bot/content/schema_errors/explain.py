"""What the models refuse, as faults: one sentence for each mistake, in the words of whoever wrote the file."""

import re
from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.content.schema_errors import values
from bot.content.schema_errors.expected import Expected, nearest
from bot.content.schema_errors.file_kinds import other_kind
from bot.content.schema_errors.values import ProblemAndRemedy, name
from bot.content.yaml.fault import Fault, either, quote
from bot.content.yaml.source import Loc, YamlSource
from bot.core.bank.document import Document

REMEDIES = (
    ("shares of domains", "Make them add up to 1"),
    ("is above max", "Swap or change them"),
    ("does not compile", "Mend it; in single quotes a backslash stays as it is"),
    ("a way needs", "Add one of them"),
    ("numbers for", "Write one for each level above 0, or leave level_at out"),
    ("must rise", "Order them from low to high"),
    ("level_at asks for", "Lower the last number, or make points worth more"),
    ("is used twice", "Give each its own"),
    ("a number needs", "Write min and max, or near"),
    ("a figure is", "Write 900, or a calculation such as gpus * 2"),
    ("not both", "Keep one of them"),
    ("twice among", "Keep one of them"),
    ("a parameter needs", "Write choices: [1, 2], or from, to and step"),
    ("from, to and step give", "Widen or narrow them"),
    ("follows belongs", "Name the item before this link"),
    ("quotes needs", "Add what is missing"),
)
"""Words of a model's own complaint, and what to do about it."""


def faults(error: ValidationError, model: type[Document], source: YamlSource) -> Iterator[Fault]:
    """Yield a fault for each mistake in the file; what only follows from another mistake is left out."""
    if source.data and (other := other_kind(source.data, model)):
        kind, place = other
        yield source.fault(f"this is {kind} in a place for other files", f"Move it to {place}/")
        return
    shape = Expected.of(model)
    details = error.errors(include_url=False)
    misspelt = {(*d["loc"][:-1], _meant(shape, d["loc"], source)) for d in details if d["type"] == "extra_forbidden"}
    # A key that swallowed its value, as in {limits 2}, is one mistake and not two.
    swollen = {d["loc"][:-1] for d in details if d["loc"][-1:] == ("[key]",) and source.inside(d["loc"][:-1]) is None}
    for detail in details:
        if detail["loc"] not in misspelt | swollen and not _follows(detail):
            problem, remedy = _said(shape, detail, source)
            loc, by_key = _place(detail)
            yield source.fault(problem, remedy, *loc, key=by_key)


def _follows(detail: ErrorDetails) -> bool:
    """Return whether a list is too short only because its faulty entries do not count."""
    return detail["type"] == "too_short" and len(detail["input"]) >= detail["ctx"]["min_length"]


def _place(detail: ErrorDetails) -> tuple[Loc, bool]:
    """Return the place to show, and whether to show its key."""
    loc = detail["loc"]
    match detail["type"]:
        case "missing":
            return loc[:-1], False
        case "extra_forbidden":
            return loc, True
        case "value_error":
            return _culprit(str(detail["ctx"]["error"]), loc, detail["input"]), False
    return (loc[:-1], True) if loc[-1:] == ("[key]",) else (loc, False)


def _said(shape: Expected, detail: ErrorDetails, source: YamlSource) -> ProblemAndRemedy:
    kind, loc, here = detail["type"], detail["loc"], shape.inside(detail["loc"])
    if loc[-1:] == ("[key]",) and source.inside(loc[:-1]) is None:
        return f"{quote(str(loc[-2]))} has no colon", 'Write "key: value"'
    match kind:
        case "missing":
            where = f" from {name(loc[:-1])}" if loc[:-1] else ""
            return f'key "{loc[-1]}" is missing{where}', f'Add "{loc[-1]}:" with {here.wanted}'
        case "extra_forbidden":
            return f"key {quote(str(loc[-1]))} is unknown", _instead(shape, loc, source)
        case "value_error":
            text = str(detail["ctx"]["error"])
            return text, next((remedy for words, remedy in REMEDIES if words in text), "Correct it")
        case "string_pattern_mismatch" | "string_too_long" | "string_too_short":
            return values.wrong_text(here, detail)
        case "too_short" | "too_long":
            return values.wrong_count(detail)
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal":
            return values.out_of_bounds(here, detail)
    if detail["input"] is None:
        optional = loc[-1] in shape.inside(loc[:-1]).keys and loc[-1] not in shape.inside(loc[:-1]).required
        return values.empty(here, detail, optional=optional)
    if kind == "enum":
        return values.unknown_word(here, detail)
    if kind.startswith("time"):
        return values.wrong_time(detail)
    return values.wrong_kind(here, detail, source.raw(loc))


def _meant(shape: Expected, loc: Loc, source: YamlSource) -> str | None:
    """Return the key that a misspelt one probably stands for, among those that are not there yet."""
    if shape.owners(str(loc[-1])):
        return None
    there = source.inside(loc[:-1])
    return nearest(str(loc[-1]), (key for key in shape.inside(loc[:-1]).keys if key not in there))


def _instead(shape: Expected, loc: Loc, source: YamlSource) -> str:
    key, here = str(loc[-1]), shape.inside(loc[:-1]).keys
    if meant := _meant(shape, loc, source):
        return f'Did you mean "{meant}"?'
    if owners := shape.owners(key):
        return f"It belongs to a {either(owners)}; look at its indentation"
    if known := nearest(key, here):
        return f'Remove it; "{known}" is there already'
    return f"Known here: {', '.join(here)}"


def _culprit(text: str, loc: Loc, value: Any) -> Loc:
    """Return the place that a complaint about a whole part speaks of: a key that it names, or the second of two ids."""
    if not isinstance(value, dict):
        return loc
    if twice := re.search(r'id "(.+)" is used twice', text):
        for key, entries in value.items():
            listed = entries if isinstance(entries, list) else []
            same = [n for n, e in enumerate(listed) if isinstance(e, dict) and e.get("id") == twice.group(1)]
            if len(same) > 1:
                return (*loc, key, same[1], "id")
    named = next((word for word in re.findall(r"\w+", text) if word in value), None)
    return (*loc, named) if named else loc
