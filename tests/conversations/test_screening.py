"""Whole screenings, as tables of turns."""

import pytest

from bot.core.grading.grade import Grade, Source
from bot.core.screening import events as e
from bot.core.screening.session import State
from bot.flow.ports import ChatError
from tests.conversations.stage import CANDIDATE, CHANNEL, Screening
from tests.core.screenings import SCREENER


async def test_a_screening_from_invitation_to_summary(screening: Screening) -> None:
    assert "A program (AI) marks" in screening.platform.to(CANDIDATE)[0]

    await screening.plays(
        ("candidate", "start"),
        ("bot", "this one does not count"),
        ("candidate", "A mail server."),
        ("candidate", "done"),
        ("bot", "Now to the questions that count"),
        ("bot", "Question 1 of about 3"),
        ("candidate", "It is faster."),
        ("candidate", "I measured it."),
        ("candidate", "done"),
        ("bot", "Question 2 of about 3"),
        ("candidate", "skip"),
        ("bot", "Question 3 of about 3"),
        ("candidate", "It is faster than the other."),
        ("candidate", "done"),
        ("bot", "That was the last question"),
        ("channel", "a person decides"),
        ("channel", "Band: "),
    )

    assert (await screening.session()).state is State.CLOSED


async def test_the_candidate_never_reads_a_mark_or_a_rubric(screening: Screening) -> None:
    await screening.says("start", "skip")
    await screening.answers_all("It is faster.")

    everything = "\n".join(screening.platform.to(CANDIDATE)).lower()
    for secret in ("score", "level", "criterion", "flag", "says that it is faster", " of 1", "theta"):
        assert secret not in everything


async def test_the_candidate_gets_an_own_copy_at_the_end(screening: Screening) -> None:
    await screening.says("start", "skip")
    await screening.answers_all("It is faster 🚀.")

    copy = screening.platform.to(CANDIDATE)[-1]
    session = await screening.session()
    assert all(a.item.stem in copy and a.response in copy for a in session.administrations)


async def test_a_pause_and_a_change_can_be_asked_for_in_words(screening: Screening) -> None:
    await screening.plays(
        ("candidate", "start"),
        ("candidate", "skip"),
        ("candidate", "It is"),
        ("candidate", "pause"),
        ("bot", "Everything you wrote is safe"),
        ("candidate", "faster."),
        ("bot", "I have kept that"),
        ("candidate", "resume"),
        ("bot", "It is\nfaster."),
        ("candidate", "edit: quicker"),
        ("bot", "Changed"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "🚀" * 300,
        "שלום NVLink",
        "\u202eabc",
        "a\x00b\x1b[2J",
        "x" * 20_000,
        "<!channel> <@U1> [b](http://e)",
        "'; DROP TABLE parts; --",
    ],
)
async def test_any_text_is_kept_and_shown_in_the_summary_of_what_was_said(screening: Screening, text: str) -> None:
    await screening.says("start", "skip", text, "done")

    first = (await screening.session()).administrations[0]
    assert first.response == text.replace("\x00", "").replace("\x1b", "")
    assert first.grade is not None


async def test_declining_is_one_line_to_the_inviter_and_no_card(screening: Screening) -> None:
    await screening.plays(("candidate", "not now"), ("bot", "Nothing is kept against you"))

    [told] = screening.platform.to(SCREENER.id)
    assert "Kim has declined the screening" in told
    assert screening.platform.to(CHANNEL) == []


async def test_one_delivery_that_comes_twice_counts_once(screening: Screening) -> None:
    await screening.says("start", "skip")
    for _ in range(2):
        await screening.happens(e.Said("c9", "It is faster."), delivery_id="d9")

    assert (await screening.session()).administrations[0].response == "It is faster."


async def test_an_unreadable_verdict_is_left_for_a_person(screening: Screening) -> None:
    screening.judge.then = lambda _: Grade(None, (), (), Source.LLM, reasons=("the verdict could not be read",))
    await screening.says("start", "skip")
    await screening.answers_all("It is faster.")

    card = screening.platform.to(CHANNEL)[-1]
    assert "the verdict could not be read" in card
    assert "There is nothing to recommend on" in card


async def test_a_grader_that_breaks_stops_nobody(screening: Screening) -> None:
    def breaks(_: Grade) -> Grade:
        raise RuntimeError("no such model")

    screening.judge.then = breaks
    await screening.says("start", "skip")
    await screening.answers_all("It is faster.")

    assert (await screening.session()).state is State.CLOSED
    assert "the grader failed on this answer" in screening.platform.to(CHANNEL)[-1]


async def test_a_platform_that_refuses_for_a_while_gets_each_message_once_and_in_order(screening: Screening) -> None:
    await screening.says("start")
    screening.platform.faults = [ChatError("busy", retry_after_s=30), ChatError("busy", retry_after_s=30)]
    await screening.says("skip")
    assert "Question 1" not in screening.platform.to(CANDIDATE)[-1]

    for _ in range(2):
        screening.clock.forward(minutes=1)
        await screening.dispatcher.drain()

    before, last = (text.splitlines()[0] for text in screening.platform.to(CANDIDATE)[-2:])
    assert before == "Practice · this one does not count"
    assert last == "Good, that is all there is to it. Now to the questions that count."


async def test_reminders_go_out_in_working_hours_and_silence_ends_it(screening: Screening) -> None:
    await screening.says("start", "skip", "It is faster.")

    screening.clock.forward(hours=25)
    await screening.dispatcher.drain()
    assert "Your last question is still open" in screening.platform.to(CANDIDATE)[-1]

    screening.clock.forward(days=8)
    await screening.dispatcher.drain()
    assert (await screening.session()).state is State.EXPIRED
    assert "ran out after a long silence" in screening.platform.to(CHANNEL)[-1]


async def test_an_override_edits_the_one_card(screening: Screening) -> None:
    await screening.says("start", "skip")
    await screening.answers_all("It is blue.")
    cards = len(screening.platform.to(CHANNEL))

    session = await screening.session()
    await screening.happens(e.Overridden(1, "speed", 1, session.invited_by, "said it in other words"))

    assert len(screening.platform.to(CHANNEL)) == cards
    assert len(screening.platform.edits) == 1
