"""The bank changes and items are deleted under people who are screened: nobody is stuck, marks are as it was asked."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import app
from bot.core.screening import events as e
from bot.core.screening.session import Person, Place, Session
from bot.settings import Settings
from tests.content.folder import ContentFolder
from tests.conversations.stage import Clock, Platform

PEOPLE = ("kim", "lee", "ada")
SAID = "The bandwidth between GPUs is 900 GB/s, so the link is faster and nothing is copied twice."


class House:
    """A running service over a content folder, and people who are screened at the same time."""

    def __init__(self, service: app.Service, content: ContentFolder, platform: Platform, clock: Clock) -> None:
        self.service, self.content, self.platform = service, content, platform
        self._clock = clock

    async def happens(self, name: str, *events: e.Event) -> Session:
        for event in events:
            self._clock.forward(minutes=1)
            await self.service.screenings.handle(name, event)
            await self.service.dispatcher.drain()
        return await self.service.store.load(name)

    async def begins(self, name: str) -> Session:
        """Bring somebody to the first question, with a part of the answer written."""
        who, where = Person("console", name, name), Place("console", "hiring")
        role = app.role_of(self.service.bank, "hiring")
        await self.service.screenings.invite(name, role, candidate=who, hiring=where, invited_by=who, seed=name)
        return await self.happens(name, e.Accepted(), e.Skipped(), e.Said(f"{name}-0", SAID))

    async def ends(self, name: str) -> Session:
        """Answer whatever is asked until the screening is over."""
        session, number = await self.service.store.load(name), 0
        while not session.state.over:
            number += 1
            assert number < 20
            session = await self.happens(name, e.Said(f"{name}-{number}", SAID), e.Finished())
        return session

    def cards(self) -> int:
        return len(self.platform.to("hiring"))


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    content, clock, platform = ContentFolder.made_in(tmp_path / "content"), Clock(), Platform()
    service = app.service(
        str(tmp_path / "viva.db"), (content.root,), {"console": platform}, app.KEYWORD, Settings(), clock=clock,
        pictures=False,
    )  # fmt: skip
    async with service as parts:
        yield House(parts, content, platform, clock)


def without(content: ContentFolder, item: str) -> None:
    """Delete an item with all that belongs to it."""
    found = [path for path in content.root.rglob("*.yaml") if path.stem == item]
    assert len(found) >= 2
    for path in found:
        path.unlink()


async def test_an_item_that_is_deleted_while_its_question_is_open_is_marked_as_it_was_asked(house: House) -> None:
    begun = {name: await house.begins(name) for name in PEOPLE}
    open_item = begun["kim"].administrations[0].item
    without(house.content, open_item.id)
    assert house.service.current.reread().faults == ()

    ended = {name: await house.ends(name) for name in PEOPLE}

    for session in ended.values():
        assert [len(a.grades) for a in session.administrations] == [1] * len(session.administrations)
    assert ended["kim"].administrations[0].item == open_item
    later = [a.item.id for session in ended.values() for a in session.administrations[1:]]
    assert open_item.id not in later
    assert house.cards() == len(PEOPLE)
    assert await house.service.store.parked() == []


async def test_a_rubric_that_is_changed_marks_those_who_are_asked_from_then_on(house: House) -> None:
    before = (await house.begins("kim")).administrations[0]
    for path in house.content.root.rglob("rubrics/**/*.yaml"):
        path.write_text(path.read_text().replace("asks: ", "asks: now ", 1))
    assert house.service.current.reread().faults == ()

    after = (await house.ends("kim")).administrations

    assert after[0].rubric == before.rubric
    assert [a.rubric.criteria[0].asks.startswith("now ") for a in after] == [False, *[True] * (len(after) - 1)]


async def test_a_bank_that_breaks_under_people_changes_nothing_for_them(house: House) -> None:
    for name in PEOPLE:
        await house.begins(name)
    version = house.service.bank.version
    for path in house.content.root.rglob("rubrics/**/*.yaml"):
        path.write_text("item: [")
    assert house.service.current.reread().faults

    for name in PEOPLE:
        assert (await house.ends(name)).state.over
    assert house.service.bank.version == version
    assert house.cards() == len(PEOPLE)
