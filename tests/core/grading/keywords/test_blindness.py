"""What the rules say that they could not read, so that a person is asked and the mark has no weight."""

import pytest

from bot.core.grading.keywords import grade
from bot.core.grading.keywords.blindness import LOOKED_UP, UNMARKED, UNUSUAL
from tests.core.grading.keywords.rubrics import ITEM, LINKS

EVERYDAY = (
    "The old road in the box is used by everyone, disks and so on, and all must wait in line there. The new one is a "
    "wide lane of its own, laid just from card to card, so that what one of them holds can be taken by the other at "
    "once, some ten or fifteen times as much each second. You feel it when both work on one big thing and have to swap "
    "what they found after every step, and hardly at all if each does its own job."
)
NAMES_DROPPED = (
    "Interconnect technologies are a fundamental enabler of scalable accelerated infrastructure. Modern "
    "architectures leverage innovative topologies, delivering outstanding performance, efficiency and flexibility. "
    "Holistic optimization of hardware and software components guarantees maximum productivity across environments."
)
HALF = (
    "NVLink is faster than PCIe, I know that much. PCIe is the bus in the server. Two GPUs can talk over both of them, "
    "and which of the two they take depends on the server that you bought."
)


def test_much_said_in_everyday_words_goes_to_a_person() -> None:
    assert grade(EVERYDAY, ITEM, LINKS).blind == (UNUSUAL,)


@pytest.mark.parametrize("answer", [NAMES_DROPPED, HALF, "It is the faster one, I would say."])
def test_who_drops_names_or_knows_half_is_marked_by_the_rules(answer: str) -> None:
    assert grade(answer, ITEM, LINKS).blind == ()


def test_a_good_mark_stands_whatever_words_stand_around_it() -> None:
    said = "NVLink gives about 900 GB/s. GPUs reach each other directly. NVLink is not shared. NVLink is faster."
    assert grade(f"{said} {EVERYDAY}", ITEM, LINKS).blind == ()


def test_one_run_of_terms_with_figures_and_signs_goes_to_a_person() -> None:
    run = (
        "NVLink 900 GB/s PCIe 64 GB/s -> all-reduce 14x nccl rings inside node tensor parallel 8 ranks pipeline stages "
        "2 nodes HCA 400 Gb peer-to-peer direct host bounce buffer pinned 2 copies root complex switch PCIe lanes 16 "
        "gen 5 topology NVSwitch 3.6 TB/s bisection collectives overlap backward bucket 25 MB"
    )
    terms = "".join(c for c in run.replace("->", " ") if not c.isdigit())

    assert UNMARKED in grade(run, ITEM, LINKS).blind
    assert UNMARKED not in grade(terms, ITEM, LINKS).blind


def test_an_answer_of_things_to_find_out_goes_to_a_person() -> None:
    said = [
        "NVLink is faster because PCIe is shared",
        "GPUs talk directly, so the host is free",
        "the figure is 900 GB/s",
    ]
    wondered = " ".join(f"I would have to find out whether {fact}." for fact in said)
    steps = "I would check whether NVLink is up. NVLink is faster than PCIe. Then I'd run p2pBandwidthLatencyTest."

    assert LOOKED_UP in grade(wondered, ITEM, LINKS).blind
    assert LOOKED_UP not in grade(steps, ITEM, LINKS).blind


def test_a_figure_of_the_question_with_another_unit_goes_to_a_person() -> None:
    asked = ITEM.model_copy(update={"stem": "Two GPUs of 80 GB talk over NVLink. How does that differ from PCIe?"})

    right, wrong = (
        grade(f"NVLink is faster, each card has 80 {unit} of memory.", asked, LINKS) for unit in ("GB", "TB")
    )
    assert not right.needs_person
    assert "80 TB" in wrong.reasons[0]


@pytest.mark.parametrize(
    "answer",
    [
        "I asked for the cards, The bus is old, NVLink is faster than PCIe, The GPUs talk to each other directly.",
        "Move the jobs to hosts that have not got it yet, NVLink is faster, and the GPUs talk directly.",
        "As far as I know NVLink: faster than PCIe, GPU direct access, no host in the way, simple.",
        "As far as I know if NVLink is up, it is faster than PCIe.",
    ],
)
def test_splices_and_hedges_cost_nothing(answer: str) -> None:
    marked = grade(answer, ITEM, LINKS)

    assert marked.ratings[0].level == 1
    assert not marked.needs_person
