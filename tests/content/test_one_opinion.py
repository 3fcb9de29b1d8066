"""One function decides whether a bank is good: what `viva bank check` refuses, nothing serves."""

import asyncio

import pytest

from bot.content.live_bank import LiveBank
from bot.content.load import load
from bot.content.yaml.fault import BankError
from tests.content.folder import ITEM, OTHER_ITEM, ROLE, RUBRIC, ContentFolder

REFUSED = [
    pytest.param([(RUBRIC, "'no bandwidth'", "'(x+x+)+y'")], id="a pattern that never ends"),
    pytest.param([(ITEM, "minutes: 2", "minutes: 2\nstatus: draft"),
                  (OTHER_ITEM, "minutes:", "status: draft\nminutes:")],
                 id="a role without a live item"),
    pytest.param([(ROLE, "domains:", "items: [nvlink]\ndomains:"), (ITEM, "minutes: 2", "minutes: 2\nstatus: draft")],
                 id="a role that names a draft"),
]  # fmt: skip


@pytest.mark.parametrize("edits", REFUSED)
async def test_what_the_check_refuses_nothing_loads_and_nothing_takes_up(
    folder: ContentFolder, edits: list[tuple[str, str, str]]
) -> None:
    current = LiveBank(load(folder.root), (folder.root,))
    for edit in edits:
        folder.edit(*edit)
    errors = [fault for fault in folder.faults() if "warning: " not in fault]
    assert errors

    with pytest.raises(BankError) as refused:
        load(folder.root)
    assert str(refused.value).splitlines() == errors

    good = current.bank
    again = await asyncio.to_thread(current.reread)  # as the service does it
    assert again.faults == tuple(errors)
    assert current.bank is good
