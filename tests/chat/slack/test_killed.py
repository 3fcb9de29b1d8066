"""The real service as a process of its own, killed twice: no answer lost, no double mark, one card."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.core.session import State
from bot.store.store import SqlStore
from tests.chat.slack.conftest import HIRING, KIM, SAM, people
from tests.chat.slack.stage import shown
from tests.chat.slack.state import Json
from tests.chat.slack.workspace import Workspace


@contextmanager
def serving(workspace: Workspace, database: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run `viva run --slack` until the block ends; then it is told to stop, and does."""
    path = os.pathsep.join([str(Path(__file__).parents[3]), *(p for p in sys.path if p)])
    environment = {
        "PATH": os.environ["PATH"], "PYTHONPATH": path, "DATABASE_URL": database,
        "SLACK_BOT_TOKEN": workspace.bot_token, "SLACK_APP_TOKEN": workspace.app_token,
        "SLACK_API_URL": f"{workspace.root}/api", "VIVA_HIRING_CHANNEL": f"slack={HIRING}",
    }  # fmt: skip
    command = [sys.executable, "-m", "bot", "run", "--slack", "--grader", "keyword"]
    with subprocess.Popen(command, env=environment, cwd=folder, stderr=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=15)


def told(workspace: Workspace, place: str, words: str) -> Json | None:
    channel = workspace.state.channels[HIRING] if place == HIRING else workspace.state.direct(place)
    found = (m for m in channel.messages.values() if m.get("bot_id") and words in shown(m))
    return next(found, None)


@pytest.mark.slow
async def test_two_kills_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path}/viva.db"
    async with people(Workspace()).open() as workspace:
        said: list[str] = []

        async def until(place: str, words: str) -> Json:
            return await workspace.until(lambda: told(workspace, place, words), 30)  # type: ignore[no-any-return]

        async def answer(number: int) -> None:
            await until(KIM, f"Question {number} of")
            said.append(f"NVLink is faster than PCIe, answer {number}.")
            await workspace.says(KIM, said[-1])
            await workspace.says(KIM, "done")

        with serving(workspace, database, tmp_path) as process:
            await workspace.commands(SAM, f"invite <@{KIM}|kim> ai-infrastructure", HIRING)
            invitation = await until(KIM, "[Start]")
            channel = workspace.state.direct(KIM).id
            await workspace.presses(KIM, channel, invitation["ts"], "start")
            await until(KIM, "does not count")
            await workspace.says(KIM, "skip")
            await answer(1)
            process.kill()
        workspace.bring.replays = 1
        with serving(workspace, database, tmp_path) as process:
            await answer(2)
            process.kill()
        with serving(workspace, database, tmp_path):
            await answer(3)
            await until(KIM, "Question 4 of")
            await workspace.says(KIM, "stop")
            await workspace.says(KIM, "stop")
            await until(KIM, "We stop here")
            await until(HIRING, "[Details]")

        async with SqlStore.open(database) as store:
            [session] = await store.screenings_of("slack", KIM)
        assert session.state is State.WITHDRAWN
        assert [a.response for a in session.administrations[:3]] == said
        assert all(len(a.grades) == 1 for a in session.administrations[:3])
        cards = [m for m in workspace.state.channels[HIRING].messages.values() if "[Details]" in shown(m)]
        assert len(cards) == 1
        assert workspace.violations == []
