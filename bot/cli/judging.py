"""A judge for commands that mark outside of any screening; what the model said is kept all the same."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot import app
from bot.cli.database import address
from bot.cli.options import settings_of_command
from bot.core.bank.item import Bank
from bot.flow.ports import Judge
from bot.store.store import SqlStore


class Forgetful:
    """No memory: every request is sent."""

    async def recall(self, request: str) -> str | None:  # noqa: ARG002 - there is nothing to look up
        """Return None."""
        return None

    async def keep(self, request: str, reply: str, answer: str) -> None:
        """Let it go."""


@asynccontextmanager
async def a_judge(
    grader: str, bank: Bank, db: str | None, *, fresh: bool = False, unproven: bool = False
) -> AsyncIterator[Judge]:
    """Yield the judge of this name, with the database's memory of what the model said; `fresh` asks anew.

    unproven: whether a model may mark that was not admitted, as it is only tried.
    """
    settings = settings_of_command()
    if fresh or grader == app.KEYWORD or (grader == app.AUTO and not settings.has_model):
        async with app.open_judge(
            grader, settings, Forgetful(), lambda: bank.calibration, anchors=bank.samples_of, unproven=unproven
        ) as judge:
            yield judge
        return
    async with (
        SqlStore.open(address(db)) as store,
        app.open_judge(
            grader, settings, store, lambda: bank.calibration, anchors=bank.samples_of, unproven=unproven
        ) as judge,
    ):
        yield judge
