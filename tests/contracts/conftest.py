"""What the tests of a contract share."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.flow.ports import Store
from tests.contracts.stores import KINDS, a_store


@pytest.fixture(params=KINDS)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str | None:
    """Return the address of an empty database; None for the memory."""
    if request.param == "memory":
        return None
    return str(request.getfixturevalue("postgresql") if request.param == "postgresql" else tmp_path / "viva.db")


@pytest.fixture
async def store(empty: str | None) -> AsyncIterator[Store]:
    async with a_store(empty) as opened:
        yield opened
