import subprocess
from pathlib import Path

import pytest

from tests.setup.wheels import ROOT, an_environment, only_from, packages
from tests.waiting import HANG_S

pytestmark = pytest.mark.slow

Done = subprocess.CompletedProcess[str]


class Machine:
    """A folder, with a space in its name, that holds an environment, a lock and the packages there are."""

    def __init__(self, folder: Path) -> None:
        self.wheels, self.lock = folder / "wheels", folder / "a.lock"
        self.wheels.mkdir(parents=True)
        self.python = an_environment(folder / "env")

    def installs(self, *entries: str) -> Done:
        self.lock.write_text("".join(entries))
        command = [self.python, ROOT / "scripts" / "install.py", self.lock]
        return subprocess.run(command, text=True, capture_output=True, timeout=HANG_S, env=only_from(self.wheels))

    def has(self, module: str) -> bool:
        code = f"from importlib.metadata import version; version({module!r})"
        return subprocess.run([self.python, "-c", code], capture_output=True, timeout=HANG_S).returncode == 0


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path / "a path")


def test_an_installation_says_how_far_it_is_and_a_second_one_has_nothing_to_do(machine: Machine) -> None:
    entry = packages(machine.wheels, {"parent": "child", "child": None})
    elsewhere = "nowhere==1.0 ; sys_platform == 'plan9' \\\n    --hash=sha256:" + "0" * 64 + "\n"

    first = machine.installs(*entry.values(), elsewhere)
    second = machine.installs(*entry.values(), elsewhere)

    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    assert first.stdout.startswith("Installing 2 packages into env: 1 of 2, parent\n")
    assert first.stdout.endswith("Installing 2 packages into env: done\n")
    assert second.stdout == ""
    assert machine.has("parent")


def test_a_lock_that_lacks_what_a_package_needs_is_an_error_that_names_it(machine: Machine) -> None:
    entry = packages(machine.wheels, {"parent": "child", "child": None})

    done = machine.installs(entry["parent"])

    assert done.returncode != 0
    assert "child" in done.stderr
    assert "make lock" in done.stderr
    assert not machine.has("child"), "nothing but what the lock names is installed"


def test_a_failure_ends_with_pips_last_words_and_what_to_try(machine: Machine) -> None:
    entry = packages(machine.wheels, {"child": None})["child"]

    done = machine.installs(entry.replace("child", "elsewhere"))

    assert done.returncode != 0
    assert "No matching distribution found for elsewhere" in done.stderr
    assert all(word in done.stderr for word in ("network", "PIP_INDEX_URL", "MB are free", "make PYTHON="))


def test_a_file_that_is_not_the_locked_one_is_refused(machine: Machine) -> None:
    entry = packages(machine.wheels, {"child": None})["child"]
    with (machine.wheels / "child-1.0-py3-none-any.whl").open("ab") as wheel:
        wheel.write(b"more")

    done = machine.installs(entry)

    assert done.returncode != 0
    assert "DO NOT MATCH THE HASHES" in done.stderr
    assert not machine.has("child")
