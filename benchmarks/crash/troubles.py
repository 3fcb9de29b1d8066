"""What befalls the service while people answer: each trouble strikes at random moments, and says what it needs."""

import asyncio
import os
import random
import signal
import sqlite3
import subprocess
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.crash.nursery import Child
from bot.jobs.queue import DEAD_AFTER_S
from tests.postgresql import Cluster

SHORTEST_S, LONGEST_S = 0.2, 1.6
"""A process lives at least and at most so long between two blows; and a blow that ends lasts so long."""
DISK = "size=24m"
"""Of the small disk that runs full."""

Worker = Child


@dataclass(frozen=True)
class Scene:
    """Where a trouble strikes. `cluster` is None on SQLite; `anew` starts a worker in a place."""

    workers: list[Worker]
    file: Path | None
    cluster: Cluster | None
    chance: random.Random
    anew: Callable[[int], None]
    database: str = ""
    """The name of a PostgreSQL database."""

    def somebody(self) -> int:
        """Return the place of a worker."""
        return self.chance.randrange(len(self.workers))

    async def a_while(self) -> None:
        """Let the blow last."""
        await asyncio.sleep(self.chance.uniform(SHORTEST_S, LONGEST_S))


async def kill(scene: Scene) -> None:
    """SIGKILL for one process; another takes its place."""
    place = scene.somebody()
    scene.workers[place].kill()
    scene.workers[place].wait()
    scene.anew(place)


async def freeze(scene: Scene) -> None:
    """SIGSTOP for one process and SIGCONT; one in ten outlasts the lease where there are others to take over."""
    worker = scene.workers[scene.somebody()]
    worker.send_signal(signal.SIGSTOP)
    if len(scene.workers) > 1 and scene.chance.random() < 0.1:
        await asyncio.sleep(DEAD_AFTER_S * 1.3)
    await scene.a_while()
    worker.send_signal(signal.SIGCONT)


async def restart(scene: Scene) -> None:
    """PostgreSQL is stopped as by a power cut, and started; on SQLite another process holds the lock meanwhile."""
    if scene.cluster is not None:
        await asyncio.to_thread(scene.cluster.stop)
        await scene.a_while()
        await asyncio.to_thread(scene.cluster.resume)
        return
    assert scene.file is not None
    other = sqlite3.connect(scene.file, isolation_level=None, timeout=30, check_same_thread=False)
    try:
        await asyncio.to_thread(other.execute, "BEGIN EXCLUSIVE")
        await scene.a_while()
        other.rollback()
    finally:
        other.close()


async def fill(scene: Scene) -> None:
    """The disk is full for a while."""
    assert scene.file is not None
    ballast = scene.file.with_name("ballast")
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(b"\0" * 4096):
                pass
        except OSError:
            await scene.a_while()
    ballast.unlink()


async def crowd(scene: Scene) -> None:
    """Others take every connection that PostgreSQL has, for a while."""
    assert scene.cluster is not None
    taken = await asyncio.to_thread(_all_connections, scene.cluster.url("postgres"), scene.database)
    try:
        await scene.a_while()
    finally:
        for one in taken:
            one.close()


def _all_connections(server: str, database: str) -> "list[psycopg.Connection]":
    """Return every connection that can be had, those of a database included: they are cut, and taken before it can."""
    taken: list[psycopg.Connection] = []
    for last in (False, True):
        with suppress(psycopg.OperationalError):
            while True:
                taken.append(psycopg.connect(server))
        if not last:
            ended = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = %s"
            taken[0].execute(ended, [database])
    return taken


@dataclass(frozen=True)
class Trouble:
    """A kind of trouble: what strikes, and what the workers are told and given in their environment."""

    strike: Callable[[Scene], Coroutine[Any, Any, None]]
    told: Mapping[str, object] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)


PATIENCE = {
    "VIVA_MODEL": "hanging",
    "VIVA_MODEL_UNPROVEN": "allow",
    "VIVA_MODEL_TIMEOUT": "1",
    "VIVA_MODEL_RETRIES": "0",
}
TROUBLES = {
    "kill": Trouble(kill),
    "freeze": Trouble(freeze),
    "restart": Trouble(restart),
    "full": Trouble(fill),
    "crowd": Trouble(crowd),
    "clock": Trouble(kill, {"jumps": True}),
    "hang": Trouble(kill, {"model": True}, PATIENCE),
}
"""By name. clock: each process's clock jumps by up to a minute as well; hang: the model never answers as well."""


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Mount a small disk, yield its folder, and take it away; raise PermissionError for anybody but root."""
    if os.geteuid() != 0:
        raise PermissionError("a small disk can be mounted by root alone")
    place = folder / "disk"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", DISK, "tmpfs", str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)
