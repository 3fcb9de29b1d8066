"""A message as plain text, block by block: what is kept of a notice as it was shown."""

from bot.flow.messages import Block, Bullets, Buttons, Facts, Heading, Message, Paragraph, Quote


def plain(message: Message) -> str:
    """Return all that a message says, a line for each heading, paragraph, bullet and fact."""
    return "\n".join(line for block in message.blocks for line in _lines(block))


def _lines(block: Block) -> tuple[str, ...]:
    match block:
        case Heading(text) | Paragraph(text) | Quote(text):
            return (text,)
        case Bullets(lines):
            return lines
        case Facts(rows):
            return tuple(f"{label}: {value}" for label, value in rows)
        case Buttons(buttons):
            return (" ".join(f"[{button.label}]" for button in buttons),)
        case _:
            return ()
