"""How long `viva --help` takes, from the start of the process to its end, beside a bare python."""

from collections.abc import Iterator
from statistics import median

from benchmarks.figure import Figure, shown
from benchmarks.process import run

RUNS = 15
LIMIT_S = 0.5


def measure() -> Iterator[Figure | str]:
    """Yield CPU and clock seconds beside the limit, and CPU beside `python -c pass`."""
    bare = [run("-c", "pass") for _ in range(RUNS)]
    helped = [run("-m", "bot", "--help") for _ in range(RUNS)]
    cpu, wall = median(r.cpu_s for r in helped), median(r.wall_s for r in helped)
    yield Figure("viva --help, by the clock", wall, "s", "limit", LIMIT_S)
    yield shown([r.wall_s for r in helped])
    yield Figure("viva --help, CPU", cpu, "s", "limit", LIMIT_S)
    yield Figure("viva --help, CPU", cpu, "s", "bare python", median(r.cpu_s for r in bare), most=None)
