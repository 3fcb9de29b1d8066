from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conversations.house import House, opened
from tests.conversations.stage import Screening, invite, on_stage


@pytest.fixture
async def screening(tmp_path: Path) -> AsyncIterator[Screening]:
    """A candidate who has just been invited."""
    async with on_stage(tmp_path / "viva.db") as stage:
        await invite(stage)
        yield stage


@pytest.fixture
def house(screening: Screening) -> House:
    """The front of the house, with that candidate invited."""
    return opened(screening)
