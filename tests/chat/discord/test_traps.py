"""What goes wrong on Discord, each once: late answers, dead connections, wrong tokens, busy doors."""

import asyncio
from pathlib import Path

import pytest

from bot.app import SystemClock
from bot.chat.discord.doctor import check_discord
from bot.chat.discord.front import DiscordFront, DiscordSetup
from bot.core.errors import ScreeningError
from bot.core.screening.session import Place
from bot.flow.entrance.platform import Entrances
from bot.flow.messages import short
from bot.flow.ports import ChatError, Outcome
from bot.flow.wording.outcomes import because
from tests.chat.discord.guild import Refused
from tests.chat.discord.server import Server
from tests.chat.discord.stage import EVE, KIM, SAM, on_discord, said, setup_for, shown
from tests.chat.discord.wire import HIRING, LOBBY
from tests.core.screenings import ROLE


async def test_an_answer_that_comes_too_late_is_given_in_direct_messages(server: Server, tmp_path: Path) -> None:
    async with on_discord(server, tmp_path / "viva.db") as stage:
        server.troubles.late = True
        await server.asks(SAM, "status", HIRING)
        await stage.told(server.direct(SAM), "There are none that you may see")


async def test_an_answer_to_what_is_answered_already_follows(server: Server, tmp_path: Path) -> None:
    async with on_discord(server, tmp_path / "viva.db"):
        server.troubles.answered = True
        server.troubles.headers = {"Content-Type": "application/json; charset=utf-8"}
        await server.asks(SAM, "status", HIRING)
        [whispers] = await server.until(lambda: [*server.whispers.values()])
        assert "There are none" in shown(whispers[0])
        assert whispers[0]["flags"] & 64


async def test_slow_work_is_deferred_and_answered_when_it_is_done(server: Server, tmp_path: Path) -> None:
    async with on_discord(server, tmp_path / "viva.db", patience_s=0.1):
        server.troubles.members_wait = asyncio.Event()
        call = await server.commands_(SAM, "status", server.direct(SAM))
        assert call.type == 5
        assert call.data["flags"] & 64
        assert not server.whispers
        server.troubles.members_wait.set()
        [whispers] = await server.until(lambda: [*server.whispers.values()])
        assert "Screenings" in shown(whispers[0])


async def test_roles_are_offered_to_those_who_may_invite_alone(server: Server, tmp_path: Path) -> None:
    async with on_discord(server, tmp_path / "viva.db"):
        assert await server.offered(SAM, ROLE.title[:4].upper(), HIRING) == [ROLE.id]
        assert await server.offered(SAM, "no such role", HIRING) == []
        assert await server.offered(EVE, "", HIRING) == []


async def test_a_dead_connection_is_made_anew(server: Server, tmp_path: Path) -> None:
    async with on_discord(server, tmp_path / "viva.db"):
        await server.drop(code=4012)
        await server.until(lambda: server.identified == 2)
        answer = await server.commands_(SAM, "status", HIRING)
        assert "Screenings" in said(answer)


async def test_a_deleted_thread_is_made_again(server: Server) -> None:
    server.troubles.shut.add(KIM)
    chat = DiscordFront(setup_for(server), SystemClock().now).chat
    first = await chat.post(Place("discord", KIM), short("Hello."), "k1")
    del server.channels[first.partition("/")[0]]
    second = await chat.post(Place("discord", KIM), short("Hello again."), "k2")
    await chat.close()

    assert second.partition("/")[0] in server.channels
    assert [shown(m) for m in server.posted(second.partition("/")[0])] == ["Hello again."]


async def test_what_others_write_in_the_server_is_nothing_to_us(server: Server, tmp_path: Path) -> None:
    async with on_discord(server, tmp_path / "viva.db") as stage:
        await stage.invite()
        await stage.told(server.direct(KIM), "[Start]")
        before = len(server.posted(server.direct(KIM)))
        await server.says(KIM, "<@900> start", LOBBY)
        await server.says("23", "hello all", HIRING)
        await stage.quiet()

        assert len(server.posted(server.direct(KIM))) == before
        assert server.channels.keys() == {HIRING, LOBBY, server.direct(KIM)}


async def test_a_wrong_token_is_told_and_ends_the_service(server: Server, tmp_path: Path) -> None:
    wrong = DiscordSetup("wrong", f"http://{server.url}/api/v10", f"ws://{server.url}/gateway", frozenset({HIRING}))
    front = DiscordFront(wrong, SystemClock().now)
    with pytest.raises(ScreeningError, match="DISCORD_TOKEN"):
        await front.run(Entrances(None, None, None), asyncio.Event())  # type: ignore[arg-type] # never opened
    with pytest.raises(ScreeningError, match="DISCORD_TOKEN"):
        [line async for line in check_discord(wrong, HIRING)]


async def test_too_many_direct_messages_wait_and_are_not_given_up(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuses(**_: object) -> None:
        raise Refused(403, 40003)

    monkeypatch.setattr(server, "_open_dm", refuses)
    chat = DiscordFront(setup_for(server), SystemClock().now).chat
    with pytest.raises(ChatError) as busy:
        await chat.post(Place("discord", KIM), short("Hello."), "k")
    await chat.close()

    assert not busy.value.permanent
    assert busy.value.outcome is Outcome.RATE
    assert busy.value.retry_after_s


def test_every_outcome_has_words() -> None:
    assert all(because(outcome.value) for outcome in Outcome)


async def test_the_doctor_says_what_is_well_and_what_to_mend(server: Server) -> None:
    well = [line async for line in check_discord(setup_for(server), HIRING)]
    assert any(f"hiring channel {HIRING}" in line for line in well)
    assert any(f"lobby {LOBBY}" in line for line in well)
    with pytest.raises(ScreeningError, match="VIVA_HIRING_CHANNEL"):
        [line async for line in check_discord(setup_for(server), None)]
    with pytest.raises(ScreeningError, match="cannot be seen"):
        [line async for line in check_discord(setup_for(server), "99")]
