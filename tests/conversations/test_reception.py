"""Candidates at the reception: what they say, edit, press, hand over and ask for, over the real store and loop."""

from bot.core.audit import Act as Noted
from bot.core.screening.decisions import Adjustment
from bot.core.screening.session import State
from bot.flow.action_id import ActionId
from bot.flow.entrance.attachments import Sent
from bot.flow.messages import Attachment, Message
from tests.conversations.house import SAM, STRANGER, House
from tests.conversations.stage import text_of
from tests.core.screenings import KIM


async def test_a_press_on_an_earlier_questions_card_hands_in_nothing(house: House) -> None:
    for text in ("start", "skip", "It is faster.", "done"):
        await house.said(text)
    await house.said("Half of my second answer.")

    await house.pressed(ActionId("done", "s1", 1))

    session = await house.stage.session()
    assert session.state is State.ASKING
    assert session.administrations[1].is_open
    assert "earlier question" in house.last
    await house.pressed(ActionId("done", "s1", 2))
    assert not (await house.stage.session()).administrations[1].is_open


async def test_a_message_can_be_edited_until_it_is_handed_in_and_is_kept_beside_it_afterwards(house: House) -> None:
    for text in ("start", "skip"):
        await house.said(text)
    message = await house.said("It is slower.")

    await house.reception.edited(KIM, message, "It is faster.\x00", "e1")
    await house.reception.edited(KIM, message, "It is faster.\x00", "e1")
    assert (await house.stage.session()).administrations[0].response == "It is faster."
    await house.said("done")
    await house.reception.edited(KIM, message, "It is much faster.", "e2")
    await house.settled()

    session = await house.stage.session()
    assert session.administrations[0].response == "It is faster."
    assert session.asides[-1].text == "It is much faster."
    assert "stays as it was" in house.last


async def test_text_files_are_part_of_the_answer_and_others_are_refused_kindly(house: House) -> None:
    for text in ("start", "skip"):
        await house.said(text)

    await house.said("See:", files=[Sent("a.txt", "text/plain", 20, "done"), Sent("b.png", "image/png", 9)])
    assert (await house.stage.session()).administrations[0].response == "See:\ndone"
    assert "only read text" in house.last
    await house.said("", files=[Sent("b.png", "image/png", 9)])
    assert len((await house.stage.session()).administrations[0].parts) == 1


async def test_somebody_without_a_screening_is_answered_once_for_each_delivery(house: House) -> None:
    mallory = STRANGER.person
    for _ in range(2):
        await house.reception.said(mallory, "hello", "m1", "same")
        await house.settled()

    assert len(house.stage.platform.to("mallory")) == 1
    await house.reception.pressed(mallory, ActionId("stop", "s1"), "d9")
    assert (await house.stage.session()).state is State.INVITED


async def test_adjustments_are_honoured_and_told_to_nobody(house: House) -> None:
    await house.filled(await house.pressed(ActionId("adjust", "s1")), more_time="yes", screen_reader="yes")
    await house.finished()

    session = await house.stage.session()
    assert session.adjustments == {Adjustment.MORE_TIME, Adjustment.SCREEN_READER}
    details = await house.acts(SAM, "details")
    assert isinstance(details, Message)
    for shown in (house.card, text_of(details)):
        assert "more time" not in shown.casefold()
        assert "screen reader" not in shown.casefold()


async def test_more_time_puts_off_the_end(house: House) -> None:
    await house.said("more time")
    house.stage.clock.forward(hours=200)
    await house.settled()
    assert (await house.stage.session()).state is State.INVITED


async def test_my_data_comes_as_a_file_with_all_that_was_written_and_nothing_of_the_bank(house: House) -> None:
    await house.finished()
    await house.said("my data")

    _, message, _ = house.stage.platform.posts[-1]
    file = next(b for b in message.blocks if isinstance(b, Attachment))
    assert "It is faster." in file.text
    assert '"score": 1.0' in file.text, "their marks are theirs, once they are done"
    assert not [key for key in ("model_answer", "ways", "level_at", "open") if f'"{key}"' in file.text]
    assert (KIM.id, Noted.TOOK_DATA) in await house.noted()
