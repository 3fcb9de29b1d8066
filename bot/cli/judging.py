"""A judge for commands that mark outside of any screening; what the model said is kept all the same."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from bot import app
from bot.cli.database import address
from bot.cli.options import settings_of_command
from bot.core.bank.item import Bank
from bot.flow.ports import Judge
from bot.store.store import SqlStore

if TYPE_CHECKING:
    from bot.judge.llm_grader import ReplyMemory


@asynccontextmanager
async def a_judge(
    grader: str,
    bank: Bank,
    db: str | None,
    *,
    fresh: bool = False,
    unproven: bool = False,
    memory: "Callable[[ReplyMemory], ReplyMemory]" = lambda kept: kept,
) -> AsyncIterator[Judge]:
    """Yield the judge of this name, with the database's memory of what the model said; `fresh` asks anew.

    unproven: whether a model may mark that was not admitted, as it is only tried. memory: what stands before the
    database's.
    """
    settings = settings_of_command()
    if fresh or grader == app.KEYWORD or (grader == app.AUTO and not settings.has_model):
        async with app.open_judge(
            grader,
            settings,
            memory(app.Forgetful()),
            lambda: bank.calibration,
            anchors=bank.samples_of,
            unproven=unproven,
        ) as judge:
            yield judge
        return
    async with (
        SqlStore.open(address(db)) as store,
        app.open_judge(
            grader, settings, memory(store), lambda: bank.calibration, anchors=bank.samples_of, unproven=unproven
        ) as judge,
    ):
        yield judge
