"""The database is away for longer than a message is held: what was written then is read once it is back."""

from pathlib import Path

import pytest

from bot.core.errors import ServerAway
from bot.flow.jobs import concurrency
from tests.chat.discord.server import Server
from tests.chat.discord.stage import KIM, begun, on_discord


async def test_what_was_written_while_the_database_was_away_is_stored_when_it_is_back(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(concurrency, "PAUSE_S", 0.01)
    async with on_discord(server, tmp_path / "viva.db") as stage:
        await begun(stage)
        real, tries = stage.screenings.handle, iter(range(12))

        async def handle(*args: object, **more: object) -> object:
            if next(tries, None) is not None:
                raise ServerAway("the server does not answer")
            return await real(*args, **more)  # type: ignore[arg-type] # whatever it takes

        monkeypatch.setattr(stage.screenings, "handle", handle)
        await server.says(KIM, "It is faster.")

        await server.until(lambda: next(tries, None) is None)
        await stage.quiet()
        await server.says(KIM, "done")
        await stage.told(server.direct(KIM), "Question 2 of")
        assert (await stage.session()).administrations[0].response == "It is faster."
