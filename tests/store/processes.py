"""Other processes for tests: they get the same modules, and say on standard output how far they are."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

OWNER = """
import sys
from bot.store.database.lock import sole_owner
with sole_owner(sys.argv[1]):
    print("mine", flush=True)
    sys.stdin.read()
"""
"""Owns a database file until it is killed."""


@contextmanager
def a_process(code: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """Run Python code in a process of its own, killed at the end of the block."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-c", code, *arguments]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, text=True, stdin=pipe, stdout=pipe) as process:
        try:
            yield process
        finally:
            process.kill()


def lines(process: subprocess.Popen[str]) -> Iterator[str]:
    """Yield what a process says, line by line, until it ends."""
    assert process.stdout is not None
    for line in process.stdout:
        yield line.strip()
