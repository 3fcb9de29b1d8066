"""A team's own folder over the shipped one: later wins by id, the rest stays, and faults say which folder."""

from pathlib import Path

import pytest

from bot.content.check import check
from bot.content.load import load, read
from bot.core.errors import ContentError
from tests.content.folder import FILES, ITEM, OTHER_ITEM, ROLE, RUBRIC, ContentFolder


@pytest.fixture
def own(tmp_path: Path) -> ContentFolder:
    """A folder with one changed item and nothing else."""
    folder = ContentFolder(tmp_path / "own")
    folder.write(ITEM, FILES[ITEM].replace("two GPUs", "eight GPUs"))
    return folder


def test_the_later_folder_wins_and_the_rest_stays(folder: ContentFolder, own: ContentFolder) -> None:
    bank = load((folder.root, own.root))

    assert "eight GPUs" in bank.items["nvlink"].stem
    assert set(bank.items) == {"nvlink", "warps"}
    assert bank.rubrics["nvlink"].model_answer == "NVLink gives 900 GB/s.", "the rubric of the folder below"
    assert "two GPUs" in load((own.root, folder.root)).items["nvlink"].stem


def test_an_item_is_taken_out_by_retiring_it_in_the_later_folder(folder: ContentFolder, own: ContentFolder) -> None:
    own.edit(ITEM, "tier:", "status: retired\ntier:")
    bank = load((folder.root, own.root))

    assert [item.id for item in bank.items_for(bank.roles["hiring"])] == ["warps"]


def test_a_fault_names_its_folder(folder: ContentFolder, own: ContentFolder) -> None:
    own.edit(ITEM, "minutes: 2", "minutes: two")
    folder.edit(OTHER_ITEM, "domain: gpu-clusters", "domain: gpus")

    said = [str(fault) for fault in check(read((folder.root, own.root)))]

    assert [line.split(".yaml")[0] for line in said] == [
        f"{folder.root}/questionbank/items/gpu-clusters/warps",
        f"{own.root}/questionbank/items/gpu-clusters/nvlink",
    ]


def test_two_files_of_one_id_in_one_folder_are_still_a_fault(folder: ContentFolder, own: ContentFolder) -> None:
    own.write(ITEM.replace("gpu-clusters", "training"), FILES[ITEM].replace("gpu-clusters", "training"))

    said = " ".join(str(fault) for fault in check(read((folder.root, own.root))))

    assert 'id "nvlink" is taken by' in said


def test_a_lonely_folder_must_be_whole_and_one_of_several_need_not(folder: ContentFolder, own: ContentFolder) -> None:
    with pytest.raises(ContentError, match="no rubrics/"):
        load(own.root)
    with pytest.raises(ContentError, match="no questionbank/ and no rubrics/"):
        load((folder.root, own.root.parent))


def test_a_role_of_the_later_folder_may_ask_items_of_the_one_below(folder: ContentFolder, own: ContentFolder) -> None:
    own.write(ROLE.replace("hiring", "ours"), FILES[ROLE].replace("id: hiring", "id: ours\nitems: [warps]"))
    bank = load((folder.root, own.root))

    assert [item.id for item in bank.items_for(bank.roles["ours"])] == ["warps"]
    assert RUBRIC in FILES
