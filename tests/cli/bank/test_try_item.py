import pytest
from click.testing import CliRunner, Result

from bot.__main__ import viva
from tests.content.folder import ITEM, RUBRIC, ContentFolder

ANSWER = "The bandwidth between the GPUs is 900 GB/s. There is no path."


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> ContentFolder:
    return ContentFolder.made_in(tmp_path_factory.mktemp("content"))


def tried(folder: ContentFolder, *arguments: str, answer: str = ANSWER) -> Result:
    command = ["bank", "try", *arguments, "--grader", "keyword", "--content", str(folder.root)]
    return CliRunner().invoke(viva, command, input=answer)


@pytest.mark.parametrize("width", [80, 120])
def test_the_answer_is_shown_with_what_proved_what(folder: ContentFolder, width: int) -> None:
    result = tried(folder, "nvlink", "--width", str(width))

    assert result.exit_code == 0, result.output
    assert "How does NVLink differ" in result.output
    assert "900 GB/s[1" in result.output.replace("\n", "")
    assert "[1] bandwidth: 2 of 2" in result.output
    assert "+ has the bandwidth of GPUs" in result.output
    assert "- has the path of GPUs" in result.output
    assert "! denies it" in result.output
    assert "% of full marks, by keyword" in result.output
    assert max(len(line) for line in result.output.splitlines()) <= width


def test_an_answer_ends_at_done_and_an_empty_one_is_refused(folder: ContentFolder) -> None:
    assert "path: 0" in tried(folder, "nvlink", answer="The bandwidth of GPUs.\ndone\nThe path of GPUs.").output
    empty = tried(folder, "nvlink", answer="done\n")
    assert empty.exit_code == 1
    assert "no answer to mark" in empty.output


def test_own_numbers_are_those_of_the_seed(folder: ContentFolder) -> None:
    folder.edit(ITEM, "two GPUs?", "$gpus GPUs?\nparameters: {gpus: {from: 2, to: 90, step: 1}}")
    folder.edit(RUBRIC, "model_answer: NVLink gives", "model_answer: $gpus times")
    stems = {tried(folder, "nvlink", "--seed", seed).output.split("\n\n")[0] for seed in ("1", "2", "3")}

    assert len(stems) > 1
    assert "between 2 GPUs" in tried(folder, "nvlink").output


def test_an_unknown_item_is_refused_with_the_nearest(folder: ContentFolder) -> None:
    result = tried(folder, "nvlnk")

    assert (result.exit_code, result.output) == (1, 'there is no item "nvlnk". Did you mean "nvlink"?\n')
