"""A whole screening in another language: chosen at the invitation, typed in words of its own, kept in the record."""

from bot.core.report.own_record import own_record
from bot.core.screening.decisions import Language
from bot.core.screening.session import Gone, State
from bot.flow.actions.table import offered
from bot.flow.messages import Spot
from bot.flow.wording.screeners.transcript import transcript
from tests.conversations.house import House
from tests.conversations.stage import text_of

GERMAN = "Der Cache ist nach dem Neustart kalt, und die ersten Anfragen sind langsam."


async def test_a_person_is_screened_in_the_language_that_they_chose(house: House) -> None:
    await house.said("Deutsch")
    assert "Sie sprechen mit einem Bot" in house.last
    assert "Sprachen für Ihre Antworten: Englisch." in house.last

    for word in ("start", "überspringen"):
        await house.said(word)
    assert "Frage 1 von etwa" in house.last

    await house.said(GERMAN)
    assert "in einer anderen Sprache" in house.last
    await house.said("noch einmal")
    await house.said("It is faster.")
    await house.said("fertig")
    session = await house.stage.session()
    assert session.administrations[0].response == "It is faster."
    assert [(gone.how, gone.text) for gone in session.replaced] == [(Gone.BEGUN_AGAIN, GERMAN)]
    assert "Frage 2 von etwa" in house.last

    for word in ("beenden", "beenden"):
        await house.said(word)
    session = await house.stage.session()
    assert (session.state, session.language) == (State.WITHDRAWN, Language.GERMAN)
    assert "Das ist Ihre eigene Kopie." in house.last
    notice = session.agreed_to
    assert notice is not None
    assert "Sie sprechen mit einem Bot" in notice.text, "they agreed to what they could read"
    assert GERMAN in text_of(transcript(session))
    assert "spoken to in German" in text_of(transcript(session))


async def test_each_language_is_a_button_on_the_invitation(house: House) -> None:
    session = await house.stage.session()
    chosen = [button for row in offered(Spot.LANGUAGES, session) for button in row.buttons]
    assert [button.label for button in chosen] == ["English", "Deutsch", "Español", "Français", "Português"]

    for button, language in zip(chosen, Language, strict=True):
        await house.pressed(button.id)
        assert (await house.stage.session()).language is language
    assert "Você está falando com um bot" in house.last


async def test_ones_own_data_tells_the_language(house: House) -> None:
    await house.said("français")
    await house.said("mes données")

    assert "Ce qui est conservé sur vous" in house.last
    assert own_record(await house.stage.session(), ())["language"] == "fr"
