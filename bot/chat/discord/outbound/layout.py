"""Orders a neutral message's parts for Discord: texts, rows of buttons, pictures, files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.chat.discord.outbound.markdown import FENCE, code, escape_markdown, pieces, quote_markdown, small
from bot.flow import messages as m
from bot.flow.render.text_chart import drawn

LONGEST_WORDS = 1900
"""Characters of one piece of text; two of them fit a message with room to spare."""
LONGEST_HEADING = 150
BUTTONS_IN_ROW = 5


@dataclass(frozen=True)
class Words:
    """Text in Discord's markdown."""

    text: str


@dataclass(frozen=True)
class ButtonRow:
    """Buttons beside each other."""

    buttons: tuple[m.Button, ...]


@dataclass(frozen=True)
class Upload:
    """A file that the message shows: a picture with the words that stand for it, or a text to keep."""

    name: str
    content: bytes = field(repr=False)
    alt: str | None = None


Shown = Words | ButtonRow | Upload


def lay_out(blocks: Sequence[m.Block]) -> Iterator[Shown]:
    """Yield what a message's blocks are on Discord; none of it is longer than a message holds."""
    for number, block in enumerate(blocks):
        match block:
            case m.Heading(text):
                style = "### " if len(text) <= LONGEST_HEADING else ""
                yield from (Words(style + escape_markdown(piece)) for piece in pieces(text, LONGEST_WORDS))
            case m.Paragraph(text, quiet=True):
                yield from (Words(small(piece.strip("\n"))) for piece in pieces(text, LONGEST_WORDS))
            case m.Paragraph(text):
                yield from _prose(text)
            case m.Bullets(lines):
                for line in lines:
                    first, *rest = [*pieces(line, LONGEST_WORDS)] or [""]
                    yield Words(f"- {escape_markdown(first)}")
                    yield from (Words(escape_markdown(piece)) for piece in rest)
            case m.Facts(rows):
                for label, value in rows:
                    first, *rest = [*pieces(value, LONGEST_WORDS)] or [""]
                    yield Words(f"**{escape_markdown(label)}:** {escape_markdown(first)}")
                    yield from (Words(escape_markdown(piece)) for piece in rest)
            case m.Quote(text, label):
                if label:
                    yield Words(f"*{escape_markdown(label)}*")
                yield from (Words(quote_markdown(piece.rstrip("\n"))) for piece in pieces(text, LONGEST_WORDS))
            case m.Intervals():
                yield from (Words(code(piece)) for piece in pieces(drawn(block), LONGEST_WORDS))
            case m.Buttons(buttons):
                for start in range(0, len(buttons), BUTTONS_IN_ROW):
                    yield ButtonRow(buttons[start : start + BUTTONS_IN_ROW])
            case m.Picture(png, alt):
                yield Upload(f"picture-{number}.png", png, alt)
            case m.Attachment(name, text):
                yield Upload(name, text.encode("utf-8", "replace"))


def _prose(text: str) -> Iterator[Words]:
    """Yield a text of the bot's own words; what stands between fences is code."""
    for n, passage in enumerate(text.split(FENCE)):
        draw = code if n % 2 else escape_markdown
        for piece in pieces(passage.strip("\n"), LONGEST_WORDS):
            if piece.strip():
                yield Words(draw(piece.strip("\n")))
