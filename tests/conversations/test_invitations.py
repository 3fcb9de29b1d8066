"""From the invitation to the first word: who is reached, by which way in, and who hears if nobody is."""

from dataclasses import replace

import pytest

from bot.core.audit import Act as Noted
from bot.core.bank.role import Role
from bot.core.screening.session import Person, Place, State
from bot.flow.action_id import ActionId
from bot.flow.messages import Message
from bot.flow.ports import ChatError, Outcome
from tests.conversations.house import ALEX, HERE, SAM, STRANGER, House
from tests.conversations.stage import text_of
from tests.core.screenings import KIM, PLAN, ROLE, SCREENER


async def test_closed_messages_are_told_to_the_inviter_once_and_the_code_opens_another_place(house: House) -> None:
    reply = await house.desk.invite(SAM, Person("console", "lee", "Lee"), "infra", HERE, "i1")
    assert "Lee" in text_of(reply)
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


async def test_an_invitation_that_nobody_takes_up_is_told_to_the_inviter(house: House) -> None:
    house.stage.clock.forward(hours=25)
    await house.settled()
    assert "has not started" in house.stage.platform.to(SCREENER.id)[0]


async def test_an_invitation_that_names_no_role_is_to_the_usual_one_and_without_one_the_desk_asks(house: House) -> None:
    two = {"infra": ROLE, "data": Role(**(ROLE.model_dump() | {"id": "data", "title": "Data engineer"}))}
    bank = replace(PLAN.bank, roles=two)

    asked = await house.with_bank(bank).command(SAM, "invite <@lee|Lee>", HERE, "i1")
    invited = await house.with_bank(bank, usual_role="data").command(SAM, "invite <@lee|Lee>", HERE, "i2")

    assert "infra: Infrastructure engineer" in text_of(asked)
    assert "Data engineer" in text_of(invited)
    assert [s.role.id for s in await house.stage.store.unfinished("console", "lee")] == ["data"]


async def test_whoever_invites_themselves_to_try_it_may_not_read_or_decide_it(house: House) -> None:
    await house.desk.command(SAM, f"invite <@{SAM.person.id}|Sam>", HERE, "i1")

    mine = await house.stage.store.unfinished("console", SAM.person.id)

    assert [s.candidate for s in mine] == [SAM.person]
    reply = await house.desk.pressed(SAM, ActionId("details", mine[0].id), "d1")
    assert isinstance(reply, Message)
    assert "no such screening" in text_of(reply)


async def test_whoever_was_out_of_reach_is_in_reach_once_a_message_arrives(house: House) -> None:
    away = ChatError("gone", permanent=True, outcome=Outcome.UNREACHABLE)
    house.stage.platform.faults = [away]
    await house.said("start")
    assert (await house.stage.session()).unreachable is not None

    await house.said("skip")
    assert (await house.stage.session()).unreachable is None
    told = len(house.stage.platform.to(SCREENER.id))

    house.stage.platform.faults = [away]
    await house.said("help")
    assert len(house.stage.platform.to(SCREENER.id)) == told + 1


async def test_a_hiring_channel_that_is_gone_keeps_no_candidate_waiting(house: House) -> None:
    house.stage.platform.missing[HERE.id] = Outcome.NO_CHANNEL
    await house.finished()
    (card,) = await house.stage.store.parked()
    assert (card.kind, card.state, card.behind) == ("PostSummary", "failed", 0)

    before = len(house.stage.platform.to("kim"))
    await house.said("my data")
    assert len(house.stage.platform.to("kim")) == before + 1

    house.stage.platform.missing.clear()
    assert await house.stage.store.retry(card.id, house.stage.clock.now(), SCREENER)
    await house.settled()
    assert len([text for text in house.channel if "a person decides" in text]) == 1
    assert await house.stage.store.parked() == []


async def test_several_people_are_invited_at_once_and_whoever_is_already_is_named(house: House) -> None:
    text = "invite <@lee|Lee> <@robin|Robin> <@lee|Lee> INFRA"
    first = text_of(await house.desk.command(SAM, text, HERE, "i1"))
    again = text_of(await house.desk.command(SAM, text, HERE, "i2"))

    assert "I am inviting Lee" in first
    assert "I am inviting Robin" in first
    assert "Lee already has this screening open" in again
    assert "Robin already has this screening open" in again
    assert [len(await house.stage.store.unfinished("console", who)) for who in ("lee", "robin")] == [1, 1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<!subteam^S0123|@hiring> infra", "not groups"),
        ("<!channel> infra", "not groups"),
        ("<@&88> infra", "not groups"),
        ("@everyone infra", "not groups"),
        ("<mailto:lee@example.org|lee@example.org> infra", "I send no e-mail"),
        ("lee@example.org infra", "I send no e-mail"),
        ("@lee infra", "pick the person from the list"),
        ("<https://example.org/lee> infra", "a link or a channel"),
        ("<#C0123|hiring> infra", "a link or a channel"),
        ("L" * 200, "too long for a name"),
    ],
)
async def test_what_names_no_person_invites_nobody(house: House, text: str, said: str) -> None:
    before = len(await house.stage.store.recent())

    assert said in text_of(await house.desk.command(SAM, f"invite {text}", HERE, "i1"))
    assert len(await house.stage.store.recent()) == before


@pytest.mark.parametrize(
    "text", ["Robin Roe infra", "Robin Roe Infrastructure Engineer", "Infra: Robin Roe", "robin roe INFRA"]
)
async def test_a_role_is_known_by_id_or_title_in_any_case_before_or_behind_the_name(house: House, text: str) -> None:
    await house.desk.command(SAM, f"invite {text}", HERE, "i1")

    session = await house.stage.store.load("new1")
    assert (session.candidate.name.casefold(), session.role.id) == ("robin roe", "infra")


async def test_an_invitation_that_runs_out_is_one_line_to_the_inviter_and_no_card(house: House) -> None:
    for _ in range(12):
        house.stage.clock.forward(hours=24)
        await house.settled()

    assert sum("let the invitation run out" in text for text in house.stage.platform.to(SCREENER.id)) == 1
    assert house.channel == []


async def test_an_open_invitation_is_taken_back_and_the_candidate_told(house: House) -> None:
    await house.desk.command(SAM, "invite <@lee|Lee> infra", HERE, "i1")
    await house.settled()
    said = text_of(await house.desk.command(SAM, "cancel <@lee|Lee>", HERE, "c1"))
    await house.settled()

    assert "is taken back" in said
    assert "This invitation was taken back" in house.stage.platform.to("lee")[-1]
    assert (await house.stage.store.load("new1")).state is State.EXPIRED
    assert (SAM.person.id, Noted.TOOK_BACK) in await house.noted()
    assert house.channel == []


async def test_an_open_invitation_is_sent_again(house: House) -> None:
    before = len(house.stage.platform.to(KIM.id))
    assert "on its way again" in text_of(await house.desk.command(SAM, "resend Kim infra", HERE, "c1"))
    await house.settled()

    assert len(house.stage.platform.to(KIM.id)) == before + 1


async def test_what_was_taken_up_is_the_candidates_and_another_screener_finds_nothing(house: House) -> None:
    await house.said("start")
    for who in (SAM, STRANGER):
        said = text_of(await house.desk.command(who, "cancel Kim", HERE, house.delivery()))
        assert "I find no invitation" in said
    assert (await house.stage.session()).state is State.PRACTISING
