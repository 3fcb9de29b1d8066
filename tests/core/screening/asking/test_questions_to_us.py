"""Questions to the bot: told from answers, answered from the bank or the role or passed on, kept and not marked."""

from dataclasses import replace

import pytest

from bot.core.bank.role import Clarification
from bot.core.screening import events as e
from bot.core.screening.advance import advance
from bot.core.screening.asking.questions_to_us import answer_to, is_question
from bot.core.screening.effects import Notice, Tell, TellInviter, Topic
from bot.core.screening.session import Gone, Session
from tests.core.screenings import NOW, PLAN, asking, invited

NODE = Clarification(about=("one node", "within a node", "single server"), says="Within one server.")
REMOTE = Clarification(about=("remote", "from home"), says="The job is in Leeds, two days a week from home.")


def with_words(session: Session) -> Session:
    """Return the screening with something to say to questions about its item and its role."""
    role = session.role.model_copy(update={"faq": (REMOTE,)})
    asked = [replace(a, item=a.item.model_copy(update={"clarify": (NODE,)})) for a in session.administrations]
    return replace(session, role=role, administrations=tuple(asked))


def said(session: Session, text: str, number: int = 1) -> tuple[Session, list[object]]:
    done = advance(session, e.Said(f"q{number}", text), PLAN, NOW)
    return done.session, list(done.effects)


@pytest.mark.parametrize(
    "text",
    [
        "Do you mean within a node?",
        "Is this job remote?",
        "hi, can I use a calculator?",
        "Sorry, what does occupancy mean here? Is it for one GPU or all?",
        "Which version of NCCL?",
        "¿Puedo usar una calculadora?",
        "Meinen Sie einen Knoten？",
    ],
)
def test_a_message_that_only_asks_is_a_question(text: str) -> None:
    assert is_question(text)


@pytest.mark.parametrize(
    "text",
    [
        "NVLink is faster than PCIe.",
        "Is the node drained? I look at the kernel log first.",
        "I would ask: is the switch shared?",
        "First question is whether the link is down, then who shares it?",
        "Because the ring sends everything twice?",
        "900 GB/s",
        "",
        "?",
        "hello?",
        "Is " + "it " * 60 + "?",
    ],
)
def test_a_message_that_says_something_is_none(text: str) -> None:
    assert not is_question(text)


def test_a_question_before_any_statement_is_answered_and_kept_and_no_part_of_the_answer() -> None:
    session, effects = said(with_words(asking()), "Do you mean within a node?")

    assert effects == [Tell(Topic.CLARIFIED, "Within one server.")]
    assert session.administrations[0].parts == ()
    assert [(r.how, r.text, r.position) for r in session.replaced] == [(Gone.ASKED, "Do you mean within a node?", 1)]


def test_what_nobody_has_words_for_is_passed_on_to_the_inviter() -> None:
    _, effects = said(with_words(asking()), "May I bring my dog?")

    assert effects == [Tell(Topic.CLARIFIED), TellInviter(Notice.QUESTION)]


def test_a_question_about_the_job_is_answered_by_the_role_before_and_after_the_start() -> None:
    for session in (invited(), asking()):
        after, effects = said(with_words(session), "Is this remote?")
        assert effects == [Tell(Topic.CLARIFIED, REMOTE.says)]
        assert after.asides == ()


def test_whoever_meant_it_as_the_answer_says_so_and_it_is_one() -> None:
    session, _ = said(with_words(asking()), "Isn't it the switch?")
    again = advance(session, e.UndoAsked(1), PLAN, NOW).session

    assert again.administrations[0].response == "Isn't it the switch?"
    assert again.replaced == ()


def test_a_question_after_a_statement_is_a_part_of_the_answer() -> None:
    session, _ = said(with_words(asking()), "NVLink is faster.")
    session, _ = said(session, "Do you mean within a node?", 2)

    assert session.administrations[0].response == "NVLink is faster.\nDo you mean within a node?"
    assert session.replaced == ()


def test_the_words_that_are_found_most_decide_what_is_said() -> None:
    both = Clarification(about=("one node", "remote"), says="Both.")

    assert answer_to("Is one node remote?", (NODE,), (both,)) == "Both."
    assert answer_to("Is one node enough?", (NODE,), (both,)) == NODE.says
    assert answer_to("Is it remotely related?", (NODE,), (REMOTE,)) == ""
