from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.flow.jobs.perform import Performer
from tests.conversations.stage import Screening, on_stage


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Screening]:
    """The real loop and store; what is ordered is carried out when a test says so."""
    async with on_stage(tmp_path / "viva.db") as opened:
        yield opened


@pytest.fixture
def performer(stage: Screening) -> Performer:
    return Performer(stage.store, stage.screenings, {"console": stage.platform}, stage.judge, stage.clock)
