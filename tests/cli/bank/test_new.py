"""`viva bank new` as a newcomer meets it: from nothing to three files that pass every check."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import viva
from bot.content.load import load
from bot.core.bank.item import Status
from tests.content.folder import ContentFolder

SOURCE = "NVIDIA, NCCL User Guide, section Collective Operations"
STEM = "How long does a ring all-reduce of 10 GB take on 8 GPUs, and what bounds it?"
ANSWER = "A ring sends every byte about twice, so 20 GB leave each GPU, and the slowest link bounds the time."


def criterion(name: str, words: str) -> list[str]:
    return [f"How the {name} comes about", name, "1", f"says the {name}", words, "", f"Says the {name}"]


REPLIES = [
    "gpu-clusters", "collectives", "intermediate", STEM, "4", "ring-time", SOURCE, "", ANSWER,
    *criterion("traffic", "ring / rings ; twice / two times"),
    *criterion("bound", "slowest / weakest ; link"),
    *criterion("size", "20 GB / 20 gigabytes"),
    "",
    ANSWER, "1", "1", "1",
    "A ring sends every byte about twice.", "1", "0", "0",
    "Rings, links, GPUs and bandwidth matter a lot.", "0", "0", "0",
]  # fmt: skip


@pytest.fixture
def folder(tmp_path_factory: pytest.TempPathFactory) -> ContentFolder:
    return ContentFolder.made_in(tmp_path_factory.mktemp("content"))


def new(folder: ContentFolder, replies: list[str]) -> Result:
    command = ["bank", "new", "--content", str(folder.root)]
    return CliRunner().invoke(viva, command, input="\n".join(replies) + "\n")


def test_the_answers_become_three_files_that_pass_the_check(folder: ContentFolder) -> None:
    result = new(folder, REPLIES)

    assert result.exit_code == 0, result.output
    bank = load(folder.root)
    assert folder.faults() == []
    assert bank.items["ring-time"].stem == STEM
    assert bank.items["ring-time"].sources == (SOURCE,)
    assert bank.items["ring-time"].status is Status.DRAFT, "nobody is asked what nobody has reviewed"
    assert bank.rubrics["ring-time"].criteria[0].points[0].ways[0].all_of == (("ring", "rings"), ("twice", "two times"))
    assert [s.id for s in bank.samples["ring-time"].samples] == ["strong", "middling", "weak"]
    assert "viva bank try ring-time" in result.output
    assert "model_answer: >-" in (folder.root / "rubrics/gpu-clusters/ring-time.yaml").read_text()


@pytest.mark.parametrize("name", ["", "not/there/yet"])
def test_a_bank_of_ones_own_begins_with_its_first_item(tmp_path: Path, name: str) -> None:
    root = tmp_path / name

    result = CliRunner().invoke(viva, ["bank", "new", "--content", str(root)], input="\n".join(REPLIES) + "\n")

    assert result.exit_code == 0, result.output
    assert "no bank" in result.output.splitlines()[0]
    assert list(load(root).items) == ["ring-time"]


def test_who_leaves_before_the_end_leaves_nothing_behind(tmp_path: Path) -> None:
    result = CliRunner().invoke(viva, ["bank", "new", "--content", str(tmp_path / "own")], input="gpu-clusters\n")

    assert result.exit_code == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("place", "wrong", "said"),
    [
        (2, "hard", "Use one of these."),
        (3, "TODO write the stem of this question", "is a placeholder"),
        (3, "Why?", "Write 20 to 2,500 characters"),
        (4, "90", "Write a number from 0.5 to 30"),
        (5, "nvlink", "is taken"),
        (5, "Ring Time", "lower case"),
        (9, "How confident they sound", "judges the person"),
    ],
)
def test_what_will_not_do_is_asked_again_at_once(folder: ContentFolder, place: int, wrong: str, said: str) -> None:
    result = new(folder, [*REPLIES[:place], wrong, *REPLIES[place:]])

    assert result.exit_code == 0, result.output
    assert said in result.output
    assert folder.faults() == []


def test_nothing_is_written_when_the_author_leaves(folder: ContentFolder) -> None:
    assert new(folder, REPLIES[:9]).exit_code != 0
    assert not list(folder.root.rglob("*ring-time*"))


def test_what_would_not_pass_is_taken_back(folder: ContentFolder) -> None:
    folder.write("rubrics/samples/gpu-clusters/ring-time.yaml", "item: ring-time\n")
    result = new(folder, REPLIES)

    assert result.exit_code == 1
    assert not (folder.root / "questionbank/items/gpu-clusters/ring-time.yaml").exists()
