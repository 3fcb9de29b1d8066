"""`viva run --discord` as a process of its own, killed twice: no answer is lost, and there is one card."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from bot.core.screening.session import State
from bot.store.store import SqlStore
from tests.chat.discord.guild import Json
from tests.chat.discord.rules import walk
from tests.chat.discord.server import Server
from tests.chat.discord.stage import KIM, SAM, said, shown
from tests.chat.discord.wire import HIRING, LOBBY


class Bot:
    """The service, started over one database as often as need be."""

    def __init__(self, server: Server, folder: Path) -> None:
        self._server = server
        self._log = folder / "log"
        self._env = {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": f"sqlite:///{folder / 'viva.db'}",
            "DISCORD_TOKEN": "token",
            "DISCORD_API_URL": f"http://{server.url}/api/v10",
            "DISCORD_GATEWAY_URL": f"ws://{server.url}/gateway",
            "VIVA_HIRING_CHANNEL": f"discord={HIRING}",
            "VIVA_DISCORD_LOBBY": LOBBY,
        }
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        before = self._server.identified
        with self._log.open("a") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", "--discord", "--grader", "keyword",
                env=self._env, stdout=log, stderr=log,
            )  # fmt: skip
        await self._server.until(lambda: self._server.identified > before)

    async def kill(self, by: signal.Signals = signal.SIGKILL) -> int:
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(by)
        return await self._process.wait()

    @property
    def log(self) -> str:
        return self._log.read_text()


async def press(server: Server, label: str) -> None:
    direct = server.direct(KIM)

    def find() -> tuple[Json, str] | None:
        for message in reversed(server.posted(direct)):
            for c in walk(message["components"]):
                if c["type"] == 2 and c["label"] == label:
                    return message, c["custom_id"]
        return None

    message, custom_id = await server.until(find)
    await server.presses(KIM, message, custom_id)


def asked(server: Server) -> list[Json]:
    return [m for m in server.posted(server.direct(KIM)) if " of about " in shown(m)]


@pytest.mark.slow
async def test_two_kills_lose_no_answer_and_leave_one_card(server: Server, tmp_path: Path) -> None:
    bot = Bot(server, tmp_path)
    try:
        await bot.start()
        invited = await server.commands_(SAM, "invite", HIRING, person=KIM, role="ai-infrastructure")
        assert "I am inviting Kim" in said(invited)
        await press(server, "Start")
        await press(server, "Skip")
        await server.until(lambda: asked(server))
        written = 0
        for n in range(60):
            await server.until(lambda n=n: len(asked(server)) > n or done(server))  # type: ignore[misc] # defaults bind
            if done(server):
                break
            if n in {1, 3}:
                await bot.kill()
            await server.says(KIM, f"Answer {n}: it depends, and I would measure first.")
            if n in {1, 3}:
                await bot.start()
            written += 1
            await server.says(KIM, "done")
        await server.until(lambda: server.posted(HIRING))
        assert await bot.kill(signal.SIGTERM) == 0
    finally:
        await bot.kill()

    async with SqlStore.open(f"sqlite:///{tmp_path / 'viva.db'}") as store:
        [session] = await store.recent()
    stored = "".join(a.response for a in session.administrations)
    assert session.state is State.CLOSED
    assert all(f"Answer {n}:" in stored for n in range(written))
    assert len([m for m in server.posted(HIRING) if "a person decides" in shown(m)]) == 1
    assert "Kim" not in bot.log
    assert "it depends" not in bot.log
    assert "Unclosed" not in bot.log


def done(server: Server) -> bool:
    return any("That was the last question" in shown(m) for m in server.posted(server.direct(KIM)))
