"""Many candidates who answer on Slack at the same moment: how long each waits for the acknowledgement.

The workspace of the tests plays Slack, in the same process, so that its work is counted too. Its second is a
twentieth of a real one, and so is the bot's pace; acknowledgements are timed by the clock, and do not depend on that.
"""

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from benchmarks.figure import Figure
from bot.app import SystemClock
from bot.core.events import Accepted, Skipped
from bot.core.session import Person, Place
from tests.chat.slack.conftest import HIRING, HURRY, SAM, people
from tests.chat.slack.stage import SlackStage, on_slack
from tests.chat.slack.workspace import Workspace
from tests.core.screenings import ROLE

CANDIDATES = 200
LIMIT_S = 1.0


def measure() -> Iterator[Figure | str]:
    """Yield the 99th percentile of the acknowledgements, and how often the bot was too fast for Slack."""
    seconds, violations, lost = asyncio.run(answered_at_once(CANDIDATES))
    yield Figure(f"acknowledged, {CANDIDATES} at once, 99th percentile", at(seconds, 0.99), "s", "limit", LIMIT_S)
    yield f"median {median(seconds):.2f} s, most {max(seconds):.2f} s of {len(seconds)} deliveries, by the clock"
    yield f"{violations} violations of rates, limits and schemas; {lost} answers lost"


async def answered_at_once(candidates: int) -> tuple[list[float], int, int]:
    """Return the seconds of each acknowledgement, the violations that Slack saw, and the answers that were lost."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            people(Workspace(1 / HURRY)).open() as workspace,
            on_slack(workspace, Path(folder) / "v.db") as stage,
        ):
            ids = [f"U0C{n:05}" for n in range(candidates)]
            for n, id_ in enumerate(ids):
                workspace.state.add_user(id_, f"C{n}")
                await asked(stage, id_, f"s{n}")
            while await stage.store.ready(SystemClock().now(), ["slack"]) or await stage.store.under_way(["slack"]):
                await asyncio.sleep(0.05)
            before = len(workspace.bring.went)
            await asyncio.gather(*(workspace.says(id_, "It is faster.") for id_ in ids))
            sessions = [await stage.store.load(f"s{n}") for n in range(candidates)]
            lost = sum(s.administrations[0].response != "It is faster." for s in sessions)
            return [d.seconds for d in workspace.bring.went[before:]], len(workspace.violations), lost


async def asked(stage: SlackStage, person: str, session: str) -> None:
    """Bring a candidate to the first question, without the messages that lead there having to be out."""
    await stage.screenings.invite(
        session, ROLE, candidate=Person("slack", person, person), hiring=Place("slack", HIRING),
        invited_by=Person("slack", SAM, "Sam"), seed=session,
    )  # fmt: skip
    for event in (Accepted(), Skipped()):
        await stage.screenings.handle(session, event)


def at(seconds: list[float], share: float) -> float:
    """Return the value below which this share of the values lies."""
    return sorted(seconds)[min(len(seconds) - 1, int(share * len(seconds)))]
