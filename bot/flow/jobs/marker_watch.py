"""Watches whether a model still marks as it did when it was admitted: the frozen set again, once a day.

What a day's marking came to is kept beside the models' replies, under a name of its own, so that of several processes
one marks it, and `viva doctor` can tell of it later. It holds no answer of any candidate.
"""

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Protocol

from bot.core.bank.grader_curve import Admission
from bot.core.bank.item import Bank
from bot.core.calibration.frozen_set import MarkerDrift, digest_of, drift
from bot.flow.jobs.marker_check import marked_by
from bot.flow.ports import Clock, Judge

log = logging.getLogger(__name__)

NOBODY = ""
"""No answer of a candidate: nothing that an erasure would look for."""
LOOKED_BACK = 60
"""Days of markings that are looked through for the last one without drift."""


class Kept(Protocol):
    """Short texts by name; the first one under a name stays."""

    async def recall(self, request: str) -> str | None:
        """Return the text that is kept under a name."""

    async def keep(self, request: str, reply: str, answer: str) -> None:
        """Keep a text, unless there is one under this name."""


@dataclass(frozen=True)
class DayOfMarking:
    """What a day's marking came to. well: the last day before it on which all was as it should be."""

    on: date
    found: MarkerDrift
    well: date


def name_of(admission: Admission, on: date, what: str) -> str:
    """Return the name under which a day's marking is kept, or who does it."""
    return f"marker/{what}/{on.isoformat()}/{admission.model}/{admission.prompt}"


async def last_marking(kept: Kept, admission: Admission, today: date) -> DayOfMarking | None:
    """Return the last marking of the frozen set by an admitted model; None where there is none of late."""
    last: tuple[date, MarkerDrift] | None = None
    for back in range(LOOKED_BACK):
        on = today - timedelta(days=back)
        body = await kept.recall(name_of(admission, on, "came-to"))
        found = MarkerDrift(**json.loads(body)) if body else None
        if found is None:
            continue
        last = last or (on, found)
        if not found.beyond_noise:
            return DayOfMarking(*last, well=on)
    return DayOfMarking(*last, well=admission.admitted_on) if last else None


@dataclass(frozen=True)
class MarkerWatch:
    """Marks the frozen set by the model that is set up, at most once a day, whoever asks. `own`: this process.

    judge: asks anew, whatever is kept of earlier replies.
    """

    judge: Judge
    admission: Callable[[], Admission | None]
    bank: Callable[[], Bank]
    kept: Kept
    clock: Clock
    own: str
    told: Callable[[DayOfMarking], None] = lambda _: None
    at_once: int = 4

    async def look(self) -> DayOfMarking | None:
        """Mark the frozen set if nobody has today, and tell what came of it; None if there was nothing to do."""
        admission, bank, today = self.admission(), self.bank(), self.clock.now().date()
        if admission is None or admission.admitted_on >= today:
            return None
        if admission.frozen != digest_of(bank):
            log.warning("the frozen set has changed since the model was admitted: admit it again")
            return None
        claim = name_of(admission, today, "taken-by")
        if await self.kept.recall(claim) is not None:
            return None
        await self.kept.keep(claim, self.own, NOBODY)
        if await self.kept.recall(claim) != self.own:
            return None
        marks = await marked_by(self.judge, bank, asyncio.Semaphore(self.at_once))
        found = drift(admission.scores, marks.scores)
        await self.kept.keep(name_of(admission, today, "came-to"), json.dumps(asdict(found)), NOBODY)
        came_to = await last_marking(self.kept, admission, today)
        if came_to is not None:
            self._tell(came_to)
        return came_to

    def _tell(self, day: DayOfMarking) -> None:
        found = day.found
        if found.beyond_noise:
            log.warning(
                "the model marks otherwise than when it was admitted: by %+.2f, %.2f apart on %d answers, %d unread; "
                "last well on %s. List its marks since with: viva regrade --since %s",
                *(found.shift, found.spread, found.answers, found.unread, day.well, day.well),
            )
        else:
            log.info("the model marks as when it was admitted: %+.2f on %d answers", found.shift, found.answers)
        self.told(day)
