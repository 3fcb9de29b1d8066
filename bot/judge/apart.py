"""Reading of candidates' texts in processes of their own, so that no text can hold up the event loop for long.

Each worker does one thing at a time, has a limit of CPU seconds for it that the system enforces, and is made anew
when it dies; see docs/decisions/0025-reading-apart.md.
"""

import asyncio
import logging
import multiprocessing
import os
import pickle
import signal
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

from bot.core.bank.document import Document
from bot.core.bank.rubric import Rubric
from bot.core.grading.keywords.compiled import prepare
from bot.flow.ports import TooSlow

log = logging.getLogger(__name__)

T = TypeVar("T")

CPU_S = 5.0
"""CPU seconds for one text; an answer as long as answers may be, in ordinary prose, takes a tenth of it."""
WALL_S = 60.0
"""Seconds that it may take in all, however busy the machine is."""
WORKERS = 2
TRIES = 2
"""A worker may die for reasons that are not the text's, so its work is given to one more."""
KEPT = 1024
"""Documents that a worker remembers."""
PRELOADED = ["bot.judge.apart", "bot.core.grading.keywords", "bot.judge.prompt", "bot.judge.replies.verdict"]
"""What each worker needs: imported once, by the process that they are forked from."""


class Workers:
    """Worker processes, made when they are first needed; close them.

    documents: what is likely to be asked about, such as the bank's rubrics without own numbers: each worker has them
    ready before its first work. All others cross once, and are then named by their digests.
    cpu_s, wall_s: seconds for one text; see CPU_S and WALL_S.
    """

    def __init__(
        self, documents: Iterable[Document] = (), cpu_s: float = CPU_S, wall_s: float = WALL_S, many: int = WORKERS
    ) -> None:
        self._known = pickle.dumps(tuple(documents))
        self._limits = (cpu_s, wall_s)
        self._free: asyncio.Queue[ProcessPoolExecutor | None] = asyncio.Queue()
        for _ in range(many):
            self._free.put_nowait(None)
        self._all: dict[ProcessPoolExecutor, set[BaseProcess]] = {}
        self._closed = False

    def start(self) -> None:
        """Begin to make the workers ready, off the loop."""
        for _ in range(self._free.qsize()):
            self._free.put_nowait(self._free.get_nowait() or self._made())

    async def do(self, work: Callable[..., T], *about: object) -> T:
        """Return what `work` returns; raise TooSlow if workers died over it."""
        for _ in range(TRIES):
            worker = await self._free.get()
            try:
                worker = worker or self._made()
                return await self._given(worker, work, about)  # type: ignore[no-any-return] # it is T, or it raises
            except BrokenProcessPool:
                if self._closed:
                    raise
                log.warning("a worker died over a text")
                if worker is not None:
                    self._all.pop(worker, None)
                    worker.shutdown(wait=False)
                worker = None
            finally:
                self._free.put_nowait(worker)
        raise TooSlow(f"{self._limits[0]:g} CPU seconds")

    async def close(self) -> None:
        """End the workers and whatever they are at, for the interpreter waits for them at its own end."""
        self._closed = True
        for worker, processes in self._all.items():
            worker.shutdown(wait=False, cancel_futures=True)
            for process in processes:
                process.kill()
        self._all.clear()

    async def _given(self, worker: ProcessPoolExecutor, work: Callable[..., Any], about: tuple[object, ...]) -> Any:
        named = tuple(ByDigest(part.digest) if isinstance(part, Document) else part for part in about)
        found = await self._asked(worker, work, named)
        if isinstance(found, UnknownDigest):
            found = await self._asked(worker, work, about)
        return found

    async def _asked(self, worker: ProcessPoolExecutor, work: Callable[..., Any], about: tuple[object, ...]) -> Any:
        return await asyncio.wrap_future(worker.submit(_done, self._limits, work, about))

    def _made(self) -> ProcessPoolExecutor:
        method = multiprocessing.get_context("forkserver")
        method.set_forkserver_preload(PRELOADED)
        worker = ProcessPoolExecutor(1, method, initializer=_begin, initargs=(self._known,))
        before = set(multiprocessing.active_children())
        worker.submit(os.getpid)  # a first work, with which the process begins
        self._all[worker] = set(multiprocessing.active_children()) - before
        return worker


class ByDigest:
    """A document by its digest, in the place of the document."""

    def __init__(self, digest: str) -> None:
        self.digest = digest


class UnknownDigest:
    """What a worker answers that does not know a document by its digest."""


_documents: OrderedDict[str, Document] = OrderedDict()


def _begin(known: bytes) -> None:
    """Make a worker ready: it knows the documents, ends with its parent, and leaves signals to it."""
    for told in (signal.SIGINT, signal.SIGTERM):
        signal.signal(told, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    for document in pickle.loads(known):
        _remember(document)
        if isinstance(document, Rubric):
            prepare(document)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
    os._exit(1)


def _remember(document: Document) -> None:
    _documents[document.digest] = document
    _documents.move_to_end(document.digest)
    if len(_documents) > KEPT:
        _documents.popitem(last=False)


def _done(limits: tuple[float, float], work: Callable[..., Any], about: tuple[object, ...]) -> Any:
    """Do some work under the system's own stop watches: what runs into one ends the worker, whatever it is doing."""
    parts: list[object] = []
    for part in about:
        if isinstance(part, ByDigest):
            if part.digest not in _documents:
                return UnknownDigest()
            _documents.move_to_end(part.digest)
            part = _documents[part.digest]
        elif isinstance(part, Document):
            _remember(part)
        parts.append(part)
    cpu_s, wall_s = limits
    signal.setitimer(signal.ITIMER_PROF, cpu_s)
    signal.setitimer(signal.ITIMER_REAL, wall_s)
    try:
        return work(*parts)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
