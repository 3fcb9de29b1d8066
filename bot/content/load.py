"""From the content folders to a bank: every file is read, and every fault of any of them is found in one go."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.content import chains, fairness, links, numbers
from bot.content.entry import Content
from bot.content.fault import BankError, Severity
from bot.content.folder import Folder
from bot.content.kinds import CURVES, ITEMS, ROLES, RUBRICS, SAMPLES
from bot.core.bank import Bank, Item
from bot.core.errors import ContentError
from bot.core.recalibration import Curve
from bot.core.role import Role
from bot.core.rubric import Rubric, SampleSet

NOT_RUBRICS = frozenset({"samples", "schema", "calibration"})


def content_root(override: Path | None = None) -> Path:
    """Return the folder that holds questionbank/ and rubrics/: as set, as shipped in the wheel, or as checked out."""
    packaged = Path(__file__).resolve().parents[1] / "_content"
    return override or (packaged if packaged.is_dir() else packaged.parents[1])


def load(root: Path | None = None) -> Bank:
    """Return the bank of a content folder; raises BankError with every fault that would trip a screening up.

    Raises ContentError if there is no such folder. `viva bank check` looks at more than is needed here.
    """
    content = read(content_root(root))
    faults = (
        *content.faults,
        *links.faults(content),
        *numbers.faults(content),
        *chains.faults(content),
        *fairness.faults(content),
    )
    errors = [fault for fault in faults if fault.severity is Severity.ERROR]
    if errors:
        raise BankError(errors)
    return content.bank


def read(root: Path) -> Content:
    """Return every document under `root` that can be made, and the faults of each single file.

    Raises ContentError if there is no such folder, or it is not a content folder.
    """
    _must_hold_content(root)
    folder = Folder(root)
    with _without_collector():
        items = folder.documents(ITEMS, Item)
        rubrics = folder.documents(RUBRICS, Rubric, skip=NOT_RUBRICS)
        samples = folder.documents(SAMPLES, SampleSet)
        roles = folder.documents(ROLES, Role)
        curves = folder.documents(CURVES, Curve)
        folder.look_for_strays("questionbank", (ITEMS, ROLES))
    return Content(items, rubrics, samples, roles, curves, tuple(sorted(set(folder.faults))), frozenset(folder.unread))


@contextmanager
def _without_collector() -> Iterator[None]:
    """Pause the search for cyclic garbage: hundreds of thousands of nodes come and go here, and hold no cycles.

    Reading a thousand items takes half as long so.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _must_hold_content(root: Path) -> None:
    remedy = "Name a folder that holds questionbank/ and rubrics/, with --content or VIVA_CONTENT"
    if not root.is_dir():
        raise ContentError(str(root), "there is no such folder", remedy)
    missing = [name for name in ("questionbank", "rubrics") if not (root / name).is_dir()]
    if missing:
        raise ContentError(str(root), f"there is no {'/ and no '.join(missing)}/ in this folder", remedy)
