"""Telegrams are answers: what has no verb, but ties its words, is said; what only names things is not."""

import pytest

from bot.core.grading.keywords import grade
from tests.core.grading.keywords.rubrics import ITEM, a_criterion, a_rubric

CAUSE = {"says": "Replays on the link", "ways": [{"all_of": [["replay", "replays"], ["link", "cable"]]}]}
PROOF = {"says": "Sees the counters", "ways": [{"all_of": [["counters"], ["rank", "node", "gpu"]]}]}
SPLIT = {"says": "The host is on the way", "ways": [{"all_of": [["pcie"], ["host", "root complex"]]}]}
TELEGRAM = a_rubric(a_criterion("cause", CAUSE), a_criterion("proof", PROOF), a_criterion("path", SPLIT))


def points(answer: str) -> list[str]:
    return [r.criterion for r in grade(answer, ITEM, TELEGRAM).ratings if r.level]


@pytest.mark.parametrize(
    ("answer", "earned"),
    [
        ("Cause: cable replays.", ["cause"]),
        ("Replays on the link of one node.", ["cause"]),
        ("Proof: counters of each rank at the node.", ["proof"]),
        ("Cause: replays on the cable. Proof: counters per GPU. Path: PCIe, root complex.", ["cause", "proof", "path"]),
        ("Sweep counters node by node.", ["proof"]),
        ("Diff counters, all GPU pairs.", ["proof"]),
        ("Proof: counters of each expert per node, then swap, test, compare again.", ["proof"]),
        ("1. Cause: link replays\n2. Proof: node counters\n3. Path: host PCIe", ["cause", "proof", "path"]),
    ],
)
def test_a_telegram_earns_what_it_says(answer: str, earned: list[str]) -> None:
    assert points(answer) == earned


@pytest.mark.parametrize(
    "answer",
    [
        "Replays, link, counters, node, PCIe, host.",
        "Replay cable counters GPU PCIe root complex",
        "Keywords: replays, link, counters, node, PCIe, host.",
        "Topics: replays, link, cable, counters, rank, node, PCIe, host, root complex.",
        "Replays\nLink\nCounters\nNode\nPCIe\nHost",
        "I am an expert in replays, link, cable, counters, rank, node, PCIe, host, root complex.",
        "Link: replays, counters, node, GPU, PCIe, host, root complex, rank.",
        "Cable replays. Node counters. GPU pairs. Host PCIe. Root complex.",
    ],
)
def test_a_list_of_names_earns_nothing_with_a_heading_either(answer: str) -> None:
    assert points(answer) == []


@pytest.mark.parametrize(
    "answer",
    [
        "Over PCIe two GPUs in one server talk through the host, so the bandwidth is the host's.",
        "The two GPUs in one server differ in bandwidth over PCIe because the host talks too.",
    ],
)
def test_a_reason_in_the_words_of_the_question_is_no_echo(answer: str) -> None:
    assert points(answer) == ["path"]
