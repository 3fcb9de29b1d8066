"""Message → layouts of Discord's components, as many as it takes; and buttons that outlive the process.

A button carries what it does and what it is about in its own id, so that a press means the same to a
process that never drew it.
"""

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from typing import Any, Protocol

import discord
from discord import ui

from bot.chat.discord.outbound.layout import ButtonRow, Shown, Upload, Words, lay_out
from bot.flow import messages as m
from bot.flow.action_id import NUMBER

MOST_TEXT = 3900
MOST_COMPONENTS = 36
MOST_FILES = 8
"""What one layout holds, a little below Discord's 4,000 characters, 40 components and 10 files."""
LONGEST_LABEL = 80
LONGEST_ALT = 1024
LEAST_MARK = 1 << 24
"""Marks of ours lie above the numbers that Discord gives to components itself."""
STYLES = {
    m.Style.PLAIN: discord.ButtonStyle.secondary,
    m.Style.PRIMARY: discord.ButtonStyle.primary,
    m.Style.DANGER: discord.ButtonStyle.danger,
}
EMPTY = "…"


class Presses(Protocol):
    """Who hears of presses: the client."""

    async def pressed(self, interaction: "discord.Interaction[Any]", custom_id: str) -> None:
        """Take a press, and answer it."""


class Press(ui.DynamicItem[ui.Button[ui.LayoutView]], template=re.compile(".+", re.DOTALL)):
    """A button known by its id alone."""

    @classmethod
    async def from_custom_id(
        cls,
        interaction: "discord.Interaction[Any]",  # noqa: ARG003 - the SDK's way of calling
        item: ui.Item[Any],
        match: re.Match[str],  # noqa: ARG003 - the SDK's way of calling
        /,
    ) -> "Press":
        """Return the button that a press came from."""
        assert isinstance(item, ui.Button)
        return cls(item)

    async def callback(self, interaction: "discord.Interaction[Any]") -> None:
        """Hand the press to the client."""
        client: Presses = interaction.client
        await client.pressed(interaction, self.custom_id)


@dataclass(frozen=True)
class Chunk:
    """What one call sends; drawn anew for each try, for the SDK uses files up."""

    items: tuple[Shown, ...]
    mark: int
    """The number of the first component: by it the part is found again in a channel's history."""

    def view(self) -> ui.LayoutView:
        """Return the layout; it is finished at once, so that the SDK keeps nothing of it."""
        view = ui.LayoutView(timeout=None)
        drawn = [*_components(self.items)]
        drawn[0].id = self.mark
        framed = isinstance(self.items[0], Words) and self.items[0].text.startswith("### ")
        if framed:
            view.add_item(ui.Container(*drawn))
        else:
            for item in drawn:
                view.add_item(item)
        view.stop()
        return view

    def files(self) -> list[discord.File]:
        """Return the files that the layout shows."""
        uploads = [item for item in self.items if isinstance(item, Upload)]
        return [discord.File(io.BytesIO(u.content), u.name, description=_alt(u.alt)) for u in uploads]


def parts(message: m.Message, key: str) -> tuple[Chunk, ...]:
    """Return the messages that together say this one; at least one, each within Discord's limits."""
    groups = [*_grouped([*lay_out(message.blocks)])] or [[Words(message.notice or EMPTY)]]
    return tuple(Chunk(tuple(group), mark_of(key, number)) for number, group in enumerate(groups))


def mark_of(key: str, number: int) -> int:
    """Return the mark of a message's part: the same for the same key, 25 to 31 bits."""
    digest = int.from_bytes(sha256(f"{key}#{number}".encode()).digest()[:4])
    return LEAST_MARK + digest % ((1 << 31) - 1 - LEAST_MARK)


def _grouped(items: Sequence[Shown]) -> Iterator[list[Shown]]:
    group: list[Shown] = []
    for item in items:
        if group and not _fits([*group, item]):
            yield group
            group = []
        group.append(item)
    if group:
        yield group


def _fits(items: Sequence[Shown]) -> bool:
    text = sum(len(i.text) + 1 for i in items if isinstance(i, Words))
    runs = sum(isinstance(i, Words) and not isinstance(before, Words) for before, i in pairwise((None, *items)))
    rows = runs + sum(1 + len(i.buttons) if isinstance(i, ButtonRow) else 1 for i in items if not isinstance(i, Words))
    files = sum(isinstance(i, Upload) for i in items)
    return text <= MOST_TEXT and rows <= MOST_COMPONENTS and files <= MOST_FILES


def _components(items: Sequence[Shown]) -> Iterator[ui.Item[ui.LayoutView]]:
    """Yield the components; texts that follow each other become one."""
    waiting: list[str] = []
    taken: set[str] = set()
    for item in items:
        if isinstance(item, Words):
            waiting.append(item.text)
            continue
        if waiting:
            yield ui.TextDisplay("\n".join(waiting).strip() or EMPTY)
            waiting = []
        if isinstance(item, ButtonRow):
            yield ui.ActionRow(*(_button(button, taken) for button in item.buttons))
        elif item.alt is not None:
            picture = discord.MediaGalleryItem(f"attachment://{item.name}", description=_alt(item.alt))
            yield ui.MediaGallery(picture)
        else:
            yield ui.File(f"attachment://{item.name}")
    if waiting:
        yield ui.TextDisplay("\n".join(waiting).strip() or EMPTY)


def _button(button: m.Button, taken: set[str]) -> "ui.Button[ui.LayoutView]":
    """Return a button whose id is its own in this message."""
    if len(button.label) > LONGEST_LABEL:
        raise ValueError(f"a button's label has at most {LONGEST_LABEL} characters")
    name, number = str(button.id), 2
    while name in taken:
        name = f"{button.id}{NUMBER}{number}"
        number += 1
    taken.add(name)
    return ui.Button(label=button.label, style=STYLES[button.style], custom_id=name)


def _alt(text: str | None) -> str | None:
    return text[:LONGEST_ALT] if text else None
