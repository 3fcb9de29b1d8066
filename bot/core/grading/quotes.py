"""Whether a quote stands in an answer word for word, whatever its formatting, spacing, signs and case.

A mark is only worth what it can show. A model that quotes words nobody wrote has shown nothing. Both texts are folded
to what they say, words and figures and the signs that change a meaning, and the quote is looked for in that.
"""

from collections.abc import Iterable, Sequence

from bot.core.grading.folding import FoldedToken, folded
from bot.core.grading.grade import Evidence

FEWEST_CHARACTERS = 3
"""Letters and digits that a quote must have: fewer can be found in any answer."""
LONGEST_QUOTE = 4_000
"""Characters of a quote that is looked for: a longer one points at nothing."""


def joined(passages: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return the passages in the order of the answer, without those that another one holds."""
    kept: list[Evidence] = []
    for passage in sorted(set(passages), key=lambda e: (e.start, -e.end)):
        if not kept or passage.end > kept[-1].end:
            kept.append(passage)
    return tuple(kept)


def verbatim(quote: str, response: str) -> Evidence | None:
    """Return where the quote stands in the response, cut from it as written; None if it does not.

    Found are whole words only, in one unbroken passage: a quote with a gap ("A … B") is two quotes. The numbers of a
    list's lines may be left out, as other formatting may. Linear in the lengths.
    """
    if len(quote) > LONGEST_QUOTE:
        return None
    wanted = [token.says for token in folded(quote)]
    if sum(c.isalnum() for says in wanted for c in says) < FEWEST_CHARACTERS:
        return None
    tokens = folded(response)
    unnumbered = [token for token in tokens if not token.numbering]
    return _found(wanted, tokens, response) or (
        _found(wanted, unnumbered, response) if len(unnumbered) < len(tokens) else None
    )


def _found(wanted: Sequence[str], tokens: Sequence[FoldedToken], response: str) -> Evidence | None:
    """Return the first whole run of tokens that says what is wanted."""
    text = f" {' '.join(token.says for token in tokens)} "
    needle = f" {' '.join(wanted)} "
    first, counted = 0, 0
    at = text.find(needle)
    while at >= 0:
        first, counted = first + text.count(" ", counted, at), at
        after = first + len(wanted)
        if not tokens[first].glued and not (after < len(tokens) and tokens[after].glued and _is_word(tokens[after])):
            return Evidence.cut(response, tokens[first].start, tokens[after - 1].end)
        at = text.find(needle, at + 1)
    return None


def _is_word(token: FoldedToken) -> bool:
    return token.says[0].isalnum()
