import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import viva
from tests.cli.screening.test_model import endpoint as endpoint
from tests.content.folder import RUBRIC, SAMPLES, ContentFolder
from tests.judge.endpoint import Scripted


@pytest.fixture
def folder(tmp_path: Path) -> ContentFolder:
    return ContentFolder.made_in(tmp_path / "content")


def run(folder: ContentFolder, *arguments: str) -> Result:
    return CliRunner().invoke(viva, ["bank", "test", "--content", str(folder.root), *arguments])


def figures(result: Result, grader: str = "keyword") -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)["graders"][grader]
    return found


def test_marks_are_compared_by_item_and_by_criterion(folder: ContentFolder) -> None:
    folder.edit(SAMPLES, "{bandwidth: 2, path: 1, limits: 1}", "{bandwidth: 0, path: 1, limits: 1}")
    result = run(folder, "--json", "--show", "--floor-exact", "0", "--floor-within", "0")
    (item,) = figures(result)["items"]

    assert result.exit_code == 0
    assert (item["marks"], item["too_high"], item["too_low"]) == (6, 1, 0)
    assert [c["item"] for c in item["criteria"]] == ["bandwidth", "path", "limits"]
    assert item["criteria"][0]["within_one"] == 0.5
    assert [d["criterion"] for d in item["differences"]] == ["bandwidth"]


def test_an_item_below_the_usual_floor_fails_and_says_how_to_look(folder: ContentFolder) -> None:
    folder.edit(SAMPLES, "{bandwidth: 0, path: 0, limits: 0}", "{bandwidth: 2, path: 2, limits: 2}")
    result = run(folder)

    assert result.exit_code == 1
    assert "below the floor of 65%" in result.output
    assert "viva bank test --show nvlink" in result.output


def test_a_floor_in_the_file_counts_and_needs_a_reason(folder: ContentFolder) -> None:
    folder.edit(SAMPLES, "{bandwidth: 0, path: 0, limits: 0}", "{bandwidth: 2, path: 2, limits: 2}")
    folder.edit(SAMPLES, "samples:\n", "floor: {exact: 0.3, within: 0.5}\nsamples:\n")

    assert "needs a why" in run(folder).output

    folder.edit(SAMPLES, "within: 0.5}", "within: 0.5, why: the reasoning counts and not the words}")
    assert run(folder).exit_code == 0


def test_both_graders_are_compared_and_the_model_keeps_to_the_usual_floor(
    folder: ContentFolder,
    endpoint: Scripted,
) -> None:
    folder.edit(SAMPLES, "samples:\n", "floor: {exact: 0, within: 0, why: the model sees more}\nsamples:\n")
    result = run(folder, "--grader", "both", "--json")

    assert figures(result)["all"]["marks"] == figures(result, "llm")["all"]["marks"] == 6
    assert figures(result, "llm")["items"][0]["floor"]["exact"] == 0.65
    assert "by the model is below the floor" in result.stderr
    assert endpoint.requests


def test_a_style_that_moves_a_mark_by_a_tenth_fails(folder: ContentFolder) -> None:
    folder.edit(RUBRIC, "- all_of: [[bandwidth], [gpu, gpus]]", r"- pattern: '\bthe gpus\b'")
    folder.edit(RUBRIC, "- says: has the bandwidth of GPUs", "- says: has the bandwidth of GPUs\n        worth: 2")
    result = run(folder, "--floor-exact", "0", "--floor-within", "0")

    assert result.exit_code == 1
    assert "Style must not move a mark" in result.output
    assert "without articles" in result.output
