"""An item and a rubric small enough to see through, and answers to it."""

import json
from typing import Any

from bot.core.bank.item import Item
from bot.core.bank.rubric import Rubric
from tests.factories import an_item

ITEM: Item = an_item("links", stem="How do NVLink and PCIe differ, and when does it matter?")


def _way(*groups: list[str]) -> dict[str, Any]:
    return {"all_of": list(groups)}


RUBRIC: Rubric = Rubric.model_validate_json(
    json.dumps(
        {
            "item": "links",
            "full_at": 1.0,
            "model_answer": "NVLink moves 900 GB/s, PCIe 5 x16 64 GB/s. It matters when tensors are split.",
            "criteria": [
                {
                    "id": "bandwidth",
                    "asks": "compares the bandwidth",
                    "weight": 1.0,
                    "levels": ["does not", "says which is faster", "gives figures for both"],
                    "level_at": [1, 2],
                    "points": [
                        {"says": "NVLink is faster", "ways": [_way(["nvlink"], ["faster", "more bandwidth", "900"])]},
                        {"says": "PCIe has about 64 GB/s", "ways": [_way(["pcie"], ["64", "128"])]},
                    ],
                    "wrong": [{"says": "PCIe is faster", "ways": [{"pattern": r"pcie is (much )?faster"}]}],
                },
                {
                    "id": "when",
                    "asks": "says when it matters",
                    "weight": 1.0,
                    "levels": ["does not", "names a case", "explains a case"],
                    "level_at": [1, 2],
                    "points": [
                        {"says": "when tensors are split", "ways": [_way(["tensor", "tp"], ["split", "parallel*"])]},
                        {
                            "says": "as every layer waits",
                            "ways": [_way(["layer"], ["wait*", "critical", "all-reduce"])],
                        },
                    ],
                },
            ],
            "flags": [
                {"id": "figures", "colour": "green", "says": "Gives figures", "ways": [_way(["gb"])]},
                {
                    "id": "reversed",
                    "colour": "red",
                    "says": "Says PCIe is faster",
                    "ways": [{"pattern": "pcie is faster"}],
                },
            ],
        }
    )
)

STRONG = (
    "NVLink is faster: it moves 900 GB/s between two GPUs. PCIe 5 gives 64 GB/s each way. "
    "It matters in tensor parallelism, where the tensors are split: every layer waits for an all-reduce."
)
FAST = "NVLink is faster: it moves 900 GB/s between two GPUs."
SLOW = "PCIe 5 gives 64 GB/s each way"
SPLIT = "the tensors are split: every layer waits for an all-reduce"
ALL_FOUND = {"f1": FAST, "f2": SLOW, "f3": SPLIT, "f4": SPLIT}
"""A quote for each fact: that NVLink is faster, what PCIe has, when it matters and why."""
