"""The platform interface: what a front end gives (a chat, something to run) and gets (entrances)."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.core.screening.session import Session
from bot.flow.entrance.candidates import CandidateEntrance
from bot.flow.entrance.screeners import ScreenerEntrance
from bot.flow.ports import Chat


@dataclass(frozen=True)
class Entrances:
    """What a front end hands things to; `ongoing` returns its platform's screenings that are not over."""

    reception: CandidateEntrance
    desk: ScreenerEntrance
    ongoing: Callable[[], Awaitable[Sequence[Session]]]


class FrontEnd(Protocol):
    """One platform. A process that only works uses the chat alone, so that it must do without `run`."""

    @property
    def name(self) -> str:
        """Return the platform's name, as in `Person.platform`."""

    @property
    def is_called(self) -> bool:
        """Return whether the platform calls us by HTTP, rather than being called."""

    @property
    def chat(self) -> Chat:
        """Return the chat to post on."""

    async def run(self, doors: Entrances, stop: asyncio.Event) -> None:
        """Listen until `stop` is set; raise ScreeningError if the platform does not take us as we are set up."""

    async def close(self) -> None:
        """Let go of what the chat holds open, once nobody posts any more."""
