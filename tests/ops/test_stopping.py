"""A process that is told to stop stops: in order if it can, and as it stands if it hangs."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.waiting import HANG_S

WITHIN_S = 1.0
PROCESS = """
import asyncio, re, sys
from bot.ops.stopping import told_to_stop

async def main() -> None:
    async with told_to_stop({within}) as stop:
        print("begun", flush=True)
        {work}
        print("stopped", flush=True)

asyncio.run(main())
"""
STUCK = {
    "in a pattern": "re.match(r'(x+x+)+y', 'x' * 60)",
    "in Python": "[None for _ in iter(int, 1)]",
    "in a wait that is not the loop's": "__import__('time').sleep(3600)",
}


@contextmanager
def a_process(work: str) -> Iterator[subprocess.Popen[str]]:
    code = PROCESS.format(within=WITHIN_S, work=work)
    with subprocess.Popen([sys.executable, "-c", code], stdout=-1, stderr=-1, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("work", STUCK.values(), ids=STUCK)
def test_a_process_that_hangs_is_gone_within_its_time(work: str, told: signal.Signals) -> None:
    with a_process(work) as process:
        process.send_signal(told)

        _, errors = process.communicate(timeout=HANG_S)

        assert process.returncode == 1
        assert "Timeout" in errors


def test_threads_that_still_compute_do_not_hold_up_the_end() -> None:
    computing = "asyncio.get_running_loop().run_in_executor(None, __import__('time').sleep, 3600)"
    with a_process(f"{computing}; await stop.wait()") as process:
        process.send_signal(signal.SIGTERM)

        said, _ = process.communicate(timeout=HANG_S)

        assert (process.returncode, said) == (0, "stopped\n")


def test_a_process_that_does_not_hang_ends_in_order() -> None:
    with a_process("await stop.wait()") as process:
        process.send_signal(signal.SIGTERM)

        said, errors = process.communicate(timeout=HANG_S)

        assert (process.returncode, said, errors) == (0, "stopped\n", "")
