"""Who does not know and says what to do first is heard; who only names things has said nothing."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.grading.keywords import grade
from tests.core.grading.keywords.rubrics import ITEM, a_criterion, a_rubric

LOOKS = {
    "says": "Looks at the counters of the link",
    "ways": [{"all_of": [["look", "check", "read", "measure", "compare"], ["counters", "topology"]]}],
}
NAMES = {"says": "Names the cause", "ways": [{"all_of": [["retraining", "replay"], ["link", "nvlink"]]}]}
STEPS = a_rubric(a_criterion("step", LOOKS), a_criterion("cause", NAMES))

UNKNOWING = st.sampled_from(
    [
        "I don't know",
        "I do not know the cause",
        "I have never used NVLink",
        "No idea",
        "I'm not sure why",
        "I can't say",
    ]
)
JOINTS = st.sampled_from([", so first ", ". First ", ", but ", ", so ", "; first ", ", then ", " - ", ", however "])
STEP = st.sampled_from(
    ["I would look at the counters", "I'd check the topology first", "let me compare the counters of both links"]
)
DARK = st.sampled_from(
    ["whether to look at the counters or the topology", "how to read the counters of a link", "replay on a link"]
)


def levels(answer: str) -> dict[str, int | None]:
    return {r.criterion: r.level for r in grade(answer, ITEM, STEPS).ratings}


@given(UNKNOWING, JOINTS, STEP)
@settings(max_examples=120)
def test_a_sound_first_step_earns_its_marks_after_an_honest_not_knowing(said: str, joint: str, step: str) -> None:
    assert levels(f"{said}{joint}{step}.")["step"] == 1


@given(UNKNOWING, DARK)
@settings(max_examples=60)
def test_what_one_does_not_know_earns_nothing(said: str, dark: str) -> None:
    assert levels(f"{said} {dark}.") == {"step": 0, "cause": 0}


@pytest.mark.parametrize(
    "answer",
    [
        "I never used NVLink, so I can't say whether to look at the counters.",
        "I don't know it, but I have never had to look at counters either.",
        "I don't know so much about how to read counters or replay on a link.",
        "I have not used NVLink or checked the topology or counters.",
        "I have no experience, so I would have to look it up: counters, topology.",
        "I don't know, so first I would have to google how to read the counters.",
    ],
)
def test_a_second_not_knowing_turns_nothing(answer: str) -> None:
    assert levels(answer) == {"step": 0, "cause": 0}


@pytest.mark.parametrize(
    "answer",
    [
        "No idea what it is. Check the counters first.",
        "No idea, so check the counters of the link.",
        "Not sure why, my first step: look at the counters.",
        "Never seen this; I'd compare the counters.",
    ],
)
def test_a_step_counts_however_tersely_it_is_put(answer: str) -> None:
    assert levels(answer)["step"] == 1
