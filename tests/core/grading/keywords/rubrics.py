"""A small item and rubric about NVLink, for trying the keyword grader."""

import json
from typing import Any

from bot.core.bank.item import Item
from bot.core.bank.rubric import Rubric

ITEM = Item.model_validate_json(
    json.dumps(
        {
            "id": "links",
            "domain": "gpu-clusters",
            "topic": "nvlink",
            "tier": "fundamentals",
            "minutes": 2,
            "stem": "Two GPUs in one server can talk over PCIe or over NVLink. How do the two differ in bandwidth?",
        }
    )
)

FASTER: dict[str, Any] = {
    "says": "NVLink is faster than PCIe",
    "ways": [
        {"all_of": [["nvlink"], ["faster", "higher bandwidth", "more bandwidth"]]},
        {"all_of": [["pcie"], ["slow*", "bottleneck"]]},
    ],
}
FIGURE: dict[str, Any] = {
    "says": "about 900 GB/s",
    "ways": [{"all_of": [["nvlink"]], "number": {"min": 800, "max": 1000, "units": {"GB/s": 1, "TB/s": 1000}}}],
}
DIRECT: dict[str, Any] = {
    "says": "GPUs reach each other's memory directly",
    "ways": [{"all_of": [["gpu"], ["direct*", "peer-to-peer", "without the host"]]}],
}
UNSHARED: dict[str, Any] = {
    "says": "NVLink is not shared with other devices",
    "ways": [{"all_of": [["nvlink"], ["shared"]], "denied": True}],
}
REVERSED: dict[str, Any] = {
    "says": "PCIe is faster than NVLink",
    "ways": [{"pattern": r"pcie\b[^.]*\bfaster than nvlink"}],
}


def a_criterion(name: str, *points: dict[str, Any], **more: Any) -> dict[str, Any]:
    levels = ["nothing", *(f"level {n + 1}" for n in range(len(points)))]
    return {"id": name, "asks": f"about {name}", "weight": 1, "levels": levels, "points": list(points), **more}


def a_rubric(*criteria: dict[str, Any], **more: Any) -> Rubric:
    return Rubric.model_validate_json(
        json.dumps({"item": "links", "model_answer": "NVLink is faster.", "criteria": list(criteria), **more})
    )


LINKS = a_rubric(
    a_criterion("speed", FASTER, FIGURE, wrong=[REVERSED]),
    a_criterion("path", DIRECT, UNSHARED),
    flags=[
        {"id": "reversed", "colour": "red", **REVERSED},
        {"id": "figure", "colour": "green", "says": "Gives a figure", "ways": FIGURE["ways"]},
    ],
)
