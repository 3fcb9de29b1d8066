"""How long `viva --help` takes, from the start of the process to its end."""

import subprocess
import sys
import time
from statistics import median

RUNS = 15
LIMIT_S = 0.5


def main() -> None:
    """Print the medians, beside the limit."""
    bare = _seconds("-c", "pass")
    helped = _seconds("-m", "bot", "--help")
    print(f"python -c pass: {bare:.3f} s, viva --help: {helped:.3f} s (medians of {RUNS}); limit {LIMIT_S:g} s")
    print("within the limit" if helped <= LIMIT_S else "OVER THE LIMIT")


def _seconds(*arguments: str) -> float:
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL)
        taken.append(time.perf_counter() - start)
    return median(taken)


if __name__ == "__main__":
    main()
