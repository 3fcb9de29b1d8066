"""Made-up packages, a lock for them, and a pip to install them with, all on this disk."""

import ensurepip
import hashlib
import os
import venv
import zipfile
from collections.abc import Mapping
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pip

ROOT = Path(__file__).parents[2]
PIP = Path(pip.__file__).parent


def guard() -> ModuleType:
    """Return .ci/locks.py, whose folder is no package."""
    spec = spec_from_file_location("locks", ROOT / ".ci" / "locks.py")
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def packages(folder: Path, needs: Mapping[str, str | None]) -> dict[str, str]:
    """Write release 1.0 of each package into a folder, and return a lock's entry for each, by its name.

    needs: what each package asks for in turn, as `Requires-Dist` writes it; None for nothing.
    """
    entries = {}
    for name, needed in needs.items():
        headers = [f"Requires-Dist: {needed}"] if needed else []
        wheel = guard().write_wheel(folder, name, "1.0", "Provides-Extra: more", *headers)
        entries[name] = f"{name}==1.0 \\\n    --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"
    return entries


def bundled_pip(folder: Path, scratch: Path) -> None:
    """Write a wheel of the pip that this Python brings into a folder."""
    venv.create(scratch, with_pip=True)
    (program,) = scratch.glob("lib/python*/site-packages/pip")
    with zipfile.ZipFile(folder / f"pip-{ensurepip.version()}-py3-none-any.whl", "w") as archive:
        for file in program.rglob("*.p[ey]*"):  # code, and the certificates
            archive.write(file, file.relative_to(program.parent))


def an_environment(folder: Path) -> Path:
    """Make an environment whose pip is the one that runs these tests, and return its Python."""
    venv.create(folder, with_pip=False)
    (site_packages,) = folder.glob("lib/python*/site-packages")
    (site_packages / "pip").symlink_to(PIP)
    return folder / "bin" / "python"


def only_from(folder: Path) -> dict[str, str]:
    """Return an environment in which pip finds packages in a folder and nowhere else."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    return kept | {"PIP_CONFIG_FILE": os.devnull, "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": folder.as_uri()}
