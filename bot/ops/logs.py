"""Logs that a machine can read and that give nobody away: ids, counts and names of faults, one JSON object a line.

Our own records say what we wrote into them, and we write no person's words. What libraries say may hold anything, so
of their records only the place is kept; of an exception the kinds and the places, never the message.
"""

import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from traceback import walk_tb
from typing import IO, Any

import structlog

OURS = "bot"
MOST_FRAMES = 12
"""Of an exception's frames the innermost so many are kept."""


def set_up(level: str, stream: IO[str] | None = None) -> None:
    """Send all logs of the process to a stream, standard error if None; a terminal gets lines for people.

    level: a name that `logging` knows. Libraries are heard from WARNING on, whatever the level.
    """
    target = sys.stderr if stream is None else stream
    draws: Any = structlog.dev.ConsoleRenderer() if target.isatty() else structlog.processors.JSONRenderer()
    handler = logging.StreamHandler(target)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[_told],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, draws],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(max(logging.WARNING, logging.getLevelName(level)))
    logging.getLogger(OURS).setLevel(level)
    logging.captureWarnings(True)


def _told(_logger: Any, _method: str, event: Any) -> Any:
    """Return what is kept of a record."""
    record: logging.LogRecord = event["_record"]
    ours = record.name == OURS or record.name.startswith(f"{OURS}.")
    kept: dict[str, Any] = {
        "at": structlog.processors.TimeStamper(fmt="iso", utc=True)(None, "", {})["timestamp"],
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": event["event"] if ours else f"said something at {Path(record.pathname).name}:{record.lineno}",
        "_record": record,
        "_from_structlog": False,
    }
    if record.exc_info and record.exc_info[1] is not None:
        kept["fault"] = list(_faults(record.exc_info[1]))
    record.exc_info = record.exc_text = None
    return kept


def _faults(fault: BaseException) -> Iterator[dict[str, Any]]:
    """Yield the exception and what caused it: its kind and where it passed, the innermost place last."""
    seen: BaseException | None = fault
    while seen is not None:
        places = [
            f"{Path(f.f_code.co_filename).name}:{line} {f.f_code.co_name}" for f, line in walk_tb(seen.__traceback__)
        ]
        yield {"kind": type(seen).__name__, "at": places[-MOST_FRAMES:]}
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
