"""A candidate chooses how they are spoken to, is told of an answer in another language, and may say it again."""

from dataclasses import replace

from bot.core.bank.role import AnswerLanguage
from bot.core.screening import effects as x
from bot.core.screening import events as e
from bot.core.screening.decisions import Language
from bot.core.screening.effects import Topic
from bot.core.screening.next_step import Step
from bot.core.screening.session import Gone, Session
from tests.core.screenings import asking, finished, invited, play, practising

GERMAN = "Der Cache ist nach dem Neustart kalt, und die ersten Anfragen sind langsam."
MORE = "Das ist so, bis er wieder gefüllt ist, und es dauert etwa eine Minute."
OTHER = x.Tell(Topic.OTHER_LANGUAGE)


def said(session: Session, *texts: str) -> Step:
    return play(session, [e.Said(f"m{n}", text) for n, text in enumerate(texts)])


def test_the_invitation_is_said_anew_in_the_chosen_language() -> None:
    chosen = play(invited(), [e.LanguageChosen(Language.FRENCH)])

    assert chosen.session.language is Language.FRENCH
    assert chosen.effects == (x.SendInvitation(),)


def test_later_a_choice_is_answered_and_changes_nothing_else() -> None:
    for session in (practising(), asking(), finished()):
        chosen = play(session, [e.LanguageChosen(Language.GERMAN)])

        assert chosen.session == replace(session, language=Language.GERMAN, version=session.version + 1)
        assert chosen.effects == (x.Tell(Topic.LANGUAGE_CHOSEN),)


def test_an_answer_in_another_language_is_told_of_at_once_and_only_once() -> None:
    first, second = said(asking(), GERMAN), said(asking(), GERMAN, MORE)

    assert first.effects == (OTHER,)
    assert second.effects == ()
    assert [p.text for p in second.session.administrations[0].parts] == [GERMAN, MORE]
    assert said(asking(), "The cache is cold after a restart, and it is slow.").effects == ()
    assert said(practising(), GERMAN).effects == (OTHER,)


def test_a_change_into_another_language_is_told_of_too() -> None:
    english = said(asking(), "The cache is cold after a restart, and it is slow.").session

    assert OTHER in play(english, [e.Corrected(GERMAN)]).effects


def test_a_role_that_takes_the_language_says_nothing() -> None:
    session = asking()
    role = session.role.model_copy(update={"languages": (AnswerLanguage.ENGLISH, AnswerLanguage.GERMAN)})

    assert said(replace(session, role=role), GERMAN).effects == ()


def test_who_says_it_again_loses_nothing() -> None:
    written = said(asking(), GERMAN, MORE).session
    again = play(written, [e.BegunAgain()])

    assert again.effects == (x.Tell(Topic.BEGUN_AGAIN),)
    assert again.session.administrations[0].parts == ()
    assert [(r.how, r.text) for r in again.session.replaced] == [(Gone.BEGUN_AGAIN, GERMAN), (Gone.BEGUN_AGAIN, MORE)]
    assert said(again.session, GERMAN).effects == (OTHER,), "told again of the new answer"


def test_beginning_again_is_taken_back_in_order_and_taken_back_again() -> None:
    anew = play(said(asking(), GERMAN, MORE).session, [e.BegunAgain(), e.Said("m9", "The cache is cold.")]).session
    back = play(anew, [e.UndoAsked()]).session

    assert [p.text for p in back.administrations[0].parts] == [GERMAN, MORE]
    assert [r.text for r in back.replaced] == ["The cache is cold."]
    assert [p.text for p in play(back, [e.UndoAsked()]).session.administrations[0].parts] == ["The cache is cold."]


def test_beginning_again_needs_something_to_begin_again_and_its_own_question() -> None:
    assert play(asking(), [e.BegunAgain()]).effects == (x.Tell(Topic.EMPTY_ANSWER),)
    assert play(said(asking(), GERMAN).session, [e.BegunAgain(7)]).effects == (x.Tell(Topic.OLD_CARD),)
    assert play(said(practising(), GERMAN).session, [e.BegunAgain()]).session.practice == ()
