"""Chooses the candidate's words that the next link of a chain quotes."""

import re
from collections.abc import Sequence

from bot.core.bank.item import QUOTE, Item
from bot.core.screening.session import Administration, QuoteRef

LONGEST = 280
"""Characters of a quotation in a question; what is longer is no claim to take up but half an answer."""


def to_quote(item: Item, administrations: Sequence[Administration]) -> QuoteRef | None:
    """Return where the words stand that an item's stem asks for, or None when it quotes nothing or there are none.

    They are the first evidence for the criterion; one with a number where the link asks for a figure.
    """
    chain = item.chain
    if chain is None or chain.quotes is None or QUOTE not in item.stem:
        return None
    before = next((a for a in administrations if a.item.id == chain.follows), None)
    if before is None or before.grade is None or before.skipped:
        return None
    rated = next((r for r in before.grade.ratings if r.criterion == chain.quotes), None)
    for evidence in rated.evidence if rated else ():
        fits = evidence.end - evidence.start <= LONGEST and (not chain.figure or re.search(r"\d", evidence.quote))
        if fits and evidence.quote.strip():
            return QuoteRef(before.position, evidence.start, evidence.end)
    return None
