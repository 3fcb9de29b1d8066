"""Lines, marks of layout, spaces, signs and ways of writing numbers do not change what is said."""

import pytest

from bot.core.grading.keywords import grade
from bot.core.grading.language.tokens import read
from tests.core.grading.keywords.rubrics import ITEM, LINKS

SAID = "NVLink gives 900 GB/s on each link, as it is faster than PCIe. The GPUs reach each other directly."
FORMS = [
    "NVLink gives 900 GB/s on each\nlink, as it is faster than\nPCIe. The GPUs reach each\nother directly.",
    "NVLink gives 900 GB/s on each link,\nas it is faster than PCIe.\nThe GPUs reach each other directly",
    "- NVLink gives 900 GB/s on each link, as it is faster than PCIe.\n- The GPUs reach each other directly.",
    "> NVLink gives 900 GB/s on each link, as it is\n> faster than PCIe. The GPUs reach each other directly.",
    "```\nNVLink gives 900 GB/s on each link, as it is faster than PCIe. The GPUs reach each other directly.\n```",
    "| # | answer |\n| --- | --- |\n| 1 | NVLink gives 900 GB/s on each link, as it is faster than PCIe |\n"
    "| 2 | The GPUs reach each other directly |",
    "**NVLink** gives `900 GB/s` on each link, as it is **faster** than PCIe. The GPUs reach each other directly.",
    SAID.replace(" ", "  "),
    "NVLink gives 900\u2009GB/s on each link, as it is fas-\nter than PCIe. The GPUs reach each other di-\nrectly.",
    "NVLINK GIVES 900 GB/S ON EACH LINK, AS IT IS FASTER THAN PCIE. THE GPUS REACH EACH OTHER DIRECTLY.",
    "NVLink gives nine hundred gigabytes per second on each link, as it is faster than PCIe. The GPUs reach each other "
    "directly.",
    "NVLink gives 0,9 TB/s on each link, as it is faster than PCIe. The GPUs reach each other directly.",
    "NVLink gives 900 GByte/s on each link, as it is faster than PCIe. The GPUs reach each other directly.",
    "nvlink gives 900 gigs a second on each link\nas it is faster than pcie\nthe gpus reach each other directly",
]


@pytest.mark.parametrize("form", FORMS)
def test_form_does_not_count(form: str) -> None:
    assert [r.made for r in grade(form, ITEM, LINKS).ratings] == [r.made for r in grade(SAID, ITEM, LINKS).ratings]


@pytest.mark.parametrize("wrong", ["900 TB/s", "900 MB/s", "900 Mbit/s", "900 Gbit/s", "900 KB/s", "0.9 GB/s"])
def test_a_wrong_unit_is_a_wrong_figure(wrong: str) -> None:
    assert grade(f"NVLink gives {wrong} on each link.", ITEM, LINKS).ratings[0].level == 0


@pytest.mark.parametrize(
    ("written", "values"),
    [
        ("1,800", (1800.0,)),
        ("1 800", (1800.0,)),
        ("1'800", (1800.0,)),
        ("1_800", (1800.0,)),
        ("1.800", (1.8, 1800.0)),
        ("1,8", (1.8,)),
        ("0,900", (0.9,)),
        ("twenty-four", (24.0,)),
        ("nine hundred and five", (905.0,)),
        ("two", (2.0,)),
        ("one point eight", (1.8,)),
        ("1.2.3", ()),
    ],
)
def test_numbers_are_read_in_all_usual_ways(written: str, values: tuple[float, ...]) -> None:
    assert [t.values for t in read(f"about {written} of them").tokens][1] == values


def test_a_quote_is_cut_from_the_response_whatever_was_folded() -> None:
    answer = "Well,\n**NVLink** is fas-\nter than PCIe, w/o a doubt."
    quotes = [e.quote for r in grade(answer, ITEM, LINKS).ratings for e in r.evidence]

    assert quotes
    assert all(quote in answer for quote in quotes)
