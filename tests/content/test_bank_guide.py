"""The example of docs/bank.md is a whole item that passes every check: people copy it."""

import re
from pathlib import Path

from bot.content.load import load
from bot.content.trial.agreement import agreement
from bot.core.bank.item import Item
from bot.core.bank.rubric import Rubric
from bot.core.grading.grade import Grade
from bot.core.grading.keywords import grade
from tests.content.folder import OTHER_ITEM, OTHER_RUBRIC, ROLE, ContentFolder

GUIDE = Path(__file__).resolve().parents[2] / "docs/bank.md"
NAMED = re.compile(r"`([^`]+/gradient-traffic\.yaml)`[^\n]*:\n\n```yaml\n(.*?)```", re.DOTALL)
NAME = "gradient-traffic"


def example(folder: ContentFolder) -> None:
    for name, text in NAMED.findall(GUIDE.read_text(encoding="utf-8")):
        folder.write(name, text)
    folder.edit(ROLE, "gpu-clusters: 1.0", "gpu-clusters: 0.5\n  distributed-training: 0.5")


async def by_rules(answer: str, item: Item, rubric: Rubric) -> Grade:
    return grade(answer, item, rubric)


async def test_the_example_passes_every_check_and_is_marked_as_it_says(folder: ContentFolder) -> None:
    example(folder)
    bank = load(folder.root)

    assert folder.faults() == []
    found = await agreement(bank.items[NAME], bank.rubrics[NAME], bank.samples[NAME], by_rules, styles=True)
    assert found.differences == ()
    assert found.moved == ()


def test_the_link_of_the_guide_fits_its_item(folder: ContentFolder) -> None:
    example(folder)
    link = re.search(r"```yaml\n(chain:.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert link is not None
    first, second = (f"questionbank/items/distributed-training/{name}.yaml" for name in (NAME, "warps"))
    folder.edit(first, "parameters:", f"chain: {{topic: {NAME}, link: 1}}\nparameters:")
    folder.remove(OTHER_ITEM)
    folder.write(second, "id: warps\ndomain: distributed-training\ntopic: links\ntier: advanced\nminutes: 3\n")
    folder.edit(second, "minutes: 3\n", f"minutes: 3\n{link.group(1)}")
    folder.move(OTHER_RUBRIC, "rubrics/distributed-training/warps.yaml")

    assert folder.faults() == []
