"""A judge that marks at most n answers at a time; the others queue."""

import asyncio
from collections.abc import Sequence

from bot.core.bank.item import Item
from bot.core.bank.rubric import Rubric
from bot.core.grading.grade import Grade, Spent
from bot.flow.ports import Judge


class LimitedJudge:
    """Another judge, asked at most `at_once` times at once by this process, in the order of asking."""

    def __init__(self, judge: Judge, at_once: int) -> None:
        self._judge = judge
        self._turn = asyncio.Semaphore(at_once)

    async def grade(
        self, response: str, item: Item, rubric: Rubric, session: Spent, day: Spent, near: Sequence[float] = ()
    ) -> Grade:
        """Return the other judge's marks, once it is this answer's turn."""
        async with self._turn:
            return await self._judge.grade(response, item, rubric, session, day, near)
