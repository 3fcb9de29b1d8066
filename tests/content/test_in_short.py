"""Items and rubrics written in short: a stem, a model answer and facts are enough; faults are told at their line."""

from pathlib import Path

import pytest

from bot.content.load import load
from bot.core.bank.item import Item, Tier
from bot.core.bank.rubric import Rubric
from bot.core.grading.keywords import grade
from tests.content.folder import ContentFolder

ITEM = "questionbank/items/web/focus-trap.yaml"
RUBRIC = "rubrics/web/focus-trap.yaml"
STEM = """\
stem: A modal dialog opens over a page. What has to happen with keyboard focus, and why?
"""
FACTS = """\
model_answer: >-
  Focus moves into the dialog, Tab cycles inside it, Escape closes it, and focus goes back to where it was.
criteria:
  - id: focus
    facts:
      - Focus moves into the dialog when it opens
      - Tab cycles among the controls inside the dialog
      - Escape closes the dialog
    mistakes:
      - Focus should stay on the button behind the dialog
"""


@pytest.fixture
def folder(tmp_path: Path) -> ContentFolder:
    made = ContentFolder.made_in(tmp_path)
    made.write(ITEM, STEM)
    made.write(RUBRIC, FACTS)
    return made


def made_of(folder: ContentFolder) -> tuple[Item, Rubric]:
    bank = load(folder.root)
    return bank.items["focus-trap"], bank.rubrics["focus-trap"]


def test_what_is_left_out_goes_by_the_file_and_the_usual(folder: ContentFolder) -> None:
    item, rubric = made_of(folder)

    assert (item.domain, item.topic, item.tier, item.minutes) == ("web", "focus-trap", Tier.INTERMEDIATE, 4.3)
    assert rubric.item == "focus-trap"
    [criterion] = rubric.criteria
    assert criterion.asks == "What there is to say about focus"
    assert criterion.levels == ("says hardly any of it", "says some of it", "says most of it", "says all of it")
    assert [point.says for point in criterion.points][2] == "Escape closes the dialog"
    assert [claim.says for claim in criterion.wrong] == ["Focus should stay on the button behind the dialog"]


def test_it_says_the_same_as_the_long_form(folder: ContentFolder) -> None:
    _, short = made_of(folder)
    folder.edit(RUBRIC, "    facts:\n", "    asks: What there is to say about focus\n    weight: 1\n    points:\n")
    folder.edit(RUBRIC, "    mistakes:\n", "    wrong:\n")
    folder.edit(
        RUBRIC,
        "  - id: focus\n",
        "  - id: focus\n    levels: [says hardly any of it, says some of it, says most of it, says all of it]\n",
    )
    for says in ("Focus moves into", "Tab cycles", "Escape closes", "Focus should stay"):
        folder.edit(RUBRIC, f"      - {says}", f"      - says: {says}")

    assert made_of(folder)[1].digest == short.digest


def test_the_rules_mark_by_the_sentences_and_see_the_mistake(folder: ContentFolder) -> None:
    item, rubric = made_of(folder)
    good = grade(
        "Focus moves into the dialog as it opens. Tab cycles inside the dialog. Escape closes it.", item, rubric
    )
    bad = grade("Focus should stay on the button behind the dialog.", item, rubric)

    assert good.score is not None
    assert good.score > 0.8
    assert bad.score == 0.0
    assert [mistake.says for mistake in bad.ratings[0].mistakes] == [
        "Focus should stay on the button behind the dialog"
    ]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "      - Escape closes the dialog\n",
            "      - 3\n",
            f"{RUBRIC}:8:9: entry 3 of facts is no sentence. Write one plain sentence that can be true or false.",
        ),
        (
            "    mistakes:\n      - Focus should stay on the button behind the dialog\n",
            "    mistakes: none\n",
            f'{RUBRIC}:9:15: mistakes is not a list of sentences. Begin each with "- ". Write one plain sentence that'
            " can be true or false.",
        ),
        (
            "Escape closes the dialog",
            "Escape closes the dialog " * 13,
            f"{RUBRIC}:8:9: entry 3 of facts has 324 characters. Make sentences of at most 300 of it.",
        ),
    ],
)
def test_what_is_no_sentence_is_told_with_its_line(folder: ContentFolder, old: str, new: str, said: str) -> None:
    folder.edit(RUBRIC, old, new)

    assert said in folder.faults()


def test_a_remark_on_a_fact_stands_at_its_line(folder: ContentFolder) -> None:
    folder.edit(RUBRIC, "Escape closes the dialog", "Escape and/or a button closes the dialog")

    assert any(fault.startswith(f"{RUBRIC}:8:9: warning: ") for fault in folder.faults())
