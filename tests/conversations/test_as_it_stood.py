"""What cannot be made up later: the notice as it was shown, and what whoever decided had before them."""

import hashlib
from pathlib import Path

from bot.core.bank.terms import NO_TERM
from bot.core.report.own_record import own_record
from bot.core.screening import events as e
from bot.core.screening.decisions import Looked, Ruling
from bot.core.screening.suggestion import as_it_stands
from bot.flow.render.json_records import screening_record
from bot.flow.render.plain_text import plain
from tests.conversations.stage import CANDIDATE, Screening, invite, on_stage
from tests.core.screenings import SCREENER


async def decided(stage: Screening) -> None:
    known = len((await stage.session()).decisions)
    await stage.happens(e.Decided(Ruling.ADVANCE, SCREENER, "They know it.", known, Looked(stage.clock.now())))


async def test_the_notice_is_kept_as_it_was_sent_and_goes_with_the_consent(tmp_path: Path) -> None:
    async with on_stage(tmp_path / "viva.db") as stage:
        await invite(stage)
        sent = plain(next(message for to, message, _ in stage.platform.posts if to == CANDIDATE))
        assert (await stage.session()).agreed_to is None
        await stage.says("start")
        session = await stage.session()

        assert session.agreed_to is not None
        assert session.agreed_to.text == sent
        assert session.agreed_to.digest == hashlib.sha256(sent.encode()).hexdigest()
        assert NO_TERM in sent
        assert "You are talking to a bot" in sent
        assert own_record(session, ())["agreed_to"]["text"] == sent
        assert screening_record(session)["agreed_to"] == session.agreed_to.digest


async def test_a_suggestion_stays_as_it_stood_whatever_marks_come_after_the_decision(tmp_path: Path) -> None:
    async with on_stage(tmp_path / "viva.db") as stage:
        await invite(stage)
        await stage.says("start", "skip")
        await stage.answers_all("It is faster.")
        before = as_it_stands(await stage.session())
        await decided(stage)
        await stage.happens(e.Overridden(1, "speed", 0, SCREENER, "On a second look."))
        session = await stage.session()
        [decision] = session.decisions

        assert decision.stood == before
        assert as_it_stands(session).marks != before.marks
        assert decision.looked is not None
        assert decision.looked.card is not None
        told = own_record(session, ())["decisions"][0]
        assert told["suggestion_then"]["suggestion"] == before.suggestion
        assert told["they_had_looked"]["card"] == decision.looked.card.isoformat()
        assert screening_record(session)["decisions"][0]["suggestion_then"]["marks"] == before.marks
