"""Every test here gets a content folder of its own."""

from pathlib import Path

import pytest

from tests.content.folder import ContentFolder


@pytest.fixture
def folder(tmp_path: Path) -> ContentFolder:
    return ContentFolder.made_in(tmp_path / "content")
