"""An older copy is put back while people are screened: nobody is stuck, and what happened since happens anew."""

from pathlib import Path

import pytest

from bot.core.screening.session import State
from bot.store.database.backup import back_up, restore
from tests.conversations.stage import CANDIDATE, CHANNEL, Clock, Platform, invite, on_stage

SAID = "It is faster."
WRITTEN = ("start", "skip", SAID, "done", SAID, "done")


@pytest.mark.parametrize("copied", range(len(WRITTEN)))
async def test_a_candidate_goes_on_from_where_a_copy_was_taken(tmp_path: Path, copied: int) -> None:
    file, platform, clock = tmp_path / "viva.db", Platform(), Clock()
    async with on_stage(file, platform=platform, clock=clock) as stage:
        await invite(stage)
        for number, words in enumerate(WRITTEN):
            if number == copied:
                back_up(str(file), tmp_path / "copy.db")
            await stage.says(words)
        await stage.answers_all(SAID)
    restore(tmp_path / "copy.db", str(file))

    async with on_stage(file, platform=platform, clock=clock) as stage:
        stage._ids = iter(range(1000, 2000))  # type: ignore[assignment] # a platform names no message as one before
        await stage.dispatcher.drain()
        for words in WRITTEN[copied:]:
            await stage.says(words)
        await stage.answers_all(SAID)
        session = await stage.session()

        assert session.state is State.CLOSED
        assert [a.response for a in session.administrations] == [SAID] * len(session.administrations)
        assert [len(a.grades) for a in session.administrations] == [1] * len(session.administrations)
        assert await stage.store.parked() == []
    # The card of a screening that had ended since the copy comes once more, and no third time.
    assert len(platform.to(CHANNEL)) == 2
    assert "Thank you" in platform.to(CANDIDATE)[-1]
