"""What all tests share: how properties are tried, the PostgreSQL server, and a loud word where there is none."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.terminal import TerminalReporter
from hypothesis import HealthCheck, settings

from tests.postgresql import FOLDER, Cluster, discard, new_cluster, programs

WITHOUT_SERVER = "PostgreSQL's server programs are missing"

# Properties are about values, never about speed: a busy machine must not fail them, so nothing is timed. On a
# developer's machine each run draws other examples, which is how new faults are found; what decides whether a
# change lands (.ci/run sets CI) draws the same ones each time, so that a failure there is the change's own and
# everybody can repeat it.
UNTIMED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("searching", UNTIMED)
settings.register_profile("repeatable", UNTIMED, derandomize=True, database=None)
settings.load_profile("repeatable" if os.environ.get("CI") else "searching")


def pytest_configure(config: pytest.Config) -> None:
    """Name the folder of this run's server, before other processes of the run start; nothing runs yet."""
    if not hasattr(config, "workerinput") and programs() is not None:
        os.environ[FOLDER] = str(new_cluster().folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the server with the run."""
    if not hasattr(config, "workerinput") and FOLDER in os.environ:
        discard(Cluster(Path(os.environ.pop(FOLDER))))


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Say which tests were left out, so that a green run does not pass for a whole one."""
    skipped = [r for r in terminalreporter.stats.get("skipped", ()) if WITHOUT_SERVER in str(r.longrepr)]
    if skipped:
        terminalreporter.section("LEFT OUT: tests that need PostgreSQL", sep="!", red=True, bold=True)
        terminalreporter.line(f"{WITHOUT_SERVER}, so {len(skipped)} tests did not run:")
        for name in sorted({r.nodeid for r in skipped}):
            terminalreporter.line(f"  {name}")
        terminalreporter.line("Install them (on Debian or Ubuntu: apt-get install postgresql) and run again.")


@pytest.fixture(scope="session")
def cluster() -> Cluster:
    """Return this run's server, running."""
    if FOLDER not in os.environ:
        pytest.skip(WITHOUT_SERVER)
    found = Cluster(Path(os.environ[FOLDER]))
    found.start()
    return found


@pytest.fixture
def postgresql(cluster: Cluster) -> Iterator[str]:
    """Return the address of a database with current tables and nothing in them, on a real server."""
    with cluster.database() as url:
        yield url


@pytest.fixture
def bare_postgresql(cluster: Cluster) -> Iterator[str]:
    """Return the address of a database without tables, on a real server."""
    with cluster.database(migrated=False) as url:
        yield url
