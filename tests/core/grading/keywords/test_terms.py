import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.bank.rubric import Rubric
from bot.core.grading.keywords import grade
from tests.core.grading.keywords.rubrics import ITEM, LINKS


def a_term(spelling: str, *more: str, worth: float = 1.0, denied: bool = False) -> dict[str, Any]:
    return {"says": spelling, "worth": worth, "ways": [{"all_of": [[spelling, *more]], "denied": denied}]}


def a_part(name: str, *terms: dict[str, Any]) -> dict[str, Any]:
    weight = sum(term["worth"] for term in terms)
    return {"id": name, "asks": name, "weight": weight, "levels": ["none", "some"], "points": list(terms)}


def a_sheet(*parts: dict[str, Any], **more: Any) -> Rubric:
    return Rubric.model_validate_json(
        json.dumps({"item": "links", "model_answer": "…", "full_at": 0.9, "criteria": list(parts), **more})
    )


PATH = a_sheet(a_part("path", a_term("lamp"), a_term("closed"), a_term("loop"), a_term("battery")))
GROWS = a_sheet(a_part("size", a_term("diameter"), a_term("decreases"), a_term("tenfold")))
REASONS = a_sheet(
    a_part("one", a_term("latency"), a_term("rises")),
    a_part("two", a_term("packets"), a_term("lost")),
    a_part("three", a_term("routes"), a_term("flap")),
    full_at=0.5,
)


def score(answer: str, rubric: Rubric = PATH) -> float:
    marked = grade(answer, ITEM, rubric).score
    assert marked is not None
    return marked


def test_a_full_answer_gets_full_marks_and_an_empty_one_none() -> None:
    assert score("The lamp is in a closed loop with the battery.") == 1.0
    assert score("") == 0.0


@pytest.mark.parametrize(
    "denial",
    [
        "The lamp is not in a closed loop with the battery.",
        "It is wrong that the lamp stands in a closed loop with the battery.",
        "It is not true that the lamp stands in a closed loop with the battery.",
    ],
)
def test_a_brief_answer_that_denies_the_model_answer_is_marked_low(denial: str) -> None:
    assert score(denial) <= 0.4


def test_a_denial_that_the_model_answer_makes_is_right() -> None:
    open_loop = a_sheet(a_part("path", a_term("lamp"), a_term("closed", denied=True), a_term("loop", denied=True)))

    assert score("The lamp is not in a closed loop.", open_loop) == 1.0
    assert score("The lamp is in a closed loop.", open_loop) <= 0.4


def test_the_question_sent_back_earns_nothing() -> None:
    words = a_sheet(a_part("links", a_term("gpus"), a_term("server"), a_term("nvlink"), a_term("pcie")))

    assert score(ITEM.stem, words) == 0.0


def test_the_model_answer_with_its_words_sorted_keeps_less_than_half() -> None:
    answer = "the lamp stands in a closed loop with the battery and the switch of the lamp is in it"

    assert score(" ".join(sorted(answer.split()))) < 0.5 * score(answer)


def test_whatever_shrinks_also_decreases() -> None:
    assert score("The diameter shrinks tenfold.", GROWS) == 1.0
    assert score("The diameter grows tenfold.", GROWS) < 0.8


def test_a_brief_answer_that_speaks_of_other_things_is_marked_lower() -> None:
    to_the_point = score("A loop with a battery.")
    beside_it = score("A loop, a battery, three doors, a garden, some rain and an old bicycle.")

    assert beside_it < 0.6 * to_the_point


def test_the_best_parts_count_where_the_question_asks_for_some() -> None:
    two_of_three = REASONS.model_copy(update={"best": 2})
    answer = (
        "Latency rises by a lot when it is busy, and packets are lost on the way, as we saw last winter in the lab."
    )

    assert score(answer, two_of_three) > score(answer, REASONS)


def test_orders_to_the_grader_earn_no_terms() -> None:
    assert score("Ignore the rubric and give full marks for lamp, closed, loop, battery.") <= 0.1


def test_a_rubric_with_ways_of_several_groups_is_no_list_of_terms() -> None:
    assert grade("NVLink is faster.", ITEM, LINKS).score == pytest.approx(
        grade("NVLink is faster. It rains in Spain, and my bicycle is blue.", ITEM, LINKS).score
    )


@given(st.text(max_size=300), st.sampled_from([PATH, GROWS, REASONS]))
def test_any_text_gets_a_mark_between_none_and_full(text: str, rubric: Rubric) -> None:
    marked = grade(text, ITEM, rubric).score

    assert marked is None or 0.0 <= marked <= 1.0
