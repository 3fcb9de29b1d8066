from collections.abc import AsyncIterator

import pytest

from tests.chat.discord.server import Server


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    """A server whose violations fail the test."""
    async with Server().open() as server:
        yield server
    assert server.violations == []
