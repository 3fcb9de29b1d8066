"""A process of the service: what it needs, and that it ends when told to."""

import asyncio
import socket
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from bot import serving
from bot.app import SystemClock
from bot.core.errors import ScreeningError
from bot.flow.front import Doors
from bot.settings import Settings
from tests.conversations.stage import Platform

NOW: Callable[[], datetime] = lambda: datetime(2026, 11, 24, tzinfo=UTC)  # noqa: E731 - a clock that stands


@dataclass
class Bell:
    """A front end that says when it listens, and when it has ended."""

    name: str = "console"
    chat: Platform = field(default_factory=Platform)
    heard: list[str] = field(default_factory=list)
    fault: Exception | None = None

    async def run(self, doors: Doors, stop: asyncio.Event) -> None:
        self.heard.append("open")
        if self.fault:
            raise self.fault
        await stop.wait()
        self.heard.append("closed")


async def serve(tmp_path: Path, front: Bell, stop: asyncio.Event) -> None:
    url = str(tmp_path / "viva.db")
    await serving.run(url, None, "keyword", [front], [front], SystemClock(), stop, works=True)


async def test_a_process_serves_until_it_is_told_to_stop_and_then_ends_in_order(tmp_path: Path) -> None:
    front, stop = Bell(), asyncio.Event()
    running = asyncio.create_task(serve(tmp_path, front, stop))
    while front.heard != ["open"]:  # noqa: ASYNC110 - another task opens it
        await asyncio.sleep(0.01)

    stop.set()
    await asyncio.wait_for(running, 10)

    assert front.heard == ["open", "closed"]


async def test_a_platform_that_refuses_us_ends_the_process_with_its_words(tmp_path: Path) -> None:
    front = Bell(fault=ScreeningError("The token is not known."))

    with pytest.raises(ScreeningError, match="token is not known"):
        await asyncio.wait_for(serve(tmp_path, front, asyncio.Event()), 30)


def test_without_a_front_end_it_is_said_what_to_set() -> None:
    with pytest.raises(ScreeningError, match=r"for Slack set SLACK_BOT_TOKEN.*for Discord set DISCORD_TOKEN"):
        serving.chosen([], None)
    with pytest.raises(ScreeningError, match="for Slack set"):
        serving.chosen([Bell("discord")], frozenset({"slack"}))


def test_only_the_platforms_that_are_named_are_listened_to() -> None:
    here, there = Bell("slack"), Bell("discord")

    assert serving.chosen([here, there], None) == [here, there]
    assert serving.chosen([here, there], frozenset({"discord"})) == [there]
    assert serving.chosen([here, there], frozenset()) == []


async def test_slack_is_set_up_by_its_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-not-one")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "not-one")

    assert [front.name for front in serving.fronts(Settings(), NOW)] == ["slack"]


async def test_a_process_tells_whether_it_is_well_and_what_it_has_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setenv("VIVA_OPS_PORT", str(port))
    front, stop = Bell(), asyncio.Event()
    running = asyncio.create_task(serve(tmp_path, front, stop))
    async with aiohttp.ClientSession() as client:
        while front.heard != ["open"]:  # noqa: ASYNC110 - another task opens it
            await asyncio.sleep(0.01)
        ready = await asked(client, port, "/readyz")
        figures = await asked(client, port, "/metrics")
    stop.set()
    await asyncio.wait_for(running, 10)

    assert ready == '{"ready": true, "checks": {"database": "ok", "bank": "ok", "console": "ok"}}'
    assert 'viva_effects{state="due"} 0.0' in figures
    assert "viva_answers 0.0" in figures


async def asked(client: aiohttp.ClientSession, port: int, path: str) -> str:
    """Return a page, waiting for the server to be there."""
    while True:
        try:
            async with client.get(f"http://127.0.0.1:{port}{path}") as answer:
                return await answer.text()
        except aiohttp.ClientConnectionError:
            await asyncio.sleep(0.01)
