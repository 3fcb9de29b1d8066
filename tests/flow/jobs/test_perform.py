"""One effect meets one port: where it goes, and what becomes of it when the port does not take it."""

from dataclasses import replace

import pytest

from bot.core.errors import DiskFull
from bot.core.grading.grade import Grade, Source
from bot.core.screening import effects as x
from bot.core.screening import events as e
from bot.core.screening.effects import Notice, Topic
from bot.core.screening.session import Place, State
from bot.flow.jobs.perform import GRADER_FAILED, LostClaim, Performer
from bot.flow.ports import ChatError, Job, Outcome
from tests.conversations.stage import CANDIDATE, CHANNEL, Screening, text_of
from tests.core.screenings import KIM, ROLE, SCREENER
from tests.flow.jobs.orders import claimed, invited

THREAD = Place("console", "a private thread")
AWAY = ChatError("no answer")
CLOSED = ChatError("closed", permanent=True, outcome=Outcome.CLOSED_DMS)


async def test_a_message_goes_to_where_the_candidate_is_talked_to(stage: Screening, performer: Performer) -> None:
    await invited(stage)
    await stage.happens(e.Arrived(KIM, THREAD))
    stage.platform.posts.clear()

    await performer.perform(await claimed(stage, x.Tell(Topic.HELP)))

    assert [to for to, _, _ in stage.platform.posts] == [THREAD.id]


async def test_that_it_takes_longer_is_said_where_the_candidate_is_talked_to(
    stage: Screening, performer: Performer
) -> None:
    await invited(stage)
    await stage.happens(e.Arrived(KIM, THREAD))
    stage.platform.posts.clear()

    await performer.say_delayed(await claimed(stage, x.Tell(Topic.HELP)))

    [(to, message, _)] = stage.platform.posts
    assert to == THREAD.id
    assert "Everything you wrote is safe" in text_of(message)


async def test_that_it_takes_longer_is_tried_once_and_fails_without_harm(
    stage: Screening, performer: Performer
) -> None:
    await invited(stage)
    stage.platform.faults = [AWAY]
    job = await claimed(stage, x.Tell(Topic.HELP))

    await performer.say_delayed(job)

    assert stage.platform.posts == []
    assert await stage.store.holds(job)


async def test_a_candidate_who_is_not_reached_is_something_that_happened(
    stage: Screening, performer: Performer
) -> None:
    await invited(stage)
    stage.platform.faults = [CLOSED]

    following = await performer.perform(await claimed(stage, x.Tell(Topic.HELP)))

    assert (await stage.session()).unreachable == "closed_dms"
    assert following is not None
    assert following.effect == x.TellInviter(Notice.UNREACHABLE)


async def test_a_candidate_who_is_reached_again_is_no_longer_out_of_reach(
    stage: Screening, performer: Performer
) -> None:
    await invited(stage)
    await stage.happens(e.Undelivered("closed_dms"))

    await performer.perform(await claimed(stage, x.Tell(Topic.HELP)))

    assert (await stage.session()).unreachable is None


async def test_a_platform_that_is_away_is_left_to_whoever_tries_again(stage: Screening, performer: Performer) -> None:
    await invited(stage)
    stage.platform.faults = [AWAY]
    job = await claimed(stage, x.Tell(Topic.HELP))

    with pytest.raises(ChatError):
        await performer.perform(job)

    assert (await stage.session()).unreachable is None
    assert await stage.store.holds(job)


@pytest.mark.parametrize(
    ("effect", "place"),
    [(x.TellTeam(Notice.UNDECIDED), CHANNEL), (x.TellInviter(Notice.UNREACHABLE), SCREENER.id)],
)
async def test_a_team_that_is_not_reached_holds_the_candidate_up_for_nothing(
    stage: Screening, performer: Performer, effect: x.Effect, place: str
) -> None:
    await invited(stage)
    stage.platform.missing = {place: Outcome.NO_CHANNEL}

    following = await performer.perform(await claimed(stage, effect, x.Tell(Topic.HELP)))

    assert following is not None
    assert following.effect == x.Tell(Topic.HELP)
    assert (await stage.session()).unreachable is None


async def test_what_another_process_has_taken_over_is_not_sent(stage: Screening, performer: Performer) -> None:
    await invited(stage)
    frozen = await claimed(stage, x.Tell(Topic.HELP))
    await stage.store.recover(stage.id)
    await stage.store.claim(stage.id, stage.clock.now())

    with pytest.raises(LostClaim):
        await performer.perform(frozen)

    assert stage.platform.posts == []


async def test_nobody_is_written_to_before_somebody_has_brought_the_code(
    stage: Screening, performer: Performer
) -> None:
    nobody = replace(KIM, id="")
    await stage.screenings.invite(
        stage.id, ROLE, candidate=nobody, hiring=Place("console", CHANNEL), invited_by=SCREENER, seed="7"
    )

    assert await performer.perform(await claimed(stage, x.Tell(Topic.HELP))) is None
    assert stage.platform.posts == []


async def handed_in(stage: Screening, performer: Performer) -> Job:
    """Bring the screening to where an answer waits to be marked; return the claim of its marking."""
    await invited(stage)
    await stage.says("start", "A mail server.", "done", "It is faster.")
    await stage.screenings.handle(stage.id, e.Finished())
    job = await claimed(stage)
    while not isinstance(job.effect, x.GradeResponse):
        following = await performer.perform(job)
        assert following is not None
        job = following
    return job


async def test_an_answer_is_marked_while_the_candidate_sees_that_it_is_read(
    stage: Screening, performer: Performer
) -> None:
    job = await handed_in(stage, performer)

    following = await performer.perform(job)

    assert (await stage.session()).administrations[0].grades[0].score == 1.0
    assert stage.platform.shown[-2:] == [(CANDIDATE, True), (CANDIDATE, False)]
    assert following is not None
    assert isinstance(following.effect, x.AskItem)


async def test_a_grader_that_breaks_costs_the_candidate_neither_marks_nor_time(
    stage: Screening, performer: Performer
) -> None:
    def breaks(_: Grade) -> Grade:
        raise ZeroDivisionError

    job = await handed_in(stage, performer)
    stage.judge.then = breaks
    await performer.perform(job)

    session = await stage.session()
    [grade] = session.administrations[0].grades
    assert session.state is State.ASKING
    assert (grade.score, grade.source, grade.reasons) == (None, Source.RULE, (GRADER_FAILED,))
    assert grade.notes == ("ZeroDivisionError",)
    assert stage.platform.shown[-1] == (CANDIDATE, False)


async def test_new_marks_say_which_they_were_made_beside(stage: Screening, performer: Performer) -> None:
    await performer.perform(await handed_in(stage, performer))
    await stage.store.recover()
    await stage.dispatcher.drain()
    job = await claimed(stage, x.Remark(1, 0, stage.clock.now()))
    await stage.screenings.handle(stage.id, e.Remarked(1, 1, Grade(0.5, (), (), Source.LLM), 0))

    await performer.perform(job)

    assert len((await stage.session()).administrations[0].grades) == 3


async def test_a_card_that_is_not_posted_yet_is_not_edited(stage: Screening, performer: Performer) -> None:
    await invited(stage)

    await performer.perform(await claimed(stage, x.UpdateSummary()))

    assert stage.platform.edits == []


async def test_the_one_card_is_edited_and_an_erased_message_says_so(stage: Screening, performer: Performer) -> None:
    await invited(stage)
    await stage.says("start", "A mail server.", "done")
    await stage.answers_all("It is faster.")
    card = next(f"m{n}" for n, (to, _, key) in enumerate(stage.platform.posts, 1) if key == "s1/summary")

    await performer.perform(await claimed(stage, x.UpdateSummary()))
    await performer.perform(await claimed(stage, x.Retract("m7")))

    (where, ref, _), (_, retracted, notice) = stage.platform.edits[-2:]
    assert (where, ref) == (CHANNEL, card)
    assert retracted == "m7"
    assert "erased" in text_of(notice)


async def test_an_answer_is_not_left_ungraded_because_the_database_was_away(
    stage: Screening, performer: Performer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await invited(stage)
    await stage.happens(e.Accepted())
    await stage.happens(e.Skipped())
    await stage.happens(e.Said("m1", "It is faster."))
    await stage.screenings.handle(stage.id, e.Finished())

    async def spent(_: object) -> None:
        raise DiskFull("viva.db: there is no room")

    monkeypatch.setattr(stage.store, "spent", spent)
    job: Job | None = await claimed(stage)
    while job is not None and not isinstance(job.effect, x.GradeResponse):
        job = await performer.perform(job)
    assert job is not None
    with pytest.raises(DiskFull):
        await performer.perform(job)

    assert (await stage.session()).administrations[0].grades == ()


@pytest.mark.parametrize("posts_end", [True, False])
async def test_where_the_chain_ends_goes_with_the_card_if_the_operator_sets_it(
    stage: Screening, posts_end: bool
) -> None:
    chats = {"console": stage.platform}
    performer = Performer(stage.store, stage.screenings, chats, stage.judge, stage.clock, posts_end=posts_end)
    await invited(stage)

    await performer.perform(await claimed(stage, x.PostSummary()))

    assert [("audit chain" in text) for text in stage.platform.to(CHANNEL)] == [False, True][: 1 + posts_end]
