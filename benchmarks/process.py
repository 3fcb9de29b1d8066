"""What a whole process takes: time by the clock, CPU and memory, as the system counted them."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).resolve().parents[1]
MB = 1e6 if sys.platform == "darwin" else 1e6 / 1024
"""`ru_maxrss` counts bytes on macOS and KiB elsewhere."""


@dataclass(frozen=True)
class Run:
    """A process from its start to its end: seconds by the clock, CPU seconds, peak resident memory in MB."""

    wall_s: float
    cpu_s: float
    peak_mb: float


def run(*arguments: str, directory: Path = ROOT) -> Run:
    """Return what `python ARGUMENTS` takes; raises CalledProcessError if it fails.

    The peak is never less than that of the process that asks, which it starts as a copy of.
    """
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    began = perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=directory,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    wall_s = perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, process.args)
    return Run(wall_s, used.ru_utime + used.ru_stime, used.ru_maxrss / MB)
