"""Finds text left over from a template, which a candidate or a grader must never read."""

import re
from collections.abc import Iterator
from typing import Any

from bot.content.files.entry import Content, DocumentFile
from bot.content.yaml.fault import Fault, quote
from bot.content.yaml.source import Loc

LATER = re.compile(r"\b(?:TODO|TBD|FIXME|XXX)\b|\b[Ll]orem ipsum\b|^(?:\.\.\.|…)$|<(?:your|insert|write)\b[^>]*>")
SIGNS = ("TODO", "TBD", "FIXME", "XXX", "orem ipsum", "...", "…", "<your", "<insert", "<write")
"""One of these stands in every file that holds a placeholder."""
FIELDS = frozenset({"stem", "says", "asks", "levels", "model_answer", "evidence", "probe", "purpose", "practice"})
"""Keys whose text people or graders read; a pattern or a sample may hold anything."""


def faults(content: Content) -> Iterator[Fault]:
    """Yield an error for each text that still holds a placeholder."""
    entries: tuple[DocumentFile[Any], ...] = (*content.items, *content.rubrics, *content.roles)
    for entry in entries:
        if not any(sign in entry.source.text for sign in SIGNS):
            continue  # looking at each text of a large bank would take a second
        for loc, text in _texts(entry.source.data, ()):
            if found := LATER.search(text):
                yield entry.fault(f"{quote(found.group())} stands where a text belongs", "Write it", *loc)


def _texts(part: Any, loc: Loc) -> Iterator[tuple[Loc, str]]:
    match part:
        case dict():
            for key, value in part.items():
                yield from _texts(value, (*loc, key))
        case list():
            for n, value in enumerate(part):
                yield from _texts(value, (*loc, n))
        case str() if any(step in FIELDS for step in loc[-2:]):
            yield loc, part
