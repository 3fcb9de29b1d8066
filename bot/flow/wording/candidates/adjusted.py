"""A message as it suits a candidate who asked for it: read out in order, or with fewer words around the question."""

from collections.abc import Iterable, Set

from bot.core.screening.decisions import Adjustment
from bot.flow.messages import Block, Bullets, Facts, Heading, Intervals, Message, Paragraph, Picture


def suited(message: Message, adjustments: Set[Adjustment]) -> Message:
    """Return the message laid out for a screen reader, in plain wording, or as it is."""
    blocks = message.blocks
    if Adjustment.PLAIN_WORDING in adjustments:
        blocks = tuple(b for b in blocks if not (isinstance(b, Paragraph) and b.quiet))
    if Adjustment.SCREEN_READER in adjustments:
        blocks = tuple(linear for b in blocks for linear in _linear(b))
    return Message(message.notice, blocks)


def _linear(block: Block) -> Iterable[Block]:
    """Yield the block as plain sentences: no headings, tables, lists or pictures, whose shape a voice cannot tell."""
    match block:
        case Heading(text):
            yield Paragraph(f"{text}.")
        case Bullets(lines):
            yield from (Paragraph(line) for line in lines)
        case Facts(rows):
            yield from (Paragraph(f"{label}: {value}") for label, value in rows)
        case Picture(_, alt):
            yield Paragraph(alt)
        case Intervals(rows):
            yield from (Paragraph(f"{r.label}: {r.middle:+.1f}, {r.note}") for r in rows)
        case _:
            yield block
