"""Quotes in another language, read by screeners: a translation beside each on request, stored, a machine's by name."""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime
from pathlib import Path

import pytest

from bot.core.audit import Act
from bot.core.grading.grade import Spent
from bot.core.report.own_record import own_record
from bot.core.screening.decisions import Translation
from bot.flow.action_id import ActionId
from bot.flow.jobs.perform import NO_MODEL
from bot.flow.messages import Message, Quote
from tests.conversations.house import KIM_INSIDE, SAM, House, buttons, opened
from tests.conversations.stage import invite, on_stage, text_of

ASK = ActionId("translate", "s1")


class Capitals:
    """Puts each quote in capitals; keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []

    async def translate(self, quotes: Sequence[str], session: Spent, day: Spent, now: datetime) -> Translation:
        self.asked.append(tuple(quotes))
        return Translation(now, "a-model", tuple((q, q.upper()) for q in quotes), "", 7, 0.25)


@pytest.fixture
def capitals() -> Capitals:
    return Capitals()


@pytest.fixture
async def translated(tmp_path: Path, capitals: Capitals) -> AsyncIterator[House]:
    """A house with a model, and a screening that has ended."""
    async with on_stage(tmp_path / "viva.db", translator=capitals) as stage:
        await invite(stage)
        house = opened(stage)
        await house.finished()
        yield house


async def details_of(house: House) -> Message:
    shown = await house.acts(SAM, "details", 1)
    assert isinstance(shown, Message)
    return shown


async def asked(house: House) -> str:
    reply = await house.desk.pressed(SAM, ASK, house.delivery())
    await house.settled()
    assert isinstance(reply, Message)
    return text_of(reply)


async def test_a_translation_stands_beside_each_quote_and_says_that_a_machine_made_it(
    translated: House, capitals: Capitals
) -> None:
    before = await details_of(translated)
    assert ASK in [button.id for button in buttons(before)]
    assert "IT IS FASTER" not in text_of(before)

    assert "Open the details again" in await asked(translated)

    quotes = [block for block in (await details_of(translated)).blocks if isinstance(block, Quote)]
    places = [n for n, quote in enumerate(quotes) if quote.text == "It is faster"]
    assert places, "the quote stands as it was written"
    assert {quotes[n + 1].text for n in places} == {"IT IS FASTER"}
    assert all("translated by a machine (a-model)" in quotes[n + 1].label for n in places)
    assert (SAM.person.id, Act.ASKED_TRANSLATION) in await translated.noted()
    assert own_record(await translated.stage.session(), ())["translated_by_a_machine"]


async def test_what_is_translated_is_not_paid_for_twice(translated: House, capitals: Capitals) -> None:
    await asked(translated)
    await asked(translated)

    assert len(capitals.asked) == 1
    assert len((await translated.stage.session()).translations) == 1


async def test_without_a_model_the_details_say_so_and_lose_nothing(house: House) -> None:
    await house.finished()
    await asked(house)

    told = text_of(await details_of(house))
    assert NO_MODEL in told
    assert "It is faster" in told


async def test_a_candidate_cannot_ask_for_it(house: House) -> None:
    await house.finished()
    await house.desk.pressed(KIM_INSIDE, ASK, house.delivery())
    await house.settled()

    assert (await house.stage.session()).translations == ()
