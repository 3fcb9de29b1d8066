"""What `bank check` says of items that name others: a name must lead to somebody, and not to itself."""

import pytest

from tests.content.folder import ITEM, ContentFolder


@pytest.mark.parametrize(
    ("enemies", "said"),
    [
        ("[warps]", []),
        ("[nvlink]", ['item "nvlink" is its own enemy. Remove this entry.']),
        ("[warp]", ['item "warp" is unknown. Did you mean "warps"?']),
    ],
)
def test_an_enemy_is_another_item_of_the_bank(folder: ContentFolder, enemies: str, said: list[str]) -> None:
    folder.edit(ITEM, "stem:", f"enemies: {enemies}\nstem:")

    assert [fault.split(": ", 1)[1] for fault in folder.faults()] == said
