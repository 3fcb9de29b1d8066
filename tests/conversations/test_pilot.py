"""A question that is tried out, as both sides are told of it: beforehand, and by name afterwards."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.core.report.summary import summarise
from bot.core.screening.session import Place
from bot.flow.wording.screeners.details import whole
from bot.flow.wording.screeners.transcript import transcript
from tests.conversations.stage import CANDIDATE, CHANNEL, Screening, on_stage
from tests.core.screenings import KIM, PLAN, ROLE, SCREENER


@pytest.fixture
async def tried(tmp_path: Path) -> AsyncIterator[Screening]:
    async with on_stage(tmp_path / "viva.db", PLAN) as stage:
        limits = ROLE.limits.model_copy(update={"min_items": 3})
        role = ROLE.model_copy(update={"pilot": True, "limits": limits})
        await stage.screenings.invite(
            stage.id, role, candidate=KIM, hiring=Place("console", CHANNEL), invited_by=SCREENER, seed="7"
        )
        await stage.dispatcher.drain()
        yield stage


async def test_the_candidate_is_told_beforehand_and_which_one_it_was_afterwards(tried: Screening) -> None:
    (invitation,) = tried.platform.to(CANDIDATE)
    assert "being tried out: it does not count for or against you" in invitation
    assert "About 4 questions, some 40 minutes" in invitation

    await tried.says("start", "skip")
    await tried.answers_all("It is faster.")
    thanks = tried.platform.to(CANDIDATE)[-1]
    assert thanks.count("only tried out: it did not count") == 1


async def test_the_screener_sees_its_marks_and_that_they_do_not_count(tried: Screening) -> None:
    await tried.says("start", "skip")
    await tried.answers_all("It is faster.")

    session = await tried.session()
    assert len(session.administrations) == 4
    summed = summarise(session)
    assert str(whole(summed)).count("tried out, does not count") == 1
    assert str(transcript(session)).count("(tried out, does not count)") == 1
    assert "3 questions" in tried.platform.to(CHANNEL)[-1], "the card counts what counts"
