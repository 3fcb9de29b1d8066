"""The terminal as two panes: the direct conversation on the left, the hiring channel on the right."""

from datetime import datetime
from itertools import count

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from bot.chat.console.render import printable, render
from bot.core.screening.session import Place
from bot.flow.messages import Message

PLATFORM = "console"
HIRING = "hiring"
WIDE = 110
"""From this width on, long messages fit into the right pane; below, they take the whole width."""
LONG = 6
"""Blocks from which a message counts as long."""


class Terminal:
    """A Chat that prints. The panes scroll as one: a row for each message, on the side where it belongs."""

    def __init__(self, console: Console, candidate: str) -> None:
        self._console = console
        self._candidate = candidate
        self._numbers = count(1)
        self._printed: dict[str, str] = {}

    def open(self) -> None:
        """Print the heads of the two panes."""
        left, right = self._widths()
        self._console.print(
            self._row(Text("Direct message", style="bold reverse"), Text("#hiring", style="bold reverse"))
        )
        self._console.print(self._row(Text("─" * left, style="dim"), Text("─" * right, style="dim")))

    async def post(self, to: Place, message: Message, key: str, unsure_since: datetime | None = None) -> str:
        """Print a message on its side; the number that it gets stands for it."""
        if unsure_since is None or key not in self._printed:
            self._show(to, message)
            self._printed[key] = f"line-{next(self._numbers)}"
        return self._printed[key]

    async def edit(self, to: Place, ref: str, message: Message) -> None:  # noqa: ARG002 - what is printed stays
        """Print the new version below; a terminal cannot take a line back."""
        self._console.print(self._row(Text(""), Text("(edited)", style="dim")))
        self._show(to, message)

    async def reading(self, to: Place, words: str) -> None:  # noqa: ARG002 - there is one terminal
        """Print that an answer is being read."""
        if words:
            self.note(words)

    async def retire(self, to: Place, ref: str, message: Message) -> None:
        """Leave what is printed: a terminal cannot take a line back, and nothing there can be pressed."""

    async def saved(self, to: Place, message_id: str) -> None:  # noqa: ARG002 - it stands below what was typed
        """Print that a message is kept."""
        self.note("saved")

    def said(self, text: str) -> None:
        """Print what the candidate wrote, where it was not typed into this terminal."""
        line = Text(f"{self._candidate} ▸ ", style="bold green") + Text(printable(text), style="")
        self._console.print(self._row(line, Text("")))

    def note(self, text: str) -> None:
        """Print a quiet remark of the program itself."""
        self._console.print(Text(text, style="dim"))

    def full(self, title: str, message: Message) -> None:
        """Print a message over the whole width, under a title."""
        self._console.print()
        self._console.print(Rule(Text(title, style="bold"), align="left"))
        self._console.print(Padding(render(message, self._console.width - 2, typed=False), (0, 1)))

    def _show(self, to: Place, message: Message) -> None:
        left, right = self._widths()
        if to.id != HIRING:
            self._console.print(self._row(render(message, left), Text("")))
        elif len(message.blocks) >= LONG and self._console.width < WIDE:
            self.full("#hiring", message)
        else:
            self._console.print(self._row(Text(""), render(message, right, typed=False)))

    def _widths(self) -> tuple[int, int]:
        room = self._console.width - 3
        left = round(room * (0.52 if self._console.width >= WIDE else 0.66))
        return left, room - left

    def _row(self, left: object, right: object) -> Table:
        widths = self._widths()
        table = Table.grid(padding=0)
        table.add_column(width=widths[0])
        table.add_column(width=3)
        table.add_column(width=widths[1])
        table.add_row(left, Text(" ", style="dim"), right)  # type: ignore[arg-type] # rich draws whatever comes
        return table
