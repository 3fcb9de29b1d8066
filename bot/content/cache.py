"""The disk cache of a large bank that was read without a fault.

The key is every byte of the content and the code that reads it: a changed letter, or another version of the bot,
reads everything anew. A cache that cannot be read or written is as good as none.
"""

import contextlib
import hashlib
import os
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile

from platformdirs import user_cache_path
from pydantic import ValidationError

from bot.core.bank.document import Document
from bot.core.bank.grader_curve import Admission, Calibration, Curve
from bot.core.bank.item import Bank, Item
from bot.core.bank.role import Role
from bot.core.bank.rubric import TRUSTED, Rubric
from bot.core.bank.samples import SampleSet

FEWEST_FILES = 100
"""Fewer are read in less time than anybody notices."""
MOST_KEPT = 4
"""Caches that are kept in one home, the newest."""
CODE = Path(__file__).resolve().parents[1]


class _Stored(Document):
    """A bank as it is written down."""

    items: tuple[Item, ...]
    rubrics: tuple[Rubric, ...]
    roles: tuple[Role, ...]
    samples: tuple[SampleSet, ...]
    curves: tuple[Curve, ...]
    admissions: tuple[Admission, ...]


def home() -> Path:
    """Return the folder of caches: that of the person who runs the bot, for nobody else may write there."""
    return user_cache_path("viva", appauthor=False)


def key_of(roots: Sequence[Path]) -> str | None:
    """Return what identifies the content of these folders, or None when they are too small to be worth it."""
    files = [(n, path) for n, root in enumerate(roots) for path in _files(root)]
    if len(files) < FEWEST_FILES:
        return None
    digest = hashlib.sha256(_code().encode())
    for n, path in files:
        try:
            body = path.read_bytes()
        except OSError:
            return None
        digest.update(f"{n}/{path.relative_to(roots[n])}/{len(body)}\n".encode())
        digest.update(body)
    return digest.hexdigest()[:32]


def get(key: str, folder: Path) -> Bank | None:
    """Return the bank that was put under this key, or None."""
    try:
        stored = _Stored.model_validate_json((folder / f"{key}.json").read_bytes(), context={TRUSTED: True})
    except (OSError, ValidationError):
        return None
    return Bank(
        items={item.id: item for item in stored.items},
        rubrics={rubric.item: rubric for rubric in stored.rubrics},
        roles={role.id: role for role in stored.roles},
        samples={samples.item: samples for samples in stored.samples},
        calibration=Calibration(curves=stored.curves, admissions=stored.admissions),
    )


def put(key: str, bank: Bank, folder: Path) -> None:
    """Keep a bank without faults under its key; says nothing when it cannot."""
    stored = _Stored(
        items=tuple(bank.items.values()),
        rubrics=tuple(bank.rubrics.values()),
        roles=tuple(bank.roles.values()),
        samples=tuple(bank.samples.values()),
        curves=bank.calibration.curves,
        admissions=bank.calibration.admissions,
    )
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with NamedTemporaryFile("w", encoding="utf-8", dir=folder, suffix=".part", delete=False) as file:
            file.write(stored.model_dump_json())
        Path(file.name).replace(folder / f"{key}.json")
        _forget_the_oldest(folder)


def _forget_the_oldest(folder: Path) -> None:
    kept = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in kept[MOST_KEPT:]:
        old.unlink(missing_ok=True)


def _files(root: Path) -> Iterator[Path]:
    """Yield every file that reading the content could look at, in a fixed order."""
    for top in ("questionbank", "rubrics"):
        for folder, folders, names in os.walk(root / top):
            folders.sort()
            yield from (Path(folder, name) for name in sorted(names) if ".y" in name.lower())


@cache
def _code() -> str:
    """Return what changes when the code does that reads and checks content."""
    files = sorted(path for room in ("content", "core") for path in (CODE / room).rglob("*.py"))
    seen = (f"{path.relative_to(CODE)} {(stat := path.stat()).st_size} {stat.st_mtime_ns}" for path in files)
    return "\n".join(seen)
