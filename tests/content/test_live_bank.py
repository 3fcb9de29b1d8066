"""The bank of a running service: new when it is sound, the last good one while it is not, and somebody is told."""

import asyncio
import gc
import logging

import pytest

from bot.content.live_bank import LiveBank, Reload
from bot.content.load import load
from tests.content.folder import ITEM, ContentFolder
from tests.waiting import HANG_S


@pytest.fixture
def told() -> list[Reload]:
    return []


@pytest.fixture
def current(folder: ContentFolder, told: list[Reload]) -> LiveBank:
    return LiveBank(load(folder.root), (folder.root,), told.append)


def test_a_sound_change_is_taken_up(folder: ContentFolder, current: LiveBank, told: list[Reload]) -> None:
    before = current.bank
    folder.edit(ITEM, "two GPUs", "eight GPUs")
    current.reread()

    assert "eight" in current.bank.items["nvlink"].stem
    assert told == [Reload(current.bank.version)]
    assert current.bank.version != before.version


def test_the_last_good_bank_stays_while_the_new_one_has_errors(
    folder: ContentFolder, current: LiveBank, told: list[Reload], caplog: pytest.LogCaptureFixture
) -> None:
    before = current.bank
    folder.edit(ITEM, "minutes: 2", "minutes: two")
    with caplog.at_level(logging.INFO, "bot"):
        current.reread()

    assert current.bank is before
    (reread,) = told
    assert reread.version == before.version
    assert [line.split(": ")[0] for line in reread.faults] == [f"{ITEM}:5:10"]
    assert f"version {before.version} stays in use" in caplog.text

    folder.edit(ITEM, "minutes: two", "minutes: 2.5")
    current.reread()
    assert current.bank.items["nvlink"].minutes == 2.5
    assert current.last.faults == ()


async def test_saving_a_file_is_noticed(folder: ContentFolder, current: LiveBank, told: list[Reload]) -> None:
    stop = asyncio.Event()
    following = asyncio.create_task(current.follow(stop))
    async with asyncio.timeout(HANG_S):
        while not told:
            folder.write(ITEM, (folder.root / ITEM).read_text().replace("two GPUs", "eight GPUs"))
            await asyncio.sleep(0.2)
        stop.set()
        await following

    assert "eight" in current.bank.items["nvlink"].stem


def test_what_serves_people_leaves_the_garbage_collector_on_while_it_reads(
    folder: ContentFolder, current: LiveBank, monkeypatch: pytest.MonkeyPatch
) -> None:
    turned_off: list[bool] = []
    monkeypatch.setattr(gc, "disable", lambda: turned_off.append(True))
    current.reread()

    assert not turned_off
