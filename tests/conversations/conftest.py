from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conversations.stage import Screening, invite, on_stage


@pytest.fixture
async def screening(tmp_path: Path) -> AsyncIterator[Screening]:
    """A candidate who has just been invited."""
    async with on_stage(tmp_path / "viva.db") as stage:
        await invite(stage)
        yield stage
