"""Finds word salad: terms of a good answer in an order that English does not have.

English ties its small words in few ways: "the" waits for a noun, "of" for an article. A sentence in which several
of these ties are broken was not spoken by anybody, however short its list of terms.
"""

from collections.abc import Sequence
from itertools import pairwise

ARTICLES = frozenset("a an the its their every".split())
POINTERS = frozenset("this that each".split())
PREPOSITIONS = frozenset("of in on at by for from with into to".split())
LOOSE = frozenset("from to in on with for".split())
"""Prepositions that another may follow: "from within", "in to"."""
JOINERS = frozenset("and or but".split())
HELPERS = frozenset("is are was were be been am can could will would has have had does do did should must may".split())
MODALS = frozenset("can could will would should must may do did does".split())
PERSONS = frozenset("it they he she we you i".split())
OBJECTS = frozenset("it you they".split())
SMALL = ARTICLES | POINTERS | PREPOSITIONS | JOINERS | HELPERS | PERSONS

FEWEST_BREAKS = 2
SHARE_BROKEN = 0.15
"""So large a share of the small words must stand where they cannot."""


def is_salad(words: Sequence[str]) -> bool:
    """Return whether the words of a sentence, in lower case, stand in no order that English knows."""
    broken = sum(_broken(before, after) for before, after in pairwise(words))
    if words and words[-1] in ARTICLES | POINTERS | JOINERS | {"of"}:
        broken += 1
    return broken >= FEWEST_BREAKS and broken >= SHARE_BROKEN * sum(word in SMALL for word in words)


def _broken(before: str, after: str) -> bool:
    if before == after:
        return before.isalpha()
    if before in ARTICLES:
        return after in SMALL
    if before in PREPOSITIONS:
        return after in JOINERS | HELPERS | (PERSONS - OBJECTS) or (after in PREPOSITIONS and before not in LOOSE)
    if before in JOINERS:
        return after in JOINERS
    return before in HELPERS and after in HELPERS and not _may_follow(before, after)


def _may_follow(helper: str, other: str) -> bool:
    """Return whether one helper may stand behind another: "can be", "has been", "would have"."""
    return (
        (helper in MODALS and other in {"be", "have", "do"})
        or (helper in {"has", "have", "had"} and other in {"been", "had"})
        or (helper in {"is", "are", "was", "were"} and other == "had")
    )
