"""From the invitation to the thanks and the one card, in fair weather and foul."""

from pathlib import Path

import pytest

from bot.core.screening.session import State
from tests.chat.discord.guild import Json
from tests.chat.discord.rules import walk
from tests.chat.discord.server import Server
from tests.chat.discord.stage import EVE, KIM, SAM, DiscordStage, begun, on_discord, said, shown
from tests.chat.discord.wire import BOT, HIRING, LOBBY


def cards(stage: DiscordStage) -> list[Json]:
    return [m for m in stage.server.posted(HIRING) if "a person decides" in shown(m)]


async def test_from_the_invitation_to_the_thanks_and_the_card(server: Server, tmp_path: Path) -> None:
    async with on_discord(server, tmp_path / "viva.db") as stage:
        await stage.invite()
        await stage.told(server.direct(KIM), "[Start]")
        await stage.plays(
            ("candidate", "[Start]"),
            ("bot", "this one does not count"),
            ("candidate", "[Skip]"),
            ("bot", "Question 1 of about 3"),
            ("candidate", "It is faster."),
            ("candidate", "I measured it."),
            ("candidate", "[Done]"),
            ("bot", "Question 2 of about 3"),
            ("candidate", "skip"),
            ("bot", "Question 3 of about 3"),
            ("candidate", "It is faster than the other."),
            ("candidate", "done"),
            ("bot", "That was the last question"),
            ("channel", "a person decides"),
        )
        session = await stage.session()

        assert session.state is State.CLOSED
        assert session.administrations[0].response == "It is faster.\nI measured it."
        assert len(cards(stage)) == 1
        assert all(call.type != 5 for call in server.calls.values()), "answered, not deferred"
        assert len(server.posted(LOBBY)) == 1


async def resumed(server: Server, times: int) -> None:
    await server.until(lambda: server.resumed >= times)


@pytest.mark.slow
async def test_the_same_in_foul_weather(server: Server, tmp_path: Path) -> None:
    async with on_discord(server, tmp_path / "viva.db") as stage:
        await begun(stage)
        server.troubles.busy_every, server.troubles.broken_every, server.troubles.lost_every = 4, 9, 7
        for n in range(3):
            await stage.told(server.direct(KIM), f"Question {n + 1} of")
            await server.drop()
            await server.says(KIM, "It is faster.")
            await resumed(server, n + 1)
            await server.says(KIM, "done")
        await stage.told(server.direct(KIM), "That was the last question")
        await stage.told(HIRING, "a person decides")
        await stage.quiet()
        session = await stage.session()

        assert [a.response for a in session.administrations] == ["It is faster."] * 3
        assert all(len(a.grades) == 1 for a in session.administrations)
        assert len(cards(stage)) == 1
        asked = [t for t in map(shown, server.posted(server.direct(KIM))) if " of about " in t]
        assert len(asked) == 3


@pytest.mark.slow
async def test_full_buckets_are_waited_for_behind_a_proxy_that_names_a_character_set(
    server: Server, tmp_path: Path
) -> None:
    server.troubles.burst = 2
    server.troubles.headers = {"Content-Type": "application/json; charset=utf-8"}
    async with on_discord(server, tmp_path / "viva.db") as stage:
        await begun(stage)
        for n in range(3):
            await stage.told(server.direct(KIM), f"Question {n + 1} of")
            await server.says(KIM, "It is faster.")
            await server.says(KIM, "done")
        await stage.told(HIRING, "a person decides")
        await stage.quiet()

        assert server.refused_by_bucket == 0
        assert len(cards(stage)) == 1


async def test_an_invalid_session_begins_anew_and_loses_nothing(server: Server, tmp_path: Path) -> None:
    async with on_discord(server, tmp_path / "viva.db") as stage:
        await begun(stage)
        await server.invalidate()
        await server.says(KIM, "It is faster.")
        await server.until(lambda: server.identified == 2)
        await stage.plays(("candidate", "done"), ("bot", "Question 2"))
        session = await stage.session()

        assert session.administrations[0].response == "It is faster."
        assert len(server.posted(LOBBY)) == 1


async def test_a_payload_that_cannot_be_read_ends_nothing(server: Server, tmp_path: Path) -> None:
    async with on_discord(server, tmp_path / "viva.db") as stage:
        await begun(stage)
        await server.dispatch("MESSAGE_CREATE", {"guild_id": None, "id": "nonsense"})
        await server.dispatch("CHANNEL_CREATE", {"type": "what"})
        await server.dispatch("SOMETHING_NEW", {"a": 1})
        message = server._message(server.direct(KIM), KIM, {"content": "It is faster."})
        await server.dispatch("MESSAGE_CREATE", {**message, "guild_id": None})
        await stage.plays(("candidate", "done"), ("bot", "Question 2"))

        assert (await stage.session()).administrations[0].response == "It is faster."
        assert server.identified == 1


async def test_an_edit_replaces_the_message_and_a_preview_does_not(server: Server, tmp_path: Path) -> None:
    async with on_discord(server, tmp_path / "viva.db") as stage:
        await begun(stage)
        message = await server.says(KIM, "It is slower.")
        await stage.quiet()
        await server.dispatch("MESSAGE_UPDATE", {**message, "content": "preview"})
        await server.edits(message, "It is faster.")
        await stage.told(server.direct(KIM), "Changed.")

        assert (await stage.session()).administrations[0].response == "It is faster."


async def test_closed_messages_lead_to_a_private_thread_with_the_same_rights(server: Server, tmp_path: Path) -> None:
    server.troubles.shut.add(KIM)
    async with on_discord(server, tmp_path / "viva.db") as stage:
        await stage.invite()
        thread = await server.until(lambda: next((c for c in server.channels.values() if c["type"] == 12), None))
        await stage.told(thread["id"], "[Start]")
        assert thread["people"] == [KIM]
        assert "Kim" not in thread["name"]
        await stage.plays(("candidate", "[Start]"), ("bot", "[Answer]"), channel=thread["id"])
        await stage.plays(("candidate", "[Skip]"), ("bot", "Question 1 of about 3"), channel=thread["id"])
        opened = await stage.presses("[Answer]", thread["id"])
        assert opened.type == 9
        filled = await server.fills(KIM, thread["id"], opened.data, text="It is faster.")
        assert "Got it" in said(filled)
        await server.says(KIM, "<@900> I measured it.", thread["id"])
        await stage.quiet()
        await server.says(KIM, "This does not reach it.", thread["id"])
        await stage.told(thread["id"], "cannot read what you type")
        await stage.plays(("candidate", "[Done]"), ("bot", "Question 2 of about 3"), channel=thread["id"])
        late = await server.fills(KIM, thread["id"], opened.data, text="For the first question.")
        assert "came too late" in said(late)
        await stage.told(thread["id"], "For the first question.")
        assert not (await stage.session()).administrations[1].parts
        assert (await stage.session()).administrations[0].response == "It is faster.\nI measured it."
        await server.commands_(KIM, "help", thread["id"])
        await stage.told(thread["id"], "How this works")
        answer = await server.commands_(KIM, "my-data", thread["id"])
        assert answer.type == 4
        await server.until(lambda: any(m["attachments"] for m in server.posted(thread["id"])))
        assert (await stage.session()).unreachable is None
    await server.says(KIM, "<@900> Written meanwhile.", thread["id"])
    async with on_discord(server, tmp_path / "viva.db") as stage:
        await stage.plays(("candidate", "[Done]"), ("bot", "Question 3 of about 3"), channel=thread["id"])
        assert (await stage.session()).administrations[1].response == "Written meanwhile."
        assert len([c for c in server.channels.values() if c["type"] == 12]) == 1


async def test_nobody_is_reached_who_is_not_in_the_server(server: Server, tmp_path: Path) -> None:
    server.troubles.shut.add(KIM)
    server.outside.add(KIM)
    async with on_discord(server, tmp_path / "viva.db") as stage:
        await stage.invite()
        await stage.told(server.direct(SAM), "could not reach Kim")
        assert (await stage.session()).unreachable is not None


async def test_a_code_in_the_lobby_lets_its_bearer_in(server: Server, tmp_path: Path) -> None:
    async with on_discord(server, tmp_path / "viva.db") as stage:
        await stage.invite("", code="ABCDEFGH")
        opened = await stage.presses("[Start]", LOBBY, EVE)
        assert opened.type == 9
        wrong = await server.fills(EVE, LOBBY, opened.data, code="WRONG")
        assert "opens nothing" in said(wrong)
        right = await server.fills(EVE, LOBBY, opened.data, code="ABCDEFGH")
        assert "Welcome" in said(right)
        assert right.data["flags"] & 64
        await stage.told(server.direct(EVE), "[Start]")
        again = await server.commands_(KIM, "start", LOBBY, code="ABCDEFGH")
        assert "opens nothing" in said(again)


async def test_hostile_answers_reach_everybody_as_written_and_do_nothing(server: Server, tmp_path: Path) -> None:
    hostile = (
        "@everyone <@&13> <@22> [click](https://evil.example) ```\nx``` **bold** \u202e ||x|| # h\n- l\n" + "x" * 15_000
    )
    async with on_discord(server, tmp_path / "viva.db") as stage:
        await begun(stage)
        await stage.answers_all(hostile)
        await stage.told(HIRING, "a person decides")
        await stage.quiet()
        assert (await stage.session()).administrations[0].response == hostile
        details = await stage.presses("[Transcript]", HIRING, SAM)
        assert any(b"<@&13>" in content for content in details.data["files"].values())
        every = [
            c["content"] for m in server.posted(server.direct(KIM)) for c in walk(m["components"]) if c["type"] == 10
        ]
        words = "\n".join(every)
        assert words.count("x") > 15_000
        assert "@everyone" not in words
        assert "<@&13>" not in words
        assert "](https://" not in words
        assert "**bold**" not in words


async def test_a_screener_invites_reads_and_decides_and_is_refused_outside(server: Server, tmp_path: Path) -> None:
    async with on_discord(server, tmp_path / "viva.db") as stage:
        refused = await server.commands_(EVE, "invite", LOBBY, person=KIM)
        invited = await server.commands_(SAM, "invite", HIRING, person=KIM)
        assert "I cannot do that" in said(refused)
        assert "I am inviting Kim" in said(invited)
        assert invited.data["flags"] & 64
        stage.id = "d2" if not await stage.store.recent() else (await stage.store.recent())[0].id
        await stage.told(server.direct(KIM), "[Start]")
        await stage.plays(("candidate", "[Start]"), ("bot", "not count"), ("candidate", "skip"), ("bot", "Question 1"))
        await stage.answers_all()
        await stage.told(HIRING, "a person decides")
        await stage.quiet()
        listed = await server.commands_(SAM, "status", HIRING, show="finished")
        assert "Kim" in said(listed)
        seen = await stage.presses("[Details]", HIRING, SAM)
        assert seen.type == 4
        assert seen.data["flags"] & 64
        before = server._message(HIRING, BOT, seen.data, kept=False)
        turned = await server.presses(
            SAM, before, next(c["custom_id"] for c in walk(before["components"]) if c["type"] == 2)
        )
        assert turned.type == 7
        assert "1 of 3" in said(turned)
        assert "I cannot do that" in said(await stage.presses("[Details]", HIRING, EVE))
        opened = await stage.presses("[Advance]", HIRING, SAM)
        assert opened.type == 9
        decided = await server.fills(SAM, HIRING, opened.data, reason="Clear about mechanisms.")
        assert decided.type == 4
        await stage.told(HIRING, "Clear about mechanisms.")
        assert len(cards(stage)) == 1
        assert all(c.type != 5 for c in server.calls.values()), "answered, not deferred"


async def test_the_commands_say_where_they_can_be_used(server: Server, tmp_path: Path) -> None:
    async with on_discord(server, tmp_path / "viva.db"):
        [viva] = server.commands
        assert viva["contexts"] == [0, 1]
        assert viva["integration_types"] == [0, 1]
        assert [o["name"] for o in viva["options"]] == [
            "invite",
            "cancel",
            "resend",
            "start",
            "status",
            "help",
            "human",
            "my-data",
        ]
