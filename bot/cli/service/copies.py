"""What an erasure does not reach: copies that were handed out, and files beside the database."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from bot.core.audit import Act, Link

HANDED_OUT = {
    Act.EXPORTED: "an export was written",
    Act.TOOK_DATA: "they took their own data",
    Act.SAW_TRANSCRIPT: "a transcript was handed to a reviewer",
    Act.SAW_PACK: "a next-round pack was handed to a reviewer",
}
"""The acts that leave a copy with somebody."""


def handed_out(links: Sequence[Link]) -> Iterator[str]:
    """Yield a line for each copy that went out, as the audit chain has it."""
    for link in links:
        entry = link.entry
        if entry.act in HANDED_OUT:
            yield f"{entry.at:%Y-%m-%d}: {HANDED_OUT[entry.act]} ({entry.platform}:{entry.actor}, entry {link.number})"


def beside(url: str) -> Iterator[str]:
    """Yield a line for each older copy of an SQLite database that stands beside it."""
    from bot.store.database.engine import address, file_of

    file = file_of(address(url))
    if file is not None:
        others: list[Path] = sorted(file.parent.glob(f"{file.name}.before-restore-*"))
        yield from (f"{other}: the database as it was before a copy was put back" for other in others)
