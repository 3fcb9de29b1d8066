"""Run the harness: `python -m benchmarks.crash --kills 200 --database sqlite --processes 1 --seed 1`."""

import asyncio
import json
import random
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import Any

import aiohttp
import click

from benchmarks.bank_check import a_bank
from benchmarks.crash.record import HIRING, Kept, Post, Record, Said, verdict
from benchmarks.process import ROOT
from bot.store.store import SqlStore

ITEMS = 12
SHORTEST_S, LONGEST_S = 0.2, 1.6
"""A process lives at least and at most so long after it is up."""
PATIENCE_S = 900.0


@click.command()
@click.option("--kills", default=200, show_default=True, help="How often a process is killed with SIGKILL.")
@click.option("--database", type=click.Choice(["sqlite", "postgresql"]), default="sqlite", show_default=True)
@click.option("--url", help="An empty PostgreSQL database, where --database is postgresql and no server is started.")
@click.option("--processes", default=1, show_default=True, help="Processes at work at once; SQLite takes one.")
@click.option("--people", default=None, type=int, help="Candidates; enough to outlast the kills if left out.")
@click.option("--seed", default=1, show_default=True)
@click.option("--keys/--no-keys", default=True, show_default=True, help="Whether the platform takes each key once.")
@click.option("--plant", type=click.Choice(["early-ack", "no-look"]), help="A fault on purpose, to see it caught.")
@click.option("--freeze", is_flag=True, help="Stop and go on (SIGSTOP, SIGCONT) instead of killing.")
def main(
    kills: int, database: str, url: str | None, processes: int, people: int | None, seed: int, keys: bool,
    plant: str | None, freeze: bool,
) -> None:  # fmt: skip
    """Kill the service at random moments while people answer, and print what was lost, doubled or out of order."""
    with tempfile.TemporaryDirectory() as folder, _database(database, url, Path(folder)) as db:
        run = Run(
            Path(folder), db, seed, processes, people or max(12, kills // 6), keys=keys, freeze=freeze, plant=plant
        )
        found = asyncio.run(run.played(kills))
    click.echo(json.dumps(found, indent=2))
    sys.exit(0 if found["clean"] else 1)


@contextmanager
def _database(kind: str, url: str | None, folder: Path) -> Iterator[str]:
    if kind == "sqlite":
        yield f"sqlite:///{folder}/viva.db"
        return
    if url:
        yield url
        return
    from tests.postgresql import discard, new_cluster

    cluster = new_cluster()
    try:
        with cluster.database() as made:
            yield made
    finally:
        discard(cluster)


class Run:
    """One run: a platform that lives, and workers that do not."""

    def __init__(
        self, folder: Path, db: str, seed: int, processes: int, people: int, *, keys: bool,
        freeze: bool, plant: str | None,
    ) -> None:  # fmt: skip
        self._db, self._people, self._keys, self._freeze, self._plant = db, people, keys, freeze, plant
        self._content = folder / "content"
        a_bank(self._content, ITEMS)
        self._chance = random.Random(seed)
        self._seed, self._processes = seed, processes
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._url = f"http://127.0.0.1:{self._port}"

    async def played(self, kills: int) -> dict[str, Any]:
        """Return the figures of the run."""
        subprocess.run(
            [sys.executable, "-m", "bot", "db", "upgrade", "--db", self._db],
            cwd=ROOT,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        self._start(
            "worker", json.dumps({"db": self._db, "content": str(self._content), "invite": self._people})
        ).wait()
        platform = self._start("platform", str(self._port), str(self._seed), "keys" if self._keys else "none")
        began = monotonic()
        try:
            killed = await self._kill(kills)
            left = await self._finish(began)
        finally:
            platform.terminate()
        found = verdict(left, await self._kept())
        return {
            "kills": killed,
            "seconds": round(monotonic() - began, 1),
            "people": self._people,
            "database": self._db.split(":", 1)[0],
            "processes": self._processes,
            "keys": self._keys,
            "seed": self._seed,
            **asdict(found),
            "clean": found.clean,
        }

    async def _kill(self, kills: int) -> int:
        """Keep the processes running and kill one after another; return how many were killed."""
        workers = [self._worker() for _ in range(self._processes)]
        killed = 0
        try:
            while killed < kills and await self._waiting():
                await asyncio.sleep(self._chance.uniform(SHORTEST_S, LONGEST_S) / self._processes)
                place = self._chance.randrange(self._processes)
                if self._freeze:
                    workers[place].send_signal(signal.SIGSTOP)
                    await asyncio.sleep(self._chance.uniform(SHORTEST_S, LONGEST_S))
                    workers[place].send_signal(signal.SIGCONT)
                else:
                    workers[place].kill()
                    workers[place].wait()
                    workers[place] = self._worker()
                killed += 1
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()
        return killed

    async def _finish(self, began: float) -> Record:
        """Let one process bring everybody to the end, and return what the platform recorded."""
        worker = self._worker()
        try:
            while await self._unfinished() and monotonic() - began < PATIENCE_S:
                await asyncio.sleep(0.5)
            await asyncio.sleep(2.0)  # whatever comes twice comes now
        finally:
            worker.kill()
            worker.wait()
        state = await self._state()
        return Record(
            [Post(*post) for post in state["posts"]],
            [Said(*said) for said in state["acknowledged"]],
            [(person, number) for person, number in state["handed_in"]],
        )

    async def _waiting(self) -> bool:
        state = await self._state()
        return state["people"] < self._people or bool(state["waiting"])

    async def _unfinished(self) -> bool:
        """Return whether somebody waits, or a card is still to come: it follows the thanks."""
        cards = {key for to, key, _ in (await self._state())["posts"] if to == HIRING and key.endswith("/summary")}
        return await self._waiting() or len(cards) < self._people

    async def _state(self) -> dict[str, Any]:
        async with aiohttp.ClientSession() as http:
            for _ in range(100):
                try:
                    async with http.get(f"{self._url}/state") as answer:
                        state: dict[str, Any] = await answer.json()
                        return state
                except aiohttp.ClientError:
                    await asyncio.sleep(0.1)
        raise RuntimeError("the platform does not answer")

    async def _kept(self) -> list[Kept]:
        kept = []
        async with SqlStore.open(self._db) as store:
            for n in range(self._people):
                session = await store.load(f"s{n}")
                places = [session.practice, session.asides, *(a.parts for a in session.administrations)]
                texts = frozenset(part.text for parts in places for part in parts)
                marks = {a.position: len(a.grades) for a in session.administrations}
                kept.append(Kept(session.candidate.id, session.state.value, texts, marks))
        return kept

    def _worker(self) -> "subprocess.Popen[str]":
        given = {
            "db": self._db,
            "content": str(self._content),
            "url": self._url,
            "keys": self._keys,
            "plant": self._plant,
        }
        worker = self._start("worker", json.dumps(given))
        assert worker.stdout is not None
        worker.stdout.readline()
        return worker

    def _start(self, module: str, *arguments: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", f"benchmarks.crash.{module}", *arguments]
        return subprocess.Popen(command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    main()
