"""Where content lies: one folder, or several that overlay each other."""

from pathlib import Path

Roots = tuple[Path, ...]
"""Content folders, each laid over those before it: of two documents with one id, that of the later folder counts."""


def content_roots(override: Roots | None = None) -> Roots:
    """Return the folders that hold questionbank/ and rubrics/: as set, as shipped in the wheel, or as checked out."""
    packaged = Path(__file__).resolve().parents[2] / "_content"
    return override or (packaged if packaged.is_dir() else packaged.parents[1],)


def content_root(override: Roots | None = None) -> Path:
    """Return the folder to write to: the last one, which counts most."""
    return content_roots(override)[-1]
