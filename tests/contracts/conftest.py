"""What the tests of a contract share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.flow.ports import Store
from tests.contracts.stores import KINDS, a_store


@pytest.fixture(params=KINDS)
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    async with a_store(request.param, tmp_path) as opened:
        yield opened
