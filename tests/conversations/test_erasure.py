"""A person's data is taken out: of the database, and of what was posted."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.core.audit import Act
from bot.core.screening import events as e
from bot.core.screening.decisions import Ruling
from bot.core.screening.effects import GradeResponse, PostSummary
from bot.core.screening.session import Person, Place
from bot.flow.entrance.retention import Erasure
from bot.flow.jobs.screenings import summary_key
from bot.flow.ports import Job
from tests.conversations.stage import CANDIDATE, Screening, invite, on_stage, text_of
from tests.core.screenings import KIM, ROLE, SCREENER
from tests.sessions import A_CALL, a_grade

OFFICER = Person("console", "officer", "Data officer")
WORDS = "Their very own words about links."


async def played(stage: Screening) -> None:
    await invite(stage)
    await stage.says("start", "skip")
    await stage.answers_all(WORDS)


def erasure(stage: Screening) -> Erasure:
    return Erasure(stage.store, stage.clock, lambda: None, lambda: "a1")


async def test_after_an_erasure_nothing_is_left_but_that_there_was_a_screening(tmp_path: Path) -> None:
    async with on_stage(tmp_path / "viva.db") as stage:
        await played(stage)
        assert await erasure(stage).of_person(KIM.platform, KIM.id, OFFICER) == ["s1"]
        await stage.dispatcher.drain()
        left = json.dumps(await stage.store.exported("s1"), default=str)

        assert WORDS not in left
        assert KIM.name not in left
        assert any("has been erased" in text for text in stage.platform.edited())
        assert [link.entry.act for link in await stage.store.audited("s1")][-1] is Act.ERASED
        assert await stage.store.screenings_of(KIM.platform, KIM.id) == []


async def test_a_screening_under_way_ends_and_what_is_said_afterwards_is_not_kept(tmp_path: Path) -> None:
    async with on_stage(tmp_path / "viva.db") as stage:
        await invite(stage)
        await stage.says("start", "skip", WORDS)
        await erasure(stage).of_person(KIM.platform, KIM.id, OFFICER)
        said = len(stage.platform.to(CANDIDATE))
        await stage.dispatcher.drain()

        assert len(stage.platform.to(CANDIDATE)) == said
        assert (await stage.session()).state.over


@pytest.mark.parametrize(("days", "gone"), [(29, []), (31, ["s1"])])
async def test_what_was_kept_long_enough_is_erased_and_no_sooner(tmp_path: Path, days: int, gone: list[str]) -> None:
    async with on_stage(tmp_path / "viva.db") as stage:
        await played(stage)
        stage.clock.forward(minutes=days * 24 * 60)
        keep = {ROLE.id: 30}

        assert await erasure(stage).of_the_past(keep, dry=True) == gone
        assert (await stage.session()).candidate == KIM
        assert await erasure(stage).of_the_past(keep) == gone
        assert ((await stage.session()).candidate == KIM) is not bool(gone)
        acts = [link.entry.act for link in await stage.store.audited("s1")]
        assert (Act.PURGED in acts) is bool(gone)
        assert await erasure(stage).of_the_past(keep) == []


async def test_what_was_on_its_way_when_a_person_was_erased_does_not_stay(tmp_path: Path) -> None:
    async with on_stage(tmp_path / "viva.db") as stage:
        await invite(stage)
        await stage.says("start", "skip")
        await stage.screenings.handle("s1", e.Said("m1", WORDS))
        await stage.screenings.handle("s1", e.Finished())
        job = await stage.store.claim("s1", stage.clock.now())
        while job is not None and not isinstance(job.effect, GradeResponse):
            job = await stage.screenings.settle(job)
        assert job is not None
        await erasure(stage).of_person(KIM.platform, KIM.id, OFFICER)
        await stage.store.keep("r1", f'{{"quote": "{WORDS}"}}', WORDS)

        mark = a_grade(calls=(replace(A_CALL, request="r1"),))
        await stage.screenings.settle(job, e.Graded(1, mark))
        await stage.screenings.handle("s1", e.Said("m2", WORDS))
        await stage.screenings.handle("s1", e.Decided(Ruling.NOT_NOW, SCREENER, f"{WORDS}, they wrote", 0))

        assert await stage.store.recall("r1") is None
        assert WORDS not in json.dumps(await stage.store.exported("s1"), default=str)


async def test_a_card_that_was_being_posted_when_its_person_was_erased_is_taken_back(tmp_path: Path) -> None:
    async with on_stage(tmp_path / "viva.db") as stage:
        await played(stage)
        card = Job(999, summary_key("s1"), "s1", PostSummary(), 0)
        await erasure(stage).of_person(KIM.platform, KIM.id, OFFICER)
        await stage.screenings.settle(card, e.SummaryPosted(), ref="m99")
        await stage.store.recover()
        await stage.dispatcher.drain()

        assert ("m99", True) in [(ref, "has been erased" in text_of(told)) for _, ref, told in stage.platform.edits]


async def test_a_name_that_reads_like_an_erased_one_is_erased_all_the_same(tmp_path: Path) -> None:
    async with on_stage(tmp_path / "viva.db") as stage:
        await stage.screenings.invite(
            "s2", ROLE, candidate=Person("console", "lee", "erased"), hiring=Place("console", "hiring"),
            invited_by=SCREENER, seed="7",
        )  # fmt: skip
        stage.clock.forward(minutes=31 * 24 * 60)

        assert await erasure(stage).of_the_past({ROLE.id: 30}) == ["s2"]
