"""What `bank check` says of facts that two readers would take differently."""

import json

import pytest

from bot.content.checks.two_readings import unclear
from bot.core.bank.rubric import Point
from tests.content.folder import RUBRIC, ContentFolder

WAYS = [{"all_of": [["x"]]}]


def _said_of(says: str, **fields: bool) -> str:
    point = Point.model_validate_json(json.dumps({"says": says, "ways": WAYS, **fields}))
    return "; ".join(f"{word}: {remedy}" for word, remedy in unclear(point))


@pytest.mark.parametrize(
    ("says", "word"),
    [
        ("Profiles and/or traces the process", '"and/or" leaves open whether one of them is enough'),
        ("Flushes caches, logs or indexes", '"or" leaves open whether one of them is enough'),
        ("A nearer metric, such as clicks", '"such as" leaves open whether an example is enough'),
        ("Network faults, e.g. link flaps", '"e.g." leaves open'),
        ("Stage 2 also shards the gradients", '"also" leaves open what else has to be said'),
        ("Memory is shared too", '"too" leaves open what else has to be said'),
        ("Names a framework made for this", '"names" leaves open whether naming is enough'),
    ],
)
def test_a_fact_that_can_be_read_two_ways_is_named(says: str, word: str) -> None:
    assert word in _said_of(says)


@pytest.mark.parametrize(
    ("says", "fields"),
    [
        ("NVLink is faster than PCIe", {}),
        ("185 GB/s is too low", {}),
        ("Reads and writes both stop", {}),
        ("Flushes caches, logs or indexes", {"any_one": True}),
        ("A nearer metric, such as clicks", {"any_one": True}),
        ("Names a framework made for this", {"naming": True}),
        ("The order of the steps", {}),
    ],
)
def test_a_fact_that_can_be_read_one_way_is_not(says: str, fields: dict[str, bool]) -> None:
    assert _said_of(says, **fields) == ""


def test_and_or_stays_unclear_whatever_the_fields_say() -> None:
    assert 'Write "or" with any_one: true, or "and"' in _said_of("Profiles and/or traces", any_one=True)


def test_the_warning_says_where_and_what_to_write(folder: ContentFolder) -> None:
    folder.edit(RUBRIC, "says: ", "says: Either a link or ")

    (fault,) = folder.faults()
    assert "warning: two readers may take" in fault
    assert "Write any_one: true if one of them is enough; if not, a point for each." in fault
