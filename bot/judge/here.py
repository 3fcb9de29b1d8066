"""Whoever does work on a candidate's text: the process that asks, or another (`apart`)."""

from collections.abc import Callable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Apart(Protocol):
    """Does work that may take long; `work` is a function of a module, so that another process can find it."""

    async def do(self, work: Callable[..., T], *about: object) -> T:
        """Return what `work` returns; raise TooSlow if it takes too long."""


class Here:
    """Work done in this process, where nobody else waits: a command, a terminal, a test."""

    async def do(self, work: Callable[..., T], *about: object) -> T:
        """Return what `work` returns."""
        return work(*about)
