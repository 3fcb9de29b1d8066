"""The pages of the details: whatever a screening holds, each fits a window of every platform; nothing is left out."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.discord.outbound.views import parts
from bot.chat.slack.outbound.modals import page as window
from bot.core.grading.grade import Evidence
from bot.core.report.summary import Summary, summarise
from bot.core.screening.session import Part
from bot.flow.action_id import ActionId
from bot.flow.messages import Buttons, Message, Quote
from bot.flow.render.pages import page
from bot.flow.render.plain_text import plain
from bot.flow.wording.screeners.details import WITHOUT_QUOTE
from tests.core.screenings import finished
from tests.sessions import NOW

MOST = 400
"""More pages than any screening has."""


def summed(*answers: str) -> Summary:
    """Return a screening with one question for each answer, all of them marked."""
    session = finished()
    first = session.administrations[0]
    asked = tuple(replace(first, position=n, parts=(Part(f"m{n}", text, NOW),)) for n, text in enumerate(answers, 1))
    return summarise(replace(session, administrations=asked))


def turned(summary: Summary) -> list[Message]:
    """Return the pages that one gets to by turning on from the first."""
    pages = [page(summary, 0)]
    while (onward := pressed(pages[-1], "Next page")) is not None and len(pages) < MOST:
        pages.append(page(summary, onward.position or 0))
    return pages


def pressed(shown: Message, label: str) -> ActionId | None:
    rows = [b for b in shown.blocks if isinstance(b, Buttons)]
    return next((b.id for row in rows for b in row.buttons if b.label == label), None)


def test_the_longest_screening_opens_and_every_word_of_it_is_there() -> None:
    answers = [f"<!channel> *{n}* _word_ `of` mine | " * 400 for n in range(20)]
    pages = turned(summed(*answers))

    said = "".join(q.text for shown in pages for q in shown.blocks if isinstance(q, Quote) and q.label != "They wrote")
    for answer in answers:
        assert answer[:200] in said
    for shown in pages:
        assert window(shown.notice, shown.blocks, "C1") is not None
        assert len(parts(shown, "k")) == 1
        assert shown.in_place
    assert len(pages) > len(answers)


def test_the_overview_leads_to_each_question_and_each_question_back() -> None:
    summary = summed("It is faster.", "It is slower.", "It is blue.")
    overview = page(summary, 0)
    labels = [b.label for row in overview.blocks if isinstance(row, Buttons) for b in row.buttons]
    assert labels == ["Question 1", "Question 2", "Question 3", "Next page"]

    for number, words in enumerate(("It is faster.", "It is slower.", "It is blue."), 1):
        there = pressed(overview, f"Question {number}")
        assert there is not None
        shown = page(summary, there.position or 0)
        assert words in plain(shown)
        assert shown.notice.startswith(f"Question {number} of 3")
        assert pressed(shown, "Overview") == ActionId("details", summary.session, 0, "overview")


def test_each_mark_stands_in_words_beside_its_own_quote_or_says_that_it_has_none() -> None:
    summary = summed("It is faster?", "It is slower.")
    first, second = summary.answers
    quoted = replace(first.marks[0].rating, evidence=(Evidence("It is faster?", 0, 13),))
    bare = replace(second.marks[0].rating, level=second.marks[0].rating.top, evidence=())
    answers = (
        replace(first, marks=(replace(first.marks[0], rating=quoted),)),
        replace(second, marks=(replace(second.marks[0], rating=bare),)),
    )
    one, two = (plain(page(replace(summary, answers=answers), n)) for n in (1, 2))

    assert first.marks[0].says in one
    assert "It is faster?" in one.split(first.marks[0].asks)[1]
    assert WITHOUT_QUOTE in two


@given(st.integers(0, 999), st.lists(st.text(max_size=300), min_size=1, max_size=4))
def test_any_number_leads_to_a_page(number: int, answers: list[str]) -> None:
    assert page(summed(*answers), number).blocks
