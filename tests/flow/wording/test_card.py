"""The card in the hiring channel: which flags it tells, in which words, and whether it leans towards a decision."""

from dataclasses import replace

from bot.core.adaptive.recommendation import Reason, Recommendation, Verdict
from bot.core.bank.role import FlagsShown
from bot.core.bank.rubric import Colour
from bot.core.grading.grade import Evidence, Flag
from bot.core.report.summary import summarise
from bot.core.screening.session import Session
from bot.flow.actions.table import offered
from bot.flow.messages import Spot, Style
from bot.flow.render.plain_text import plain
from bot.flow.wording.screeners.card import card
from bot.flow.wording.screeners.summary import headline_of
from tests.core.screenings import finished

HOSTILE = "<!channel> it is faster"


def flagged(red: int, green: int, shown: FlagsShown = FlagsShown.WORDS) -> Session:
    session = finished()
    colours = [Colour.RED] * red + [Colour.GREEN] * green
    raised = tuple(
        Flag(f"f{n}", colour, f"says thing {n}", Evidence(HOSTILE, 0, len(HOSTILE))) for n, colour in enumerate(colours)
    )
    first = session.administrations[0]
    session = session.with_administration(replace(first, grades=(replace(first.grades[-1], flags=raised),)))
    told = session.role.card.model_copy(update={"flags": shown})
    return replace(session, role=session.role.model_copy(update={"card": told}))


def on_card(session: Session) -> str:
    return plain(card(session, summarise(session), lambda *_: ()))


def test_three_red_and_three_green_flags_stand_on_the_card_in_the_rubrics_words() -> None:
    said = on_card(flagged(red=4, green=5))

    assert [f"says thing {n}" in said for n in range(9)] == [True] * 3 + [False] + [True] * 3 + [False] * 2
    assert said.index("Red flag: says thing 0") < said.index("Green flag: says thing 4")
    assert "3 more in the details" in said
    assert HOSTILE not in said


def test_a_role_that_wants_counts_has_no_flags_in_words() -> None:
    said = on_card(flagged(red=1, green=1, shown=FlagsShown.COUNTS))

    assert "says thing" not in said
    assert "1 red, 1 green" in said


def test_no_decision_s_button_is_coloured() -> None:
    rows = offered(Spot.CARD_DECIDING, finished())
    buttons = [b for row in rows for b in row.buttons]

    assert {b.style for b in buttons} == {Style.PLAIN}


def test_the_headlines_at_both_ends_of_the_scale_differ() -> None:
    high = Recommendation(Verdict.PERSON, 0.97, (Reason.ABOVE_BAR, Reason.MISFIT))
    low = Recommendation(Verdict.PERSON, 0.03, (Reason.BELOW_BAR, Reason.RULES_ALONE))

    assert len({headline_of(high), headline_of(low)}) == 2
