"""The database is away for longer than Slack repeats a delivery: what was written then is read once it is back."""

from pathlib import Path

import pytest

from bot.core.errors import DiskFull
from bot.flow.jobs import concurrency
from tests.chat.slack.conftest import KIM
from tests.chat.slack.sockets import TRIES
from tests.chat.slack.stage import on_slack
from tests.chat.slack.test_traps import begun
from tests.chat.slack.workspace import Workspace


@pytest.mark.slow
@pytest.mark.parametrize("http", [False, True])
async def test_what_slack_gave_up_while_the_disk_was_full_is_stored_when_there_is_room(
    workspace: Workspace, tmp_path: Path, http: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(concurrency, "PAUSE_S", 0.01)
    async with on_slack(workspace, tmp_path / "viva.db", http=http) as stage:
        await begun(stage)
        real, full = stage.screenings.handle, [True]

        async def handle(*args: object, **more: object) -> object:
            if full:
                raise DiskFull("viva.db: there is no room")
            return await real(*args, **more)  # type: ignore[arg-type] # whatever it takes

        workspace.sockets.acks_s = (0.2,) * TRIES
        monkeypatch.setattr(stage.screenings, "handle", handle)
        delivery = await workspace.says(KIM, "It is faster.")
        assert not delivery.acknowledged
        full.clear()

        [said] = [m for m in workspace.state.direct(KIM).messages.values() if m["text"] == "It is faster."]
        await workspace.until(lambda: said.get("reactions"))
        assert (await stage.session()).administrations[0].response == "It is faster."
