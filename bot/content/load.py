"""From the content folders to a bank: every file is read, and every fault of any of them is found in one go."""

from contextlib import nullcontext
from pathlib import Path

from bot.content import cache
from bot.content.check import errors
from bot.content.files.entry import Content, overlay
from bot.content.files.folder import Folder
from bot.content.files.gc_pause import without_collector
from bot.content.files.roots import Roots, content_roots
from bot.content.schema_errors.file_kinds import ADMISSIONS, CURVES, ITEMS, ROLES, RUBRICS, SAMPLES
from bot.content.yaml.fault import BankError
from bot.core.bank.grader_curve import Admission, Curve
from bot.core.bank.item import Bank, Item
from bot.core.bank.role import Role
from bot.core.bank.rubric import Rubric
from bot.core.bank.samples import SampleSet
from bot.core.errors import ContentError

NOT_RUBRICS = frozenset({"samples", "schema", "calibration", "admissions"})


def load(roots: Path | Roots | None = None, caches: Path | None = None, *, serving: bool = False) -> Bank:
    """Return the bank of the content folders; raises BankError with every error that `viva bank check` finds.

    Raises ContentError if there is no such folder.
    caches: where a large bank is kept between starts; the usual folder when left out.
    serving: whether people are served meanwhile; the garbage collector, which all threads share, is then left on.
    """
    folders = content_roots((roots,) if isinstance(roots, Path) else roots)
    for folder in folders:
        _must_hold_content(folder, among=len(folders))
    with nullcontext() if serving else without_collector():
        key, kept = cache.key_of(folders), caches or cache.home()
        bank = cache.get(key, kept) if key else None
        if bank is None:
            bank = _faultless(folders, serving=serving)
            if key:
                cache.put(key, bank, kept)
    return bank


def _faultless(folders: Roots, *, serving: bool) -> Bank:
    content = read(folders)
    if found := errors(content, serving=serving):
        raise BankError(found)
    return content.bank


def read(roots: Path | Roots) -> Content:
    """Return every document of the folders that can be made, and the faults of each single file.

    Raises ContentError if there is no such folder, or it is not a content folder.
    """
    folders = (roots,) if isinstance(roots, Path) else roots
    layers = [_layer(folder, len(folders)) for folder in folders]
    return layers[0] if len(layers) == 1 else overlay(layers)


def _layer(root: Path, among: int) -> Content:
    _must_hold_content(root, among)
    folder = Folder(root, named=among > 1)
    items = folder.documents(ITEMS, Item)
    rubrics = folder.documents(RUBRICS, Rubric, skip=NOT_RUBRICS)
    samples = folder.documents(SAMPLES, SampleSet)
    roles = folder.documents(ROLES, Role)
    curves = folder.documents(CURVES, Curve)
    admissions = folder.documents(ADMISSIONS, Admission)
    folder.look_for_strays("questionbank", (ITEMS, ROLES))
    faults = tuple(sorted(set(folder.faults)))
    return Content(items, rubrics, samples, roles, curves, admissions, faults, frozenset(folder.unread))


def _must_hold_content(root: Path, among: int) -> None:
    remedy = (
        "Name a folder that holds questionbank/ and rubrics/, with --content or VIVA_CONTENT; viva bank new begins one"
    )
    if not root.is_dir():
        raise ContentError(str(root), "there is no such folder", remedy)
    missing = [name for name in ("questionbank", "rubrics") if not (root / name).is_dir()]
    # One of several may add only rubrics, or only a role.
    if len(missing) > (1 if among > 1 else 0):
        raise ContentError(str(root), f"there is no {'/ and no '.join(missing)}/ in this folder", remedy)
