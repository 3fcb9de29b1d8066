"""Facts that two readers would take differently: of a list, is one enough; is naming a thing enough; what is "also"?

A model and a person read the same sentence. Where it can be read two ways, they mark the same answer two ways.
"""

import re
from collections.abc import Iterator

from bot.content.checks.samples import answers
from bot.content.files.entry import Content
from bot.content.yaml.fault import Fault, quote
from bot.core.bank.rubric import Point

ONE_OR_ALL = "Write any_one: true if one of them is enough; if not, a point for each"
UNCLEAR = (
    (re.compile(r"\band/or\b", re.I), "whether one of them is enough", 'Write "or" with any_one: true, or "and"'),
    (
        re.compile(r"\b(also|as well)\b|\btoo(?=$|\s?[,.;(])|,\stoo\b", re.I),
        "what else has to be said",
        "Say the whole of it here without that word: who states only this has stated it",
    ),
)
"""What no field makes clear: the pattern, what it leaves open, and what to write."""
EXAMPLES = re.compile(r"\b(such as|e\.g\.|for example|for instance|including|and the like|etc\b|and so on)", re.I)
CHOICE = re.compile(r"\bor\b", re.I)
NAMES = re.compile(r"names?\b", re.I)


def faults(content: Content) -> Iterator[Fault]:
    """Yield a warning for each fact of a rubric that can be read two ways: what it holds, and what to write instead."""
    for entry in content.rubrics:
        for loc, criteria in answers(entry.document):
            for n, criterion in enumerate(criteria):
                for k, point in enumerate(criterion.points):
                    for word, remedy in unclear(point):
                        problem = f"two readers may take {quote(point.says)} differently: {word}"
                        yield entry.warning(problem, remedy, *loc, n, "points", k, "says")


def unclear(point: Point) -> Iterator[tuple[str, str]]:
    """Yield what can be read two ways in a fact, and what to write instead."""
    for pattern, leaves_open, remedy in UNCLEAR:
        if found := pattern.search(point.says):
            yield f'"{found[0].strip(" ,")}" leaves open {leaves_open}', remedy
    if point.any_one:
        return
    if found := EXAMPLES.search(point.says):
        yield f'"{found[0]}" leaves open whether an example is enough', ONE_OR_ALL
    elif CHOICE.search(point.says) and not UNCLEAR[0][0].search(point.says):
        yield '"or" leaves open whether one of them is enough', ONE_OR_ALL
    if NAMES.match(point.says) and not point.naming:
        yield (
            '"names" leaves open whether naming is enough',
            "Write naming: true if it is; if not, what an answer has to say of it",
        )
