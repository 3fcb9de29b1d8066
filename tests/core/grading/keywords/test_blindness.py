"""What the rules say that they could not read, so that a person is asked and the mark has no weight."""

import pytest

from bot.core.grading.keywords import grade
from bot.core.grading.keywords.blindness import UNUSUAL
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
