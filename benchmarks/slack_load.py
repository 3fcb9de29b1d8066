"""Many candidates who answer on Slack at the same moment: how long each waits for the acknowledgement.

The workspace of the tests plays Slack, in the same process, so that its work is counted too. Its second is a
twentieth of a real one, and so is the bot's pace; acknowledgements are timed by the clock, and do not depend on that.
"""

import asyncio
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from time import process_time

from benchmarks.echo import Rush, echoed
from benchmarks.figure import Figure
from bot.app import SystemClock
from bot.core.screening.events import Accepted, Skipped
from bot.core.screening.session import Person, Place
from tests.chat.slack.conftest import HIRING, HURRY, SAM, people
from tests.chat.slack.stage import SlackStage, on_slack
from tests.chat.slack.workspace import Workspace
from tests.core.screenings import ROLE

CANDIDATES = 200
LIMIT_S = 1.0


def measure() -> Iterator[Figure | str]:
    """Yield the 99th percentile of the acknowledgements, beside a bare bot's, and what Slack found fault with."""
    bare = asyncio.run(echoed_at_once(CANDIDATES))
    viva, violations, lost = asyncio.run(answered_at_once(CANDIDATES))
    late = at(viva.seconds, 0.99)
    yield Figure(f"acknowledged, {CANDIDATES} at once, 99th percentile", late, "s", "limit", LIMIT_S)
    yield Figure("the same, beside an echo bot", late, "s", "echo bot", at(bare.seconds, 0.99), most=None)
    yield f"median {median(viva.seconds):.2f} s, most {max(viva.seconds):.2f} s of {len(viva.seconds)}, by the clock"
    yield Figure("CPU for a message and its reply", viva.cpu_s * 1000, "ms", "echo bot", bare.cpu_s * 1000, most=None)
    yield f"{violations} violations of rates, limits and schemas; {lost} answers lost"


async def echoed_at_once(candidates: int) -> Rush:
    """Return how a bare bot of the same library did, before the same workspace."""
    async with people(Workspace(1 / HURRY)).open() as workspace:
        return await echoed(workspace, joined(workspace, candidates))


def joined(workspace: Workspace, candidates: int) -> list[str]:
    """Let candidates join, and return their ids."""
    ids = [f"U0C{n:05}" for n in range(candidates)]
    for n, id_ in enumerate(ids):
        workspace.state.add_user(id_, f"C{n}")
    return ids


async def answered_at_once(candidates: int) -> tuple[Rush, int, int]:
    """Return how Viva did, the violations that Slack saw, and the answers that were lost."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            people(Workspace(1 / HURRY)).open() as workspace,
            on_slack(workspace, Path(folder) / "v.db") as stage,
        ):
            ids = joined(workspace, candidates)
            for n, id_ in enumerate(ids):
                await asked(stage, id_, f"s{n}")
            await quiet(stage)
            before, cpu = len(workspace.bring.went), process_time()
            await asyncio.gather(*(workspace.says(id_, "It is faster.") for id_ in ids))
            await quiet(stage)
            cpu = process_time() - cpu
            rush = Rush([d.seconds for d in workspace.bring.went[before:]], cpu / candidates)
            sessions = [await stage.store.load(f"s{n}") for n in range(candidates)]
            lost = sum(s.administrations[0].response != "It is faster." for s in sessions)
            return rush, len(workspace.violations), lost


async def quiet(stage: SlackStage) -> None:
    """Return once all that is due is out."""
    while await stage.store.ready(SystemClock().now(), ["slack"]) or await stage.store.under_way(["slack"]):
        await asyncio.sleep(0.05)


async def asked(stage: SlackStage, person: str, session: str) -> None:
    """Bring a candidate to the first question, without the messages that lead there having to be out."""
    await stage.screenings.invite(
        session, ROLE, candidate=Person("slack", person, person), hiring=Place("slack", HIRING),
        invited_by=Person("slack", SAM, "Sam"), seed=session,
    )  # fmt: skip
    for event in (Accepted(), Skipped()):
        await stage.screenings.handle(session, event)


def at(seconds: Sequence[float], share: float) -> float:
    """Return the value below which this share of the values lies."""
    return sorted(seconds)[min(len(seconds) - 1, int(share * len(seconds)))]
