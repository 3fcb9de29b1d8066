"""Message → Block Kit, with the SDK's models and the limits that they miss.

Nothing goes out as Slack's own markup: every word stands in a plain or rich text element, where Slack
neither mentions, links nor formats, whoever wrote it.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import ceil
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    HeaderBlock,
    ImageBlock,
    PlainTextObject,
    RichTextBlock,
    RichTextElementParts,
    RichTextListElement,
    RichTextPreformattedElement,
    RichTextQuoteElement,
    RichTextSectionElement,
)
from slack_sdk.models.blocks.basic_components import SlackFile

from bot.chat.slack.outbound.mrkdwn import clean_text, weight
from bot.flow import messages as m
from bot.flow.action_id import NUMBER
from bot.flow.render.split_text import pieces
from bot.flow.render.text_chart import drawn

LONGEST_HEADER = 150
LONGEST_CONTEXT = 2000
LONGEST_TEXT = 2800
LONGEST_ENCODED = 8000
"""Characters of one text element: as they are, and as JSON."""
LONGEST_LABEL = 75
LONGEST_ALT = 2000
MOST_BUTTONS = 25
FENCE = "```"

Drawn = dict[str, Any]
Elements = list[RichTextSectionElement | RichTextPreformattedElement | RichTextQuoteElement | RichTextListElement]


def drawn_blocks(blocks: Sequence[m.Block], files: Mapping[int, str] | None = None) -> list[Drawn]:
    """Return a message's blocks as Slack takes them; attachments are left out, they are sent as files.

    files: by the place of a picture among the blocks, the id of its uploaded file; a picture without one is
    replaced by its words.
    """
    return [block.to_dict() for n, part in enumerate(blocks) for block in _blocks(part, (files or {}).get(n))]


def plain(text: str) -> PlainTextObject:
    """Return a plain text object, in which not even an emoji's name becomes a picture."""
    return PlainTextObject(text=text, emoji=False)


def _blocks(block: m.Block, file: str | None) -> Iterator[Block]:
    match block:
        case m.Heading(text):
            yield from _heading(clean_text(text))
        case m.Paragraph(text, quiet=True):
            yield from (ContextBlock(elements=[plain(piece)]) for piece in pieces(clean_text(text), LONGEST_CONTEXT))
        case m.Paragraph(text):
            yield from _prose(clean_text(text))
        case m.Bullets(lines):
            items = [_section(piece) for line in lines for piece in _pieces(line)]
            yield from _rich([RichTextListElement(style="bullet", elements=items)] if items else [])
        case m.Facts(rows):
            for label, value in rows:
                yield from _fact(label, value)
        case m.Quote(text, label):
            if label:
                yield from _rich([_section(clean_text(label), italic=True)])
            for piece in _pieces(text):
                yield from _rich([RichTextQuoteElement(elements=[_text(piece)])])
        case m.Intervals():
            yield from _rich([RichTextPreformattedElement(elements=[_text(drawn(block))])])
        case m.Picture(_, alt):
            if file is None:
                yield from _blocks(m.Paragraph(alt, quiet=True), None)
            else:
                yield ImageBlock(alt_text=clean_text(alt)[:LONGEST_ALT], slack_file=SlackFile(id=file))
        case m.Buttons(buttons):
            for start in range(0, len(buttons), MOST_BUTTONS):
                row = buttons[start : start + MOST_BUTTONS]
                yield ActionsBlock(elements=[_button(b, n) for n, b in enumerate(row, start)])
        case m.Attachment():
            return


def _heading(text: str) -> Iterator[Block]:
    if 0 < len(text) <= LONGEST_HEADER:
        yield HeaderBlock(text=plain(text))
        return
    for piece in _pieces(text):
        yield from _rich([_section(piece, bold=True)])


def _prose(text: str) -> Iterator[Block]:
    """Yield a text of the bot's own words; what stands between fences is code."""
    for n, passage in enumerate(text.split(FENCE)):
        code = n % 2 == 1
        for piece in _pieces(passage.strip("\n")):
            element = RichTextPreformattedElement(elements=[_text(piece)]) if code else _section(piece)
            yield from _rich([element])


def _fact(label: str, value: str) -> Iterator[Block]:
    first, *rest = [*_pieces(value)] or [""]
    parts = [_text(f"{clean_text(label)}: ", bold=True), *([_text(first)] if first else [])]
    yield from _rich([RichTextSectionElement(elements=parts)])
    for piece in rest:
        yield from _rich([_section(piece)])


def _button(button: m.Button, number: int) -> ButtonElement:
    style = None if button.style is m.Style.PLAIN else button.style.value
    label = clean_text(button.label)
    if len(label) > LONGEST_LABEL:
        raise ValueError(f"a button's label has at most {LONGEST_LABEL} characters")
    return ButtonElement(text=plain(label), action_id=f"{button.id}{NUMBER}{number}", style=style)


def _rich(elements: Elements) -> Iterator[Block]:
    if elements:
        yield RichTextBlock(elements=elements)


def _section(text: str, **style: bool) -> RichTextSectionElement:
    return RichTextSectionElement(elements=[_text(text, **style)])


def _text(text: str, **style: bool) -> RichTextElementParts.Text:
    return RichTextElementParts.Text(text=text, style=RichTextElementParts.TextStyle(**style) if style else None)


def _pieces(text: str) -> Iterator[str]:
    share = LONGEST_TEXT / LONGEST_ENCODED
    return pieces(clean_text(text), LONGEST_TEXT, lambda piece: max(len(piece), ceil(share * weight(piece))))
