"""Memory and time of a whole scripted `viva play`: database, interview, marks and summary in one process."""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.figure import Figure, shown
from benchmarks.process import ROOT, run

RUNS = 3
LIMIT_MB = 150.0
ANSWER = (
    "It depends on the bandwidth between the GPUs: inside the box NVLink gives about 900 GB/s, across boxes "
    "InfiniBand 50 GB/s per card, so whatever talks in every layer stays inside, because otherwise the GPUs wait. "
    "I would measure it with nccl-tests before I changed anything, and watch the slowest rank."
)


def measure() -> Iterator[Figure | str]:
    """Yield the peak of the process, beside the limit and beside a bare python."""
    with tempfile.TemporaryDirectory() as folder:
        answers = Path(folder, "answers.jsonl")
        answers.write_text(json.dumps({"item": "*", "answer": ANSWER}) + "\n", encoding="utf-8")
        bare = run("-c", "pass")
        runs = [run(*_play(answers, Path(folder, f"{n}.db"))) for n in range(RUNS)]
    peak = max(r.peak_mb for r in runs)
    yield Figure("viva play, whole screening: peak memory", peak, "MB", "limit", LIMIT_MB)
    yield Figure("viva play, whole screening: peak memory", peak, "MB", "bare python", bare.peak_mb, most=None)
    yield f"CPU {median(r.cpu_s for r in runs):.2f} s; by the clock, in s: {shown([r.wall_s for r in runs])}"


def _play(answers: Path, database: Path) -> list[str]:
    given = ["--answers", str(answers), "--seed", "1", "--db", f"sqlite:///{database}", "--json"]
    return ["-m", "bot", "play", "--new", "--grader", "keyword", "--content", str(ROOT), *given]
