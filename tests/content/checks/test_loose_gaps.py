"""What `bank check` says of patterns that can run across another subject."""

import pytest

from bot.content.checks.loose_gaps import loose_gap
from bot.content.files.roots import content_roots
from bot.content.load import load
from tests.content.folder import RUBRIC, ContentFolder


@pytest.mark.parametrize(
    ("pattern", "gap"),
    [
        (r"pcie[^.;]{0,60}900", "[^.;]{0,60}"),
        (r"pcie.*900", ".*"),
        (r"pcie.{0,40}?900", ".{0,40}"),
        (r"pcie[^.;]*slow", "[^.;]*"),
        (r"pcie[^.]+slow", "[^.]+"),
        (r"pcie<60>900", None),
        (r"pcie<~160>900", None),
        (r"pcie ?[^a]{0,4}900", None),
        (r"pcie(?![^.;]*\bnot\b) is slow", None),
        (r"\b2[^+.;\d]{0,25}\+ ?12\b", None),
        (r"0\.\d+ ?gb", None),
    ],
)
def test_a_gap_that_may_cross_is_named(pattern: str, gap: str | None) -> None:
    assert loose_gap(pattern) == gap


def test_the_fault_says_where_and_what_to_write(folder: ContentFolder) -> None:
    folder.edit(RUBRIC, "pattern: 'no path'", "pattern: 'pcie[^.;]{0,60}900'")

    (fault,) = folder.faults()
    assert "[^.;]{0,60} can run across another subject" in fault
    assert "Write <60>, which stays on its subject, or <~60> where crossing is meant" in fault


def test_a_right_contrast_is_not_accused_by_the_shipped_bank() -> None:
    from bot.core.grading.keywords import grade

    bank = load(content_roots())
    answer = (
        "NVLink is a direct link between the GPUs, and PCIe is a bus shared with NICs and disks. "
        "PCIe Gen5 gives about 64 GB/s and NVLink about 900 GB/s. "
        "PCIe traffic goes through the CPU's root complex, NVLink does not."
    )
    marked = grade(answer, bank.items["nvlink-vs-pcie"], bank.rubrics["nvlink-vs-pcie"])

    assert not [claim for rating in marked.ratings for claim in rating.wrong]
    assert not [flag.id for flag in marked.flags if flag.colour.value == "red"]
