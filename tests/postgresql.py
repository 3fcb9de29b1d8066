"""A PostgreSQL server of the tests' own: one for a run, in a temporary folder, started when a test first asks.

Each test gets a database of its own, copied from a migrated one. Nothing is kept, so nothing is flushed to disk.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from filelock import FileLock

from tests.waiting import HANG_S

FOLDER = "VIVA_TEST_CLUSTER"
"""The variable that tells the processes of one run where their server lives."""
USERS = ("postgres", "nobody")
"""Who may run the server where the tests are root, whom PostgreSQL refuses."""
OPTIONS = (
    "-c fsync=off -c full_page_writes=off -c listen_addresses='' -c max_connections=200 -c shared_buffers=32MB "
    # Old log is removed rather than written over one day, so that a test can look for what was in it.
    "-c wal_recycle=off"
)
TEMPLATE = "template_viva"
_numbers = count(1)


def programs() -> Path | None:
    """Return the folder of the newest server programs; None if there are none."""
    found = [Path(p).parent for p in [shutil.which("initdb")] if p]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: int(p.parent.name), reverse=True)
    return next((p for p in found if (p / "initdb").exists() and (p / "pg_ctl").exists()), None)


class Cluster:
    """A server in a folder; every process of a run that knows the folder can use it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"

    def url(self, database: str) -> str:
        """Return the address of a database."""
        return f"postgresql://viva@/{database}?host={self.folder}"

    def start(self) -> None:
        """Start the server, after making it, unless another process has."""
        with FileLock(self.folder / "lock"):
            if (self.data / "postmaster.pid").exists():
                return
            _give_away(self.folder)
            if not self.data.exists():
                self._run("initdb", "-D", self.data, "-U", "viva", "-A", "trust", "-E", "UTF8", "-N", "--no-locale")
            self.resume()
            if not (self.folder / "template").exists():
                from bot.jobs import schema
                from bot.store.database.engine import address
                from bot.store.migrations import upgrade

                self.execute(f"CREATE DATABASE {TEMPLATE}")
                upgrade(address(self.url(TEMPLATE)))
                schema.bring_up_to_date(self.url(TEMPLATE))
                (self.folder / "template").touch()

    def resume(self) -> None:
        """Start the server that was made before."""
        options = f"{OPTIONS} -k {self.folder}"
        self._run("pg_ctl", "-D", self.data, "-o", options, "-l", self.data / "log", "-w", "-t", int(HANG_S), "start")

    def stop(self, how: str = "immediate") -> None:
        """Stop the server if it runs; `how` is pg_ctl's mode."""
        if (self.data / "postmaster.pid").exists():
            self._run("pg_ctl", "-D", self.data, "-m", how, "-w", "stop")

    def execute(self, statement: str) -> None:
        """Run a statement that belongs to no database."""
        import psycopg

        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    @contextmanager
    def database(self, *, migrated: bool = True) -> Iterator[str]:
        """Make a database, yield its address, and drop it."""
        self.start()
        name = f"t{os.getpid()}_{next(_numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE if migrated else 'template0'}")
        try:
            yield self.url(name)
        finally:
            self.execute(f"DROP DATABASE {name} WITH (FORCE)")

    def _run(self, program: str, *arguments: object) -> None:
        folder = programs()
        assert folder is not None, "ask programs() first"
        command = [str(folder / program), *map(str, arguments)]
        # Not captured by a pipe: the server keeps its standard output open for as long as it runs.
        with tempfile.TemporaryFile() as said:
            done = subprocess.run(command, cwd="/", stdin=subprocess.DEVNULL, stdout=said, stderr=said, **_as_user())
            if done.returncode:
                said.seek(0)
                raise RuntimeError(f"{program}: {said.read().decode(errors='replace')}")


def new_cluster() -> Cluster:
    """Return a server to be, in a new folder with a name short enough for a socket's."""
    return Cluster(Path(tempfile.mkdtemp(prefix="viva-pg-", dir="/tmp")))


def discard(cluster: Cluster) -> None:
    """Stop a server and remove all that it had."""
    cluster.stop()
    shutil.rmtree(cluster.folder, ignore_errors=True)


def _user() -> str | None:
    import pwd

    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in USERS if name in known)


def _as_user() -> dict[str, Any]:
    user = _user()
    if user is None:
        return {}
    import pwd

    return {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []}


def _give_away(folder: Path) -> None:
    user = _user()
    if user is not None:
        shutil.chown(folder, user)
