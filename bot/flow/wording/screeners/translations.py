"""Translations of quotes: which there are yet to make, and where those that a machine made stand."""

from collections.abc import Iterable, Iterator

from bot.core.report.summary import summarise
from bot.core.screening.session import Session
from bot.flow.messages import Block, Paragraph, Quote
from bot.flow.wording.screeners.details import ANSWERS, whole

MOST_TRANSLATED = 40
"""Quotes that a model is given at once; pressing again brings the rest."""


def with_translations(blocks: Iterable[Block], session: Session) -> Iterator[Block]:
    """Yield the blocks with a machine's translation beside each quote that has one, or why there is none."""
    made = {quote: (t.model, text) for t in session.translations for quote, text in t.texts}
    for block in blocks:
        yield block
        if isinstance(block, Quote) and block.text in made:
            model, text = made[block.text]
            yield Quote(text, f"translated by a machine ({model}); nobody has checked it")
    if session.translations and session.translations[-1].fault:
        yield Paragraph(f"Not translated: {session.translations[-1].fault}. The quotes stand as written.")


def untranslated(session: Session) -> tuple[str, ...]:
    """Return the quotes behind marks and flags that have no translation yet, each once; as many as one reply holds."""
    known = {quote for t in session.translations for quote, _ in t.texts}
    quotes = [
        b.text
        for b in whole(summarise(session)).blocks
        if isinstance(b, Quote) and b.text.strip() and b.label not in ANSWERS
    ]
    return tuple(dict.fromkeys(q for q in quotes if q not in known))[:MOST_TRANSLATED]
