"""A judge over a scripted endpoint, with a memory of replies that lasts as long as the test."""

from collections.abc import Sequence

from bot.core.bank.grader_curve import Calibration
from bot.core.grading.grade import Grade, Spent
from bot.judge.llm_grader import LlmJudge, ReadingPlan
from bot.judge.spend_limit import SpendLimit
from tests.judge.endpoint import QUICK, Scripted
from tests.judge.examples import ITEM, RUBRIC, STRONG

FREE = SpendLimit()


class Memory:
    """Replies by request."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    async def recall(self, request: str) -> str | None:
        return self.kept.get(request)

    async def keep(self, request: str, reply: str, answer: str) -> None:
        self.kept.setdefault(request, reply)


def a_judge(
    scripted: Scripted,
    *,
    memory: Memory | None = None,
    budget: SpendLimit = FREE,
    calibration: Calibration | None = None,
    model: str = "scripted",
    plan: ReadingPlan | None = None,
) -> LlmJudge:
    endpoint = scripted.endpoint(QUICK, model)
    return LlmJudge(endpoint, memory or Memory(), budget, lambda: calibration or Calibration(), plan=plan)


BOUNDARY = 0.625
"""Where what is suggested turns, in a screening that nobody plays."""


async def graded(
    judge: LlmJudge, response: str = STRONG, spent: Spent | None = None, near: Sequence[float] = (BOUNDARY,)
) -> Grade:
    so_far = spent or Spent()
    return await judge.grade(response, ITEM, RUBRIC, so_far, so_far, near)
