"""What `bank check` says of patterns that an answer could keep busy."""

import pytest

from bot.content.checks.slow_patterns import NOTHING_FIRST, slowness
from bot.content.yaml.fault import Severity
from tests.content.folder import RUBRIC, ContentFolder


@pytest.mark.parametrize("pattern", ["(x+x+)+y", r"(\w+\s?)+$", "(a|aa)+$"])
def test_a_pattern_that_never_ends_is_an_error(pattern: str) -> None:
    assert slowness(pattern) is Severity.ERROR


@pytest.mark.parametrize("pattern", [r"pcie<60>900", r"\bno (\w+ ){0,3}path\b"])
def test_a_pattern_with_bounded_repeats_is_fine(pattern: str) -> None:
    assert slowness(pattern) is None


@pytest.mark.parametrize("pattern", [r"(nvlink|nvl)?<80>\b900", r"\b(one |a )*<~3>path"])
def test_a_pattern_that_is_tried_at_every_letter_is_refused(folder: ContentFolder, pattern: str) -> None:
    folder.edit(RUBRIC, "pattern: 'no path'", f"pattern: '{pattern}'")
    (fault,) = folder.faults()
    assert NOTHING_FIRST in fault
