import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from scripts.spell_extras import spelled
from tests.setup.wheels import ROOT

LOCKS = sorted(ROOT.glob("requirements*.lock"))
ENTRY = re.compile(r"^([a-z0-9][\w.-]*)(?:\[([^]]*)\])?==[^\n]*\\\n(?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", re.M)
HEADS = re.compile(r"^[^\s#].*$", re.M)

Asked = tuple[str, frozenset[str]]
"""A package's name, and the extras with which another asks for it."""


def entries(lock: Path) -> set[Asked]:
    found = ENTRY.findall(lock.read_text())
    return {(name, frozenset(extras.split(",")) - {""}) for name, extras in found}


def asked_by(name: str, extras: frozenset[str]) -> set[Asked]:
    """Return what an installed package asks for on this machine; nothing for one that is not installed."""
    try:
        needs = [Requirement(need) for need in requires(name) or []]
    except PackageNotFoundError:
        return set()
    environments = [{"extra": extra} for extra in extras | {""}]
    met = [n for n in needs if n.marker is None or any(n.marker.evaluate(e) for e in environments)]
    return {(canonicalize_name(need.name), frozenset(need.extras)) for need in met}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_whatever_one_package_asks_of_another_stands_in_the_lock_by_just_that_name(lock: Path) -> None:
    pinned = entries(lock)

    asked = {need for name, extras in pinned for need in asked_by(name, extras)}

    assert asked <= pinned, "pip before 23.3 looks for these anew: is scripts/spell_extras.py left out of make lock?"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_entry_of_a_lock_has_its_digests_and_none_says_where_it_comes_from(lock: Path) -> None:
    text = lock.read_text()

    assert len(ENTRY.findall(text)) == len(HEADS.findall(text)) > 0
    assert "://" not in text


def test_the_lock_that_operators_install_holds_what_postgresql_needs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [Requirement(need) for need in project["dependencies"] + project["optional-dependencies"]["postgres"]]

    assert {(canonicalize_name(w.name), frozenset(w.extras)) for w in wanted} <= entries(ROOT / "requirements.lock")


def test_an_entry_with_extras_stands_once_for_each_set_of_them_and_keeps_its_digests() -> None:
    tail = "==1.0 ; python_version > '3' \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n"

    text = spelled(f"# made\nodd{tail}pair[two, one]{tail}    # via odd\n    # via even\nlast{tail}")

    names = ["odd", "pair", "pair[one]", "pair[two]", "pair[one,two]"]
    assert text == "# made\n" + "".join(n + tail for n in names) + "    # via odd\n    # via even\nlast" + tail
