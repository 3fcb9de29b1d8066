"""The front of the house: candidates at the reception, screeners at the desk, over the real store and loop."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count, product

import pytest

from bot.core.acts import Adjustment
from bot.core.audit import Act as Noted
from bot.core.audit import first_break
from bot.core.session import Person, Place, State
from bot.flow.desk import PRESSES, Desk
from bot.flow.messages import Attachment, Button, Buttons, Form, Message, Reply
from bot.flow.ports import ChatError, Outcome
from bot.flow.reception import Reception, Sent
from bot.flow.rights import Rights, Visitor
from tests.conversations.stage import CANDIDATE, CHANNEL, Screening, text_of
from tests.core.screenings import KIM, PLAN, SCREENER

HERE = Place("console", CHANNEL)
SAM = Visitor(SCREENER, channels=frozenset({CHANNEL}))
ALEX = Visitor(Person("console", "alex", "Alex"), channels=frozenset({CHANNEL}))
STRANGER = Visitor(Person("console", "mallory", "Mallory"))
KIM_INSIDE = Visitor(KIM, channels=frozenset({CHANNEL}))


@dataclass
class House:
    """Reception and desk over one stage."""

    stage: Screening
    reception: Reception
    desk: Desk
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def delivery(self) -> str:
        return f"d{next(self.numbers)}"

    async def said(self, text: str, who: Person = KIM, files: Sequence[Sent] = ()) -> str:
        message = f"m{next(self.numbers)}"
        self.stage.clock.forward(minutes=1)
        await self.reception.said(who, text, message, self.delivery(), attachments=files)
        await self.settled()
        return message

    async def pressed(self, action: str, about: str, who: Person = KIM) -> Form | None:
        form = await self.reception.pressed(who, action, about, self.delivery())
        await self.settled()
        return form

    async def settled(self) -> None:
        await self.reception.close()
        await self.stage.dispatcher.drain()

    async def finished(self) -> None:
        for word in ("start", "skip"):
            await self.said(word)
        while not (await self.stage.session()).state.over:
            await self.said("It is faster.")
            await self.said("done")

    async def acts(self, who: Visitor, action: str, about: str = "s1") -> Reply:
        return await self.desk.pressed(who, action, about, HERE, self.delivery())

    async def fills(self, who: Visitor, form: Reply, delivery: str | None = None, **values: str) -> str:
        assert isinstance(form, Form), form
        reply = await self.desk.filled(who, form.id, values, HERE, delivery or self.delivery())
        await self.settled()
        assert isinstance(reply, Message)
        return text_of(reply)

    @property
    def last(self) -> str:
        return self.stage.platform.to(CANDIDATE)[-1]

    @property
    def card(self) -> str:
        return self.stage.platform.edited()[-1] if self.stage.platform.edits else self.channel[0]

    @property
    def channel(self) -> list[str]:
        return self.stage.platform.to(CHANNEL)

    async def noted(self) -> list[tuple[str, Noted]]:
        links = await self.stage.store.audited()
        assert first_break(links, await self.stage.store.audit_head()) is None
        return [(link.entry.actor, link.entry.act) for link in links]


@pytest.fixture
def house(screening: Screening) -> House:
    chats = {"console": screening.platform}
    reception = Reception(screening.store, screening.screenings, chats, screening.clock)
    names = count(1)
    desk = Desk(
        screening.store,
        screening.screenings,
        lambda: PLAN.bank,
        Rights(),
        {"console": HERE},
        lambda: f"new{next(names)}",
        screening.clock,
    )
    return House(screening, reception, desk)


def buttons(message: Message) -> list[Button]:
    return [b for block in message.blocks if isinstance(block, Buttons) for b in block.buttons]


async def test_a_press_on_an_earlier_questions_card_hands_in_nothing(house: House) -> None:
    for text in ("start", "skip", "It is faster.", "done"):
        await house.said(text)
    await house.said("Half of my second answer.")

    await house.pressed("done", "s1:1")

    session = await house.stage.session()
    assert session.state is State.ASKING
    assert session.administrations[1].is_open
    assert "earlier question" in house.last
    await house.pressed("done", "s1:2")
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
    await house.reception.pressed(mallory, "stop", "s1", "d9")
    assert (await house.stage.session()).state is State.INVITED


async def test_closed_messages_are_told_to_the_inviter_once_and_the_code_opens_another_place(house: House) -> None:
    reply = await house.desk.invite(SAM, Person("console", "lee", "Lee"), "infra", HERE, "i1")
    assert "Lee" in text_of(reply) if isinstance(reply, Message) else False
    closed = ChatError("50007", permanent=True, outcome=Outcome.CLOSED_DMS)
    house.stage.platform.faults = [closed]
    await house.settled()

    told = house.stage.platform.to(SCREENER.id)
    assert len(told) == 1
    assert "do not take direct messages" in told[0]
    session = await house.stage.store.load("new1")
    assert session.code is not None
    assert session.code[:5] in told[0]

    lee = Person("console", "lee", "Lee")
    await house.reception.arrived(lee, f"{session.code[:5]}-{session.code[5:]}".lower(), Place("console", "t1"), "a1")
    await house.settled()
    assert "first conversation by chat" in house.stage.platform.to("t1")[0]
    await house.said("start", who=lee)
    assert "Practice" in house.stage.platform.to("t1")[-1]


async def test_a_code_binds_the_first_who_brings_it_and_nobody_after(house: House) -> None:
    reply = await house.desk.command(SAM, "invite Robin Roe infra", HERE, "i1")
    assert isinstance(reply, Message)
    code = text_of(reply).rpartition("/viva start ")[2][:11]

    wrong = await house.reception.arrived(ALEX.person, "00000-00000", None, "a0")
    await house.reception.arrived(Person("console", "robin", "robin"), code, None, "a1")
    again = await house.reception.arrived(STRANGER.person, code, None, "a2")
    await house.settled()

    assert again == wrong
    assert house.stage.platform.to("mallory") == []
    assert len(house.stage.platform.to("robin")) == 1
    assert (STRANGER.person.id, Noted.REFUSED) in await house.noted()


async def test_an_invitation_whose_code_nobody_brings_ends_without_a_word_to_nobody(house: House) -> None:
    await house.desk.command(SAM, "invite Robin Roe infra", HERE, "i1")
    for _ in range(12):
        house.stage.clock.forward(hours=24)
        await house.settled()

    assert (await house.stage.store.load("new1")).state is State.EXPIRED
    assert house.stage.platform.to("") == []
    assert sum("Robin Roe has not started" in text for text in house.stage.platform.to(SCREENER.id)) == 1


async def test_adjustments_are_honoured_and_told_to_nobody(house: House) -> None:
    form = await house.pressed("adjust", "s1")
    assert form is not None
    await house.reception.filled(KIM, form.id, {"more_time": "yes", "screen_reader": "yes"}, "f1")
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


async def test_my_data_comes_as_a_file_with_all_that_was_written_and_no_marks(house: House) -> None:
    await house.finished()
    await house.said("my data")

    _, message, _ = house.stage.platform.posts[-1]
    file = next(b for b in message.blocks if isinstance(b, Attachment))
    assert "It is faster." in file.text
    assert "score" not in file.text
    assert (KIM.id, Noted.TOOK_DATA) in await house.noted()


async def test_a_named_person_reads_an_answer_again_and_the_candidate_hears_of_it(house: House) -> None:
    await house.finished()
    form = await house.pressed("reread", "s1:1")
    assert form is not None
    await house.reception.filled(KIM, form.id, {"words": "I meant the link."}, "f1")
    await house.settled()
    assert "question 1" in house.channel[-1]
    assert "waits for a person" in house.card

    said = await house.fills(SAM, await house.acts(SAM, "answer", "s1:1"), reply="I see it now, thank you.")
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
    form = await house.acts(SAM, "override", buttons(which)[0].about)

    assert "could not use" in await house.fills(SAM, form, criterion="speed", level="7", reason="x")
    await house.fills(SAM, form, criterion="speed", level="0", reason="It names no figure.")

    asked = (await house.stage.session()).administrations[0]
    assert (asked.overrides[0].old, asked.overrides[0].new) == (1, 0)
    assert house.stage.platform.edits
    details = await house.acts(SAM, "details")
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


async def test_an_invitation_that_nobody_takes_up_is_told_to_the_inviter(house: House) -> None:
    house.stage.clock.forward(hours=25)
    await house.settled()
    assert "has not started" in house.stage.platform.to(SCREENER.id)[0]


NOBODYS = [STRANGER, KIM_INSIDE, Visitor(Person("console", "pat", "Pat"), channels=frozenset({"lunch"}))]
ACTIONS = [*PRESSES, "decide", "start", "nonsense", ""]


@pytest.mark.parametrize("who", NOBODYS, ids=["stranger", "candidate", "screener without rights"])
async def test_whoever_has_no_right_learns_nothing_and_each_try_is_noted(house: House, who: Visitor) -> None:
    await house.finished()
    tries = 0
    for action, about in product(ACTIONS, ["s1", "s1:1", "no-such-screening", ""]):
        reply = await house.acts(who, action, about)
        form = await house.desk.filled(who, f"{action}:{about}:advance:0", {"reason": "x"}, HERE, house.delivery())
        assert reply == form
        assert isinstance(reply, Message)
        assert "no such screening" in text_of(reply)
        tries += 2
    assert "Kim" not in text_of(await house.desk.home(who, "all"))
    if who is not KIM_INSIDE:
        assert "no such screening" in text_of(await house.desk.invite(who, KIM, "infra", HERE, "i"))  # type: ignore[arg-type]
        tries += 1
    noted = await house.noted()
    assert noted.count((who.person.id, Noted.REFUSED)) == tries
    assert (await house.stage.session()).decisions == ()


async def test_every_look_of_a_screener_is_noted(house: House) -> None:
    await house.finished()
    for action in ("details", "transcript", "pack"):
        await house.acts(SAM, action)
    assert [act for _, act in await house.noted()] == [Noted.SAW_DETAILS, Noted.SAW_TRANSCRIPT, Noted.SAW_PACK]
