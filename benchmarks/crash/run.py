"""One run: a platform that lives, and workers that do not."""

import asyncio
import json
import random
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from time import monotonic
from typing import Any

import aiohttp

from benchmarks.bank_check import a_bank
from benchmarks.crash.nursery import Nursery
from benchmarks.crash.record import HIRING, Kept, Post, Record, Said, verdict
from benchmarks.crash.troubles import LONGEST_S, SHORTEST_S, Scene, Trouble, Worker
from benchmarks.process import ROOT
from bot.store.store import SqlStore
from tests.postgresql import Cluster

ITEMS = 12
PATIENCE_S = 900.0
"""For everybody to come to an end once the blows are over."""


class Run:
    """Everything of one run. file: of an SQLite database; cluster: of a PostgreSQL one, if the harness runs it."""

    def __init__(
        self, folder: Path, db: str, file: Path | None, cluster: Cluster | None, trouble: Trouble, *,
        seed: int, processes: int, people: int, keys: bool, plant: str | None,
        patience_s: float = PATIENCE_S,
    ) -> None:  # fmt: skip
        self._db, self._file, self._cluster, self._trouble = db, file, cluster, trouble
        self._people, self._keys, self._plant = people, keys, plant
        self._patience_s = patience_s
        self._content = folder / "content"
        a_bank(self._content, ITEMS)
        self._chance = random.Random(seed)
        self._seed, self._processes = seed, processes
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self._url = f"http://127.0.0.1:{self._port}"
        self._nursery = Nursery(folder)
        self._deaths = 0
        self._started = 0

    async def played(self, blows: int) -> dict[str, Any]:
        """Return the figures of the run."""
        subprocess.run(
            [sys.executable, "-m", "bot", "db", "upgrade", "--db", self._db],
            cwd=ROOT,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        asked = json.dumps({"db": self._db, "content": str(self._content), "invite": self._people})
        if self._start("worker", asked).wait() != 0:
            raise RuntimeError(f"nobody could be invited: python -m benchmarks.crash.worker '{asked}' says why")
        platform = self._start("platform", str(self._port), str(self._seed), "keys" if self._keys else "none")
        began = monotonic()
        try:
            struck = await self._strike(blows)
            left = await self._finish()
        finally:
            platform.terminate()
            self._nursery.close()
        found = verdict(left, await self._kept())
        async with SqlStore.open(self._db) as store:
            parked = Counter(f"{p.kind} {p.state}: {p.fault or 'no fault'}" for p in await store.parked())
        return {
            "blows": struck,
            "died by themselves": self._deaths,
            "seconds": round(monotonic() - began, 1),
            "people": self._people,
            "database": self._db.split(":", 1)[0],
            "processes": self._processes,
            "keys": self._keys,
            "seed": self._seed,
            **asdict(found),
            "parked": dict(parked),
            "clean": found.clean,
        }

    async def _strike(self, blows: int) -> int:
        """Keep the processes running while blow falls after blow; return how many fell."""
        workers = [self._worker() for _ in range(self._processes)]

        def anew(place: int) -> None:
            workers[place] = self._worker()

        name = self._db.partition("@/")[2].partition("?")[0]
        scene = Scene(workers, self._file, self._cluster, self._chance, anew, name)
        struck = 0
        try:
            while struck < blows and await self._waiting():
                await asyncio.sleep(self._chance.uniform(SHORTEST_S, LONGEST_S) / self._processes)
                await self._trouble.strike(scene)
                struck += 1
                self._revive(workers)
        finally:
            for worker in workers:
                worker.kill()
                worker.wait()
        return struck

    def _revive(self, workers: list[Worker]) -> None:
        """Start anew whoever has ended without being told to, and count them."""
        for place, worker in enumerate(workers):
            if worker.poll() is not None:
                self._deaths += 1
                workers[place] = self._worker()

    async def _finish(self) -> Record:
        """Let one process bring everybody to the end, and return what the platform recorded."""
        worker, until = self._worker(), monotonic() + self._patience_s
        try:
            while await self._unfinished() and monotonic() < until:
                await asyncio.sleep(0.5)
                if worker.poll() is not None:
                    self._deaths += 1
                    worker = self._worker()
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
                marks = {
                    a.position: max(Counter(g.source for g in a.grades).values(), default=0)
                    for a in session.administrations
                }
                kept.append(Kept(session.candidate.id, session.state.value, texts, marks))
        return kept

    def _worker(self) -> Worker:
        self._started += 1
        given = {
            "db": self._db,
            "content": str(self._content),
            "url": self._url,
            "keys": self._keys,
            "plant": self._plant,
            "chance": f"{self._seed}/{self._started}",
            **self._trouble.told,
        }
        return self._nursery.born(given, self._environment())

    def _environment(self) -> Mapping[str, str]:
        model = {"OPENAI_BASE_URL": f"{self._url}/v1"} if self._trouble.environment else {}
        return {**self._trouble.environment, **model}

    def _start(self, module: str, *arguments: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", f"benchmarks.crash.{module}", *arguments]
        return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
