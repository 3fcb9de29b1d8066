"""Messages as a terminal shows them. A person's words are plain text here: no markup, no control codes."""

from collections.abc import Iterable

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.flow.messages import (
    Attachment,
    Block,
    Bullets,
    Button,
    Buttons,
    Facts,
    Heading,
    Interval,
    Intervals,
    Message,
    Paragraph,
    Picture,
    Quote,
)

SHORTEST_BAR = 13
LONGEST_BAR = 37
LABEL_SHARE = 0.34


def render(message: Message, width: int, *, typed: bool = True) -> RenderableType:
    """Return a message for a column of `width` characters; `typed` says that buttons are words to type."""
    return Group(*(_block(block, width, typed=typed) for block in message.blocks))


def _block(block: Block, width: int, *, typed: bool) -> RenderableType:
    match block:
        case Heading(text):
            return Padding(Text(text, style="bold"), (1, 0, 0, 0))
        case Paragraph(text, quiet):
            return Text(text, style="dim" if quiet else "")
        case Bullets(lines):
            return _two_columns(((Text("•", style="cyan"), Text(line)) for line in lines), 1)
        case Facts(rows):
            longest = max((len(label) for label, _ in rows), default=0)
            label_width = min(longest, int(width * LABEL_SHARE))
            return _two_columns(((Text(label, style="cyan"), Text(value)) for label, value in rows), label_width)
        case Quote(text, label):
            return _quote(text, label)
        case Intervals():
            return _intervals(block, width)
        case Picture(_, alt):
            return Text(f"[ picture: {alt} ]", style="dim")
        case Attachment(name, text):
            return Group(Text(f"[ file: {name} ]", style="cyan"), Text(printable(text)))
        case Buttons(buttons) if not typed:
            return Text("  ".join(f"[ {b.label} ]" for b in buttons), style="dim")
        case Buttons(buttons):
            return Text("  ".join(f"[ {_typed(b)} ]" for b in buttons), style="green")


def _typed(button: Button) -> str:
    """Return a button as what to type in its place."""
    if button.word in {"", button.label.lower()}:
        return button.word or button.label
    return f"{button.label} = “{button.word}”"


def _two_columns(rows: Iterable[tuple[Text, Text]], label_width: int) -> Table:
    table = Table.grid(padding=(0, 1), expand=True)
    table.add_column(width=label_width)
    table.add_column(ratio=1)
    for label, value in rows:
        table.add_row(label, value)
    return table


def _quote(text: str, label: str) -> RenderableType:
    lines = [Text(f"{label}:", style="dim italic")] if label else []
    if text:
        lines.append(Text(printable(text), style="italic"))
    table = Table.grid(padding=(0, 1), expand=True)
    table.add_column(width=1)
    table.add_column(ratio=1)
    for line in lines:
        for part in line.split("\n"):
            table.add_row(Text("│", style="yellow"), part)
    return table


def printable(text: str) -> str:
    """Return the text with every character that could steer a terminal made visible."""
    return "".join(c if c in "\n\t" or (c.isprintable() or c.isspace()) else "�" for c in text)


def _intervals(block: Intervals, width: int) -> RenderableType:
    label_width = max(len(row.label) for row in block.rows)
    note_width = max(len(row.note) for row in block.rows)
    room = width - label_width - note_width - 4
    bar = max(SHORTEST_BAR, min(LONGEST_BAR, room))
    table = Table.grid(padding=(0, 1))
    table.add_column(width=label_width)
    table.add_column(width=bar, no_wrap=True)
    table.add_column(overflow="fold")
    for row in block.rows:
        table.add_row(Text(row.label, style="cyan"), _bar(block, row, bar), Text(row.note, style="dim"))
    if block.bands:
        table.add_row("", Text(_scale(block, bar), style="dim"), "")
    return table


def _bar(block: Intervals, row: Interval, width: int) -> Text:
    cells = [" "] * width
    for place in range(_place(block, row.low, width), _place(block, row.high, width) + 1):
        cells[place] = "─"
    for cut in block.cuts:
        place = _place(block, cut, width)
        cells[place] = "┼" if cells[place] == "─" else "┊"
    cells[_place(block, row.middle, width)] = "●"
    return Text("".join(cells))


def _scale(block: Intervals, width: int) -> str:
    """Return the names of the bands under the bar: the first at its left, the last at its right."""
    room = (width + 1) // len(block.bands) - 1
    fits = sum(map(len, block.bands)) + len(block.bands) - 1 <= width
    first, *middle, last = block.bands if fits else (n if len(n) <= room else f"{n[: room - 1]}." for n in block.bands)
    between = " ".join(middle).center(max(0, width - len(first) - len(last)))
    return f"{first}{between}{last}"


def _place(block: Intervals, value: float, width: int) -> int:
    share = (min(max(value, block.least), block.most) - block.least) / (block.most - block.least)
    return round(share * (width - 1))
