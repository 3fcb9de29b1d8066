"""The real service as a process of its own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.chat.slack.conftest import HIRING
from tests.chat.slack.workspace import Workspace


@contextmanager
def serving(workspace: Workspace, database: str, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run `viva run --slack` until the block ends; then it is killed, as a machine kills it."""
    path = os.pathsep.join([str(Path(__file__).parents[3]), *(p for p in sys.path if p)])
    environment = {
        "PATH": os.environ["PATH"], "PYTHONPATH": path, "DATABASE_URL": database,
        "SLACK_BOT_TOKEN": workspace.bot_token, "SLACK_APP_TOKEN": workspace.app_token,
        "SLACK_API_URL": f"{workspace.root}/api", "VIVA_HIRING_CHANNEL": f"slack={HIRING}",
    }  # fmt: skip
    command = [sys.executable, "-m", "bot", "run", "--slack", "--grader", "keyword"]
    with (
        (folder / "stderr.txt").open("ab") as errors,
        subprocess.Popen(command, env=environment, cwd=folder, stderr=errors) as process,
    ):
        try:
            yield process
        finally:
            process.kill()
