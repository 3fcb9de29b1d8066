"""Reading what the candidate types: with editing, history and pasting in a terminal, plain lines elsewhere."""

import asyncio
import sys
from typing import Protocol


class Keyboard(Protocol):
    """Where messages come from."""

    async def read(self) -> str | None:
        """Return the next message, without its line end; None when no more will come."""


class PipedLines:
    """Lines of standard input: what a pipe or a test writes."""

    async def read(self) -> str | None:
        """Return the next line; None at the end."""
        line = await asyncio.to_thread(sys.stdin.buffer.readline)
        return line.decode("utf-8", "replace").rstrip("\r\n") if line else None


class TypedLines:
    """A prompt in a terminal; a pasted text with line breaks arrives as one message."""

    def __init__(self, label: str) -> None:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.history import InMemoryHistory

        self._label = f"{label} ▸ "
        self._session: PromptSession[str] = PromptSession(history=InMemoryHistory())

    async def read(self) -> str | None:
        """Return what was typed up to Enter; None at Ctrl-D, and at Ctrl-C."""
        try:
            return await self._session.prompt_async(self._label)
        except (EOFError, KeyboardInterrupt):
            return None


def keyboard(label: str) -> Keyboard:
    """Return the way to read that suits standard input."""
    return TypedLines(label) if sys.stdin.isatty() and sys.stdout.isatty() else PipedLines()
