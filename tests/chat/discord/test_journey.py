"""From the invitation to the thanks and the one card, in fair weather and foul."""

from pathlib import Path

from bot.core.session import State
from tests.chat.discord.server import HIRING, LOBBY, Json, Server
from tests.chat.discord.stage import KIM, DiscordStage, on_discord, shown


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
            ("bot", "Question 1 of about 3 · intermediate"),
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
        assert all(call.seconds < 1 for call in server.calls.values())
        assert len(server.posted(LOBBY)) == 1
