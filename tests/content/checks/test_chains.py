"""What `bank check` says of chains: a link must hang on something, and quote something that is marked."""

import pytest

from tests.content.folder import ITEM, OTHER_ITEM, ROLE, ContentFolder

FIRST = "stem: How"
SECOND = "stem: Why do threads of one warp that take different branches cost time?"
QUOTING = """chain: {topic: links, link: 2, follows: nvlink, quotes: bandwidth, otherwise: You named no figure.}
stem: "You wrote: ${said} Why do threads of one warp that take different branches cost time?"
"""


@pytest.fixture
def chain(folder: ContentFolder) -> ContentFolder:
    folder.edit(ITEM, FIRST, "chain: {topic: links, link: 1}\nstem: How")
    folder.edit(OTHER_ITEM, SECOND, QUOTING)
    return folder


def test_a_whole_chain_has_no_faults(chain: ContentFolder) -> None:
    assert chain.faults() == []


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (OTHER_ITEM, "follows: nvlink", "follows: nvlnk", 'item "nvlnk" is unknown. Did you mean "nvlink"?'),
        (OTHER_ITEM, "topic: links", "topic: roads", 'item "nvlink" is no earlier link of the chain "roads". '
         "Give it this topic and a lower link, or name another item."),
        (OTHER_ITEM, "quotes: bandwidth", "quotes: bandwith", 'criterion "bandwith" is not in the rubric of "nvlink". '
         'Did you mean "bandwidth"?'),
        (OTHER_ITEM, "${said} ", "", "the stem has no ${said} for the words quoted. Add it, or leave quotes out."),
        (OTHER_ITEM, "quotes: bandwidth, ", "", "the stem quotes ${said}, and nothing says what. "
         'Name the criterion under chain, as "quotes".'),
        (ITEM, "stem:", "enemies: [warps]\nstem:", 'item "nvlink" is an enemy, so both are never asked. '
         "Remove it from enemies."),
        (OTHER_ITEM, "follows: nvlink, quotes: bandwidth", "quotes: bandwidth",
         "follows belongs to links 2 to 4, and each of them needs it. Name the item before this link."),
        (OTHER_ITEM, ", otherwise: You named no figure.", "",
         "quotes needs follows and otherwise: whose words, and what to say when there are none. Add what is missing."),
    ],
)  # fmt: skip
def test_a_loose_link_is_named(chain: ContentFolder, file: str, old: str, new: str, said: str) -> None:
    chain.edit(file, old, new)

    assert [fault.split(": ", 1)[1] for fault in chain.faults()] == [said]


def test_a_role_that_never_gets_to_a_link_is_told(chain: ContentFolder) -> None:
    chain.edit(ROLE, "domains:", "items: [warps]\ndomains:")

    (said,) = [fault.split(": ", 1)[1] for fault in chain.faults() if "never asks" in fault]
    assert said == (
        'warning: the role "hiring" never asks this item, since it does not ask "nvlink" before it. '
        'Let the role ask "nvlink", too, or take this item out of it.'
    )
