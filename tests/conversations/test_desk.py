"""Screeners at the desk: what they see, set and decide, and what those without a right learn."""

from bot.core.audit import Act as Noted
from bot.flow.action_id import ActionId
from bot.flow.messages import Attachment, Message
from tests.conversations.house import ALEX, HERE, SAM, STRANGER, House, buttons
from tests.conversations.stage import text_of
from tests.core.screenings import KIM


async def test_a_named_person_reads_an_answer_again_and_the_candidate_hears_of_it(house: House) -> None:
    await house.finished()
    await house.filled(await house.pressed(ActionId("reread", "s1", 1)), words="I meant the link.")
    assert "question 1" in house.channel[-1]
    assert "waits for a person" in house.card

    said = await house.fills(SAM, await house.acts(SAM, "answer", 1), reply="I see it now, thank you.")
    assert "on its way" in said
    assert "I see it now" in house.last
    assert "Sam" in house.last
    assert "answered by Sam" in house.card


async def test_decisions_are_named_kept_and_the_second_of_two_hears_who_was_first(house: House) -> None:
    await house.finished()
    first, second = await house.acts(SAM, "advance"), await house.acts(ALEX, "not-now")

    await house.fills(SAM, first, reason="Clear on the trade-offs.")
    assert "Sam decided: advance" in house.card
    said = await house.fills(ALEX, second, reason="Not enough depth.")
    assert "Somebody was first. Sam decided: advance" in said
    assert "dealt with" in await house.fills(SAM, first, reason="Clear on the trade-offs.")
    assert len((await house.stage.session()).decisions) == 1

    await house.fills(ALEX, await house.acts(ALEX, "talk"), reason="One more talk.")
    assert [d.author.name for d in (await house.stage.session()).decisions] == ["Sam", "Alex"]
    assert (await house.noted()).count(("alex", Noted.DECIDED)) == 1


async def test_a_mark_that_a_person_sets_moves_the_card_and_keeps_the_old_one(house: House) -> None:
    await house.finished()
    which = await house.acts(SAM, "override")
    assert isinstance(which, Message)
    form = await house.desk.pressed(SAM, buttons(which)[0].id, "d")

    said = await house.fills(SAM, form, **{"level-speed": "7"})
    assert "says that it is faster: Please choose one" in said
    assert "Why?: Please fill this in." in said
    await house.fills(SAM, form, **{"level-speed": "0"}, reason="It names no figure.")

    asked = (await house.stage.session()).administrations[0]
    assert (asked.overrides[0].old, asked.overrides[0].new) == (1, 0)
    assert house.stage.platform.edits
    details = await house.acts(SAM, "details", 1)
    assert isinstance(details, Message)
    assert "set by Sam: It names no figure." in text_of(details)


async def test_marking_again_keeps_both_marks(house: House) -> None:
    await house.finished()
    await house.fills(SAM, await house.acts(SAM, "remark"), question="1")
    assert len((await house.stage.session()).administrations[0].grades) == 2


async def test_the_card_holds_no_word_of_the_candidates(house: House) -> None:
    for word in ("start", "skip"):
        await house.said(word)
    while not (await house.stage.session()).state.over:
        await house.said("It is faster. <!channel> zebra")
        await house.said("done")

    assert "zebra" not in house.card
    assert "a person decides" in house.card
    transcript = await house.acts(SAM, "transcript")
    assert isinstance(transcript, Message)
    assert any(isinstance(b, Attachment) and "zebra" in b.text for b in transcript.blocks)


async def test_a_card_without_a_decision_is_recalled_after_a_day_and_only_once(house: House) -> None:
    await house.finished()
    before = len(house.channel)
    for _ in range(2):
        house.stage.clock.forward(hours=30)
        await house.settled()
    assert [text for text in house.channel[before:] if "waits for a decision" in text] == house.channel[before:]
    assert len(house.channel) == before + 1


async def test_a_stranger_invites_nobody_and_is_noted(house: House) -> None:
    assert "no such screening" in text_of(await house.desk.invite(STRANGER, KIM, "infra", HERE, "i"))
    assert await house.noted() == [("mallory", Noted.REFUSED)]


async def test_every_look_of_a_screener_is_noted(house: House) -> None:
    await house.finished()
    for action in ("details", "transcript", "pack"):
        await house.acts(SAM, action)
    assert [act for _, act in await house.noted()] == [Noted.SAW_DETAILS, Noted.SAW_TRANSCRIPT, Noted.SAW_PACK]


async def test_whoever_waits_longest_stands_first_with_the_time_since(house: House) -> None:
    house.stage.clock.forward(hours=50)
    await house.desk.command(SAM, "invite <@lee|Lee> infra", HERE, "i1")
    house.stage.clock.forward(minutes=90)

    told = text_of(await house.desk.command(SAM, "status invited", HERE, "i2"))
    assert told.index("Kim · ") < told.index("Lee · ")
    assert "invited, not started · for 2 days" in told
    assert "invited, not started · for 1 hour" in told
