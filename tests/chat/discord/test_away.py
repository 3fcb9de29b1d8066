"""What candidates do on Discord while the bot is away: it is read back when the bot returns."""

from pathlib import Path
from typing import Any

import pytest

from tests.chat.discord.guild import Refused
from tests.chat.discord.server import Server
from tests.chat.discord.stage import KIM, begun, on_discord


async def test_the_bot_is_away_and_reads_what_was_written_meanwhile(server: Server, tmp_path: Path) -> None:
    async with on_discord(server, tmp_path / "viva.db") as stage:
        await begun(stage)
        await server.says(KIM, "It is")
        await stage.quiet()
    for text in ("faster.", "<really>", "done"):
        await server.says(KIM, text)
    async with on_discord(server, tmp_path / "viva.db") as stage:
        await stage.told(server.direct(KIM), "Question 2 of")
        session = await stage.session()

    assert session.administrations[0].response == "It is\nfaster.\n<really>"


async def test_an_edit_made_while_the_bot_was_away_is_read_back(server: Server, tmp_path: Path) -> None:
    async with on_discord(server, tmp_path / "viva.db") as stage:
        await begun(stage)
        message = await server.says(KIM, "It is slower.")
        await server.says(KIM, "I measured.")
        await stage.quiet()
    await server.edits(message, "It is faster.")
    await server.says(KIM, "done")
    async with on_discord(server, tmp_path / "viva.db") as stage:
        await stage.told(server.direct(KIM), "Question 2 of")
        session = await stage.session()

    assert session.administrations[0].response == "It is faster.\nI measured."


async def test_a_history_that_is_refused_for_a_while_is_read_after(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with on_discord(server, tmp_path / "viva.db") as stage:
        await begun(stage)
    await server.says(KIM, "It is faster.")
    refusals, history = [429, 429], server._history

    def refuses(*given: Any, **more: Any) -> Any:
        if refusals and given[0] == server.direct(KIM):
            raise Refused(refusals.pop(), 0)
        return history(*given, **more)

    monkeypatch.setattr(server, "_history", refuses)
    async with on_discord(server, tmp_path / "viva.db") as stage:
        await server.until(lambda: not refusals)
        await server.says(KIM, "done")
        await stage.told(server.direct(KIM), "Question 2 of")
        session = await stage.session()

    assert session.administrations[0].response == "It is faster."
