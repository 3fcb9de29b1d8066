"""The bank of a running service: read again when its files change, and kept as it was while they have errors.

Screenings under way keep the items that they were given; only the next question comes from the new bank.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

from bot.content.files.roots import Roots
from bot.content.load import load
from bot.core.bank.item import Bank
from bot.core.errors import ScreeningError

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reload:
    """How reading the content again went. `faults`: what is wrong in it, a line each; () when the bank is in use."""

    version: str
    """Of the bank that new questions come from now."""
    faults: tuple[str, ...] = ()


class LiveBank:
    """The bank in use. `told` hears of every reading, for logs, figures and whoever is on duty."""

    def __init__(self, bank: Bank, roots: Roots, told: Callable[[Reload], None] = lambda _: None) -> None:
        self.bank = bank
        self.last = Reload(bank.version)
        """How the last reading went."""
        self._roots = roots
        self._told = told

    def reread(self) -> Reload:
        """Read the content; put the bank in place if it has no errors, else keep the last good one."""
        try:
            self.bank = load(self._roots, serving=True)
            self.last = Reload(self.bank.version)
            log.info("The bank was read again: version %s, %d items.", self.bank.version, len(self.bank.items))
        except ScreeningError as fault:
            lines = tuple(str(fault).splitlines())
            self.last = Reload(self.bank.version, lines)
            log.error(
                "The bank on disk has faults (%d), so version %s stays in use. Run viva bank check. The first: %s",
                len(lines),
                self.bank.version,
                lines[0],
            )
        self._told(self.last)
        return self.last

    async def follow(self, stop: asyncio.Event) -> None:
        """Read the content again whenever it is saved, until `stop` is set."""
        from bot.content.watch import watch_content_async  # only who follows pays for the watcher

        async for _ in watch_content_async(self._roots, stop):
            await asyncio.to_thread(self.reread)
