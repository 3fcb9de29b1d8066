"""Watches the content folders for saved files, one piece of news for each burst of writes."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

from watchfiles import Change, awatch, watch

from bot.content.files.roots import Roots

QUIET_MS = 400
"""How long nothing must be written before a burst is over: an editor saves a file in several steps."""


def watch_content(roots: Roots) -> Iterator[None]:
    """Yield after each burst of writes to YAML files, until interrupted."""
    for _ in watch(*_folders(roots), watch_filter=_yaml, debounce=QUIET_MS, raise_interrupt=False):
        yield None


async def watch_content_async(roots: Roots, stop: asyncio.Event) -> AsyncIterator[None]:
    """The same for a running service; ends when `stop` is set."""
    async for _ in awatch(*_folders(roots), watch_filter=_yaml, debounce=QUIET_MS, stop_event=stop):
        yield None


def _folders(roots: Roots) -> list[Path]:
    return [folder for root in roots for top in ("questionbank", "rubrics") if (folder := root / top).is_dir()]


def _yaml(_change: Change, path: str) -> bool:
    return path.endswith(".yaml") and not Path(path).name.startswith(".")
