"""A model that goes away in mid-screening and comes back: nothing is lost, and nothing changes in silence."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.core.grading.grade import Grade, Source
from bot.core.screening.marks import MARK_AGAIN_AFTER
from bot.core.screening.session import Session
from tests.conversations.stage import CHANNEL, Screening, invite, on_stage

SOON = MARK_AGAIN_AFTER[2]
"""The screening itself takes some minutes, in which the model is asked again as well."""
AWAY = "marked by the rules only: the model could not be reached"


def stands_in(rules: Grade) -> Grade:
    return replace(rules, stand_in=True, reasons=(AWAY,))


def model(rules: Grade) -> Grade:
    return replace(rules, source=Source.LLM, score=1.0, notes=())


async def played(stage: Screening) -> Session:
    await invite(stage)
    await stage.says("start", "skip")
    await stage.answers_all("It is faster.")
    return await stage.session()


async def later(stage: Screening, span: timedelta) -> Session:
    stage.clock.time += span
    await stage.dispatcher.drain()
    return await stage.session()


async def test_the_rules_stand_in_and_the_card_says_so_and_asks_for_a_person(tmp_path: Path) -> None:
    async with on_stage(tmp_path / "viva.db") as stage:
        stage.judge.then = stands_in
        session = await played(stage)

    assert all(a.grade and a.grade.needs_person for a in session.administrations)
    [card] = stage.platform.to(CHANNEL)
    assert "rules only" in card
    assert AWAY in card


async def test_when_the_model_is_back_the_answers_are_marked_again_and_the_card_is_edited(tmp_path: Path) -> None:
    async with on_stage(tmp_path / "viva.db") as stage:
        stage.judge.then = stands_in
        before = await played(stage)
        stage.judge.then = model
        after = await later(stage, SOON)

        for old, new in zip(before.administrations, after.administrations, strict=True):
            assert new.grades[: len(old.grades)] == old.grades
            assert new.grade is not None
            assert (new.grade.source, new.grade.score, new.grade.needs_person) == (Source.LLM, 1.0, False)
        assert len(stage.platform.to(CHANNEL)) == 1
        edited = stage.platform.edited()[-1]
        assert "Marked again" in edited
        assert "by the rules, then 100 % of full marks by the model" in edited
        assert AWAY not in edited

        assert (await later(stage, timedelta(days=2))).administrations == after.administrations


async def test_an_answer_is_marked_again_also_while_the_screening_goes_on(tmp_path: Path) -> None:
    async with on_stage(tmp_path / "viva.db") as stage:
        stage.judge.then = stands_in
        await invite(stage)
        await stage.says("start", "skip", "It is faster.", "done")
        stage.judge.then = model
        session = await later(stage, MARK_AGAIN_AFTER[0])

        assert [g.source for g in session.administrations[0].grades] == [Source.KEYWORD, Source.LLM]
        assert session.state.value == "asking"
        assert len(session.administrations) == 2


async def test_a_model_that_stays_away_is_asked_a_few_times_and_then_a_person_marks(tmp_path: Path) -> None:
    async with on_stage(tmp_path / "viva.db") as stage:
        asked = 0

        def count(rules: Grade) -> Grade:
            nonlocal asked
            asked += 1
            return stands_in(rules)

        stage.judge.then = count
        before = after = await played(stage)
        for span in (*MARK_AGAIN_AFTER, *MARK_AGAIN_AFTER):
            after = await later(stage, span)

    assert after.administrations == before.administrations
    assert asked == (1 + len(MARK_AGAIN_AFTER)) * len(before.administrations)


async def test_a_crash_between_two_tries_marks_nothing_twice(tmp_path: Path) -> None:
    file = tmp_path / "viva.db"
    async with on_stage(file) as first:
        first.judge.then = stands_in
        await played(first)
    async with on_stage(file, platform=first.platform, clock=first.clock) as second:
        second.judge.then = model
        session = await later(second, SOON)

    assert all(len(a.grades) == 2 for a in session.administrations)
