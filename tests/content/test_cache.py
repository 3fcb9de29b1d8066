"""A large bank is kept between starts, and read anew after any change."""

from pathlib import Path

import pytest

from bot.content import cache
from bot.content.load import load
from bot.content.yaml.fault import BankError
from tests.content.folder import ITEM, RUBRIC, SAMPLES, ContentFolder


@pytest.fixture
def caches(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(cache, "FEWEST_FILES", 3)
    return tmp_path / "caches"


def test_the_second_reading_gives_the_same_bank_without_reading_yaml(
    folder: ContentFolder, caches: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load(folder.root, caches)
    monkeypatch.setattr("bot.content.files.folder.parse", None)
    again = load(folder.root, caches)

    assert again == first
    assert again.version == first.version


@pytest.mark.parametrize("file", [ITEM, RUBRIC, SAMPLES])
def test_one_changed_letter_is_read(folder: ContentFolder, caches: Path, file: str) -> None:
    before = load(folder.root, caches)
    folder.edit(file, "gpus", "GPUs") if file == RUBRIC else folder.edit(file, "GPUs", "GPUS")

    assert load(folder.root, caches) != before


def test_a_bank_with_errors_is_never_kept(folder: ContentFolder, caches: Path) -> None:
    folder.edit(RUBRIC, "weight: 1", "weight: 0")
    for _ in range(2):
        with pytest.raises(BankError):
            load(folder.root, caches)


def test_a_broken_or_forbidden_cache_is_as_good_as_none(folder: ContentFolder, caches: Path) -> None:
    bank = load(folder.root, caches)
    (kept,) = caches.glob("*.json")
    kept.write_text('{"items": 3}')
    assert load(folder.root, caches) == bank

    nowhere = caches / "a-file"
    nowhere.write_text("")
    assert load(folder.root, nowhere) == bank


def test_only_the_newest_caches_stay(folder: ContentFolder, caches: Path) -> None:
    for n in range(7):
        folder.write(ITEM, (folder.root / ITEM).read_text() + f"# {n}\n")
        load(folder.root, caches)

    assert len(list(caches.iterdir())) == cache.MOST_KEPT
