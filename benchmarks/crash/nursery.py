"""Workers by forking: a process that has imported everything makes one in milliseconds, so that time goes into kills.

It reads a line of JSON for each worker: what the worker is given, its environment, and a file to make once it is up.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from benchmarks.process import ROOT

BEFOREHAND = (
    "benchmarks.crash.worker", "bot.jobs.queue", "bot.jobs.schema", "bot.jobs.worker", "bot.judge.llm_grader",
    "bot.picture.ability",
)  # fmt: skip
"""What a worker would import by and by."""
LOOK_EVERY_S = 0.02


class Child:
    """A worker that another process forked: signalled and looked at by its id, and waited for until it is gone."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def send_signal(self, number: int) -> None:
        """Send a signal, if it is still there."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """Send SIGKILL."""
        self.send_signal(signal.SIGKILL)

    def wait(self) -> None:
        """Return once it is gone."""
        while self.poll() is None:
            time.sleep(LOOK_EVERY_S)

    def poll(self) -> int | None:
        """Return None while it is there."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None


class Nursery:
    """The process that forks, as the harness sees it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._born = 0
        command = [sys.executable, "-m", "benchmarks.crash.nursery"]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            command, cwd=ROOT, text=True, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL
        )

    def born(self, given: Mapping[str, object], environment: Mapping[str, str]) -> Child:
        """Return a worker that is up, or has ended before it was."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._born += 1
        up = self._folder / f"up-{self._born}"
        self._process.stdin.write(json.dumps([dict(given), dict(environment), str(up)]) + "\n")
        self._process.stdin.flush()
        child = Child(int(self._process.stdout.readline()))
        while not up.exists() and child.poll() is None:
            time.sleep(LOOK_EVERY_S)
        return child

    def close(self) -> None:
        """End it; its workers are ended by whoever has them."""
        self._process.kill()
        self._process.communicate()


def main() -> None:
    """Fork a worker for each line, until there are no more."""
    for module in BEFOREHAND:
        import_module(module)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system takes the dead away
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _live(*json.loads(line))
        print(pid, flush=True)


def _live(given: dict[str, object], environment: dict[str, str], up: str) -> None:
    """Be a worker, and never return."""
    import asyncio

    from benchmarks.crash.worker import serve

    nothing = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        os.dup2(nothing, number)
    os.environ.update(environment)
    try:
        asyncio.run(serve(given, lambda: Path(up).touch()))
    finally:
        os._exit(1)


if __name__ == "__main__":
    main()
