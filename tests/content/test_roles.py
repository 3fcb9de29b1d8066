"""The shipped roles: what their words take for a sign of a job."""

from itertools import combinations

import pytest

from bot.content.load import load
from bot.core.bank.item import Bank
from bot.core.report.role_likeness import likenesses

EVERYDAY = (
    "The queue time was almost zero, and after the upgrade we saw a drift in the numbers, so I set up a dashboard.",
    "I would restart the server, look at the logs and the graphs, and ask a colleague who was on call.",
    "Tests run in the build, we deploy with a script, and roll back if it is bad; costs stay low and data safe.",
    "The operator set a policy, the store was occupied, and a job is scheduled at night.",
)


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load()


def test_everyday_sentences_sound_like_no_job(bank: Bank) -> None:
    for role in bank.roles.values():
        for pair in combinations(EVERYDAY, 2):
            telling = "We run NCCL on InfiniBand over RoCE."  # enough words of one job, so that any other would show
            found = likenesses([("?", sentence) for sentence in (*pair, telling)], role.boundaries)
            assert [(f.role, set(f.words)) for f in found] in (
                [],
                [("ai-infrastructure", {"NCCL", "InfiniBand", "RoCE"})],
            )
