"""Finds near-duplicate questions: a candidate would meet one twice.

Two stems are twins when they share three quarters of their words (Jaccard). Not every pair is compared:
sets that are so alike must share one of their few rarest words (prefix filter; Chaudhuri et al. 2006,
"A primitive operator for similarity joins in data cleaning"), and hardly any others do.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from bot.content.files.entry import Content
from bot.content.yaml.fault import Fault
from bot.core.bank.item import Status

ALIKE = 0.75

Words = frozenset[str]


def faults(content: Content) -> Iterator[Fault]:
    """Yield a warning for each item that nearly repeats an earlier one; enemies never meet, so they may."""
    entries = [e for e in content.items if e.document.status is not Status.RETIRED]
    for earlier, later in twins([words(e.document.stem) for e in entries]):
        one, other = entries[earlier].document, entries[later].document
        if one.id != other.id and one.id not in other.enemies and other.id not in one.enemies:
            problem = f'the stem is nearly that of item "{one.id}"'
            yield entries[later].warning(problem, f'Reword it, or name "{one.id}" among its enemies', "stem")


def words(text: str) -> Words:
    """Return the different words of a text, without regard to case."""
    return frozenset(re.findall(r"\w+", text.lower()))


def twins(stems: Sequence[Words]) -> Iterator[tuple[int, int]]:
    """Yield each pair of positions, the earlier first, whose sets of words are alike."""
    counts = Counter(word for stem in stems for word in stem)
    waiting: Mapping[str, list[int]] = defaultdict(list)
    for later, stem in enumerate(stems):
        rarest = sorted(stem, key=lambda word: (counts[word], word))
        prefix = rarest[: len(stem) - math.ceil(ALIKE * len(stem)) + 1]
        for earlier in sorted({n for word in prefix for n in waiting[word]}):
            if _alike(stems[earlier], stem):
                yield earlier, later
        for word in prefix:
            waiting[word].append(later)


def _alike(one: Words, other: Words) -> bool:
    shared = len(one & other)
    return shared >= ALIKE * (len(one) + len(other) - shared)
