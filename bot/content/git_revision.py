"""Checks out the content at a git revision into a temporary folder."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

from bot.core.errors import ContentError

WAIT_S = 60


@contextmanager
def at_revision(root: Path, revision: str) -> Iterator[Path]:
    """Yield a content folder with what `root` held at a revision; it is removed afterwards.

    Raises ContentError when `root` is not in a git repository, or there is no such revision.
    """
    remedy = "Name a commit, branch or tag of the repository that holds the content"
    if revision.startswith("-"):
        raise ContentError(revision, "this is no revision", remedy)
    try:
        done = subprocess.run(
            ["git", "-C", str(root), "archive", "--format=zip", revision, "questionbank", "rubrics"],
            capture_output=True,
            timeout=WAIT_S,
            check=False,
        )
    except FileNotFoundError as fault:
        raise ContentError("git", "the program is not installed", "Install it") from fault
    if done.returncode:
        lines = done.stderr.decode(errors="replace").strip().splitlines() or ["git said nothing"]
        raise ContentError(revision, lines[-1].removeprefix("fatal: "), remedy)
    with TemporaryDirectory(prefix="viva-") as folder:
        with ZipFile(BytesIO(done.stdout)) as archive:
            archive.extractall(folder)
        yield Path(folder)
