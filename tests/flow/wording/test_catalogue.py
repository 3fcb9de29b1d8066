"""Whoever is spoken to in another language reads no English but what the role's file and the bank say."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.core.bank.terms import Terms
from bot.core.hold import Hold
from bot.core.screening import effects as x
from bot.core.screening.decisions import Language, Reread
from bot.core.screening.effects import Topic
from bot.core.screening.session import Session
from bot.flow.action_id import ActionId
from bot.flow.actions.action import Given
from bot.flow.actions.candidates import CANDIDATES, LANGUAGES
from bot.flow.actions.form_values import parse
from bot.flow.actions.table import offered
from bot.flow.forms import FieldErrors, Form
from bot.flow.messages import Buttons, Facts, Message
from bot.flow.render.plain_text import plain
from bot.flow.wording import closed_question, to_candidate
from bot.flow.wording.catalogue import ENGLISH, Say
from bot.flow.wording.form_errors import unusable
from tests.core.screenings import KIM, NOW, asking, finished, invited, practising

OTHERS = [language for language in Language if language is not Language.ENGLISH]
TERMS = Terms(model="m at h")
HOLD = Hold("console", "kim", "", "a claim", "Sam", NOW)
ALIKE = {"Pause", *(row.label for row in LANGUAGES)}
"""Labels that are the same word in two languages."""
SHORT: list[x.Effect] = [x.Tell(topic, "" if topic is Topic.CLARIFIED else "done", "m1") for topic in Topic]
MESSAGES: list[tuple[Session, list[x.Effect]]] = [
    (invited(), [x.SendInvitation(), x.Remind(1)]),
    (practising(), [x.AskPractice(), *SHORT]),
    (asking(), [x.AskItem(1), x.AskItem(1, again=True), x.Remind(1), *SHORT]),
    (finished(), [x.Thank(), x.SendOwnData(), x.AnswerReread(1), *SHORT]),
]


def said(language: Language) -> Iterator[tuple[str, Message]]:
    """Yield every message of the conversation, each with what tells it apart."""
    for session, effects in MESSAGES:
        spoken = replace(session, language=language, rereads=(Reread(1, "", NOW, KIM, "Read.", NOW),))
        for effect in effects:
            yield str((session.state, effect)), to_candidate(spoken, effect, NOW, offered, TERMS, (), [HOLD])
        for position in range(len(session.administrations) + 1):
            yield f"{session.state} closed {position}", closed_question(spoken, position)


def texts(message: Message) -> set[str]:
    """Return what stands in a message, piece by piece."""
    facts = {text for block in message.blocks if isinstance(block, Facts) for row in block.rows for text in row}
    buttons = {b.label for block in message.blocks if isinstance(block, Buttons) for b in block.buttons}
    return {*plain(message).splitlines(), *facts, *buttons, message.notice}


def of_the_role(session: Session) -> set[str]:
    wording = session.role.wording
    stems = {asked.item.stem for asked in session.administrations} | {"It is faster.", "It is faster", "Read.", ""}
    return {wording.purpose, wording.practice, *stems}


@pytest.mark.parametrize("language", OTHERS)
def test_every_sentence_of_the_conversation_is_in_the_chosen_language(language: Language) -> None:
    same = set().union(*(of_the_role(session) for session, _ in MESSAGES)) | ALIKE
    english, others = dict(said(Language.ENGLISH)), dict(said(language))

    left = {name: texts(english[name]) & texts(others[name]) - same for name in english}
    # A row of buttons, and a heading with a word that is French as well.
    left = {name: {t for t in kept if not t.startswith(("[", "Question "))} for name, kept in left.items()}
    assert {name: kept for name, kept in left.items() if kept} == {}


@pytest.mark.parametrize("language", OTHERS)
def test_every_form_fits_all_platforms_in_every_language(language: Language) -> None:
    """A form, a field and a button check their own lengths as they are made."""
    for session in (asking(), finished()):
        spoken = replace(session, language=language)
        for row in CANDIDATES:
            given = Given(ActionId(row.kind, spoken.id, 1), KIM, spoken)
            form = row.form(given) if row.form else None
            if isinstance(form, Form):
                plainly = row.form(replace(given, about=session)) if row.form else None
                assert isinstance(plainly, Form)
                assert form.submit != plainly.submit or row.kind == "arrive"
                filled = dict.fromkeys([f.id for f in form.fields], "x" * 9000)
                wrong, plain_wrong = parse(form, filled, Say(language)), parse(plainly, filled)
                assert isinstance(wrong, FieldErrors)
                assert isinstance(plain_wrong, FieldErrors)
                assert row.kind == "arrive" or not texts(unusable(wrong)) & texts(unusable(plain_wrong))


def test_numbers_take_the_form_that_a_language_has_for_them() -> None:
    one, more = "It stays open for about {days} more day.", "It stays open for about {days} more days."

    assert "1 Tag offen" in Say(Language.GERMAN).many(one, more, 1, days=1)
    assert "2 Tage offen" in Say(Language.GERMAN).many(one, more, 2, days=2)
    assert ENGLISH.many(one, more, 1, days=1) == "It stays open for about 1 more day."


def test_what_a_catalogue_lacks_is_said_in_english_and_a_value_is_never_read_as_a_template() -> None:
    assert Say(Language.GERMAN)("Nobody translated {what}.", what="{this}") == "Nobody translated {this}."


@pytest.mark.parametrize(("days", "told"), [({}, "bis jemand sie löscht"), ({"*": 30}, "30 Tage nach dem Ende")])
def test_how_long_answers_are_kept_is_said_in_the_chosen_language(days: dict[str, int], told: str) -> None:
    spoken = replace(invited(), language=Language.GERMAN)

    assert told in plain(to_candidate(spoken, x.SendInvitation(), NOW, offered, Terms(days)))
