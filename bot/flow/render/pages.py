"""The details as pages: an overview, then each question by itself, all of a size that every platform's window holds."""

from collections.abc import Callable, Iterable, Iterator

from bot.core.report.summary import Summary
from bot.flow.action_id import ActionId
from bot.flow.messages import Block, Bullets, Button, Buttons, Facts, Heading, Intervals, Message, Paragraph, Quote
from bot.flow.render.split_text import pieces
from bot.flow.wording.screeners.details import overview, question

ROOM = 2400
"""Characters of a page, about: what is written around them, and signs that have to be escaped, fit into 3,900."""
MOST_BLOCKS = 24
LONGEST_QUOTE = 1500
CHART_WIDTH = 76
"""Characters of a line of a drawn picture."""
BUTTONS_IN_A_ROW = 5
MOST_JUMPS = 20
KIND = "details"


Changed = Callable[[Iterable[Block]], Iterable[Block]]


def page(summed: Summary, number: int, changed: Changed = iter) -> Message:
    """Return a page of the details by its number, from 0; one that is past the end is the last.

    changed: what is made of a part's blocks before they are put on pages, such as translations beside quotes.
    """
    sections = [(0, overview(summed)), *((a.position, question(summed, a)) for a in summed.answers)]
    parts = [(position, part) for position, blocks in sections for part in _cut(changed(blocks))]
    at = min(number, len(parts) - 1)
    first: dict[int, int] = {}
    for n, (about, _) in enumerate(parts):
        first.setdefault(about, n)
    position, blocks = parts[at]
    title = f"Question {position} of {len(summed.answers)}" if position else "Details"
    jumps = first if position == 0 else {}
    return Message(
        notice=f"{title}: {summed.candidate}",
        blocks=(*blocks, *_turning(summed.session, at, len(parts), jumps)),
        in_place=True,
    )


def _turning(session: str, at: int, count: int, jumps: dict[int, int]) -> Iterator[Buttons]:
    """Yield the buttons to other pages: to each question from the overview, and to the pages beside this one."""

    def to(number: int, label: str) -> Button:
        return Button(ActionId(KIND, session, number, extra=label.split()[0].casefold()), label)

    questions = [to(n, f"Question {position}") for position, n in jumps.items() if position][:MOST_JUMPS]
    for start in range(0, len(questions), BUTTONS_IN_A_ROW):
        yield Buttons(tuple(questions[start : start + BUTTONS_IN_A_ROW]))
    beside = [to(at - 1, "Previous page")] if at else []
    beside += [to(at + 1, "Next page")] if at + 1 < count else []
    beside += [to(0, "Overview")] if at else []
    if beside:
        yield Buttons(tuple(beside))


def _cut(blocks: Iterable[Block]) -> Iterator[tuple[Block, ...]]:
    """Yield blocks in pages, each within its room; at least one, and no heading at the foot of one."""
    page: list[Block] = []
    for block in (small for whole in blocks for small in _small(whole)):
        if page and (len(page) >= MOST_BLOCKS or sum(map(_size, page)) + _size(block) > ROOM):
            carried = [page.pop()] if isinstance(page[-1], Heading) and len(page) > 1 else []
            yield tuple(page)
            page = carried
        page.append(block)
    yield tuple(page) or (Paragraph("There is nothing here."),)


def _small(block: Block) -> Iterator[Block]:
    """Yield a block in pieces that fit a page."""
    if isinstance(block, Quote) and len(block.text) > LONGEST_QUOTE:
        for n, piece in enumerate(pieces(block.text, LONGEST_QUOTE)):
            yield Quote(piece, block.label if n == 0 else "continued")
    elif isinstance(block, Paragraph) and len(block.text) > LONGEST_QUOTE:
        yield from (Paragraph(piece, block.quiet) for piece in pieces(block.text, LONGEST_QUOTE))
    else:
        yield block


def _size(block: Block) -> int:
    match block:
        case Heading(text) | Paragraph(text):
            return len(text)
        case Quote(text, label):
            return len(text) + len(label) + text.count("\n") * 2
        case Bullets(lines):
            return sum(map(len, lines))
        case Facts(rows):
            return sum(len(label) + len(value) + 4 for label, value in rows)
        case Intervals(rows):
            return CHART_WIDTH * (len(rows) + 3)
        case _:
            return 0
