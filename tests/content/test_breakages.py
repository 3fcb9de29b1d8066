"""The ten usual breakages: each gives one line that says where, what, and what to write instead."""

import re

import pytest

from bot.content.load import load
from bot.content.yaml.fault import BankError
from tests.content.folder import ITEM, OTHER_ITEM, OTHER_RUBRIC, ROLE, RUBRIC, ContentFolder

USUAL = [
    pytest.param(ITEM, "topic:", "\ttopic:", ":3:1: a tab stands in the indentation. Use spaces.", id="tab"),
    pytest.param(
        ITEM, "topic: links", "topic links", ':3:1: "topic links" has no colon. Write "key: value"; if it is text that '
        "goes on from above, put the whole text in double quotes.", id="missing colon",
    ),
    pytest.param(
        ITEM, "tier:", "topic: roads\ntier:", ':4:1: key "topic" stands here a second time; the first is on line 3. '
        "Keep one of them.", id="duplicate key",
    ),
    pytest.param(
        RUBRIC, "weight:", "wieght:", ':6:5: key "wieght" is unknown. Did you mean "weight"?', id="typo in a key"
    ),
    pytest.param(
        ITEM, "minutes: 2", "minutes: two", ':5:10: minutes is the text "two". Write a number.', id="wrong type"
    ),
    pytest.param(
        ITEM, "fundamentals", "expert", ':4:7: tier "expert" is unknown. Use fundamentals, intermediate or advanced.',
        id="unknown tier",
    ),
    pytest.param(RUBRIC, "weight: 1", "weight: 0", ":6:13: weight is 0. Write a number above 0.", id="weight 0"),
    pytest.param(
        ROLE, "domains:", "items: [nvlink, wraps]\ndomains:", ':3:17: item "wraps" is unknown. Did you mean "warps"?',
        id="dangling item",
    ),
    pytest.param(
        RUBRIC, "'no bandwidth'", "'no (bandwidth'", ":18:22: the regular expression does not compile: missing ), "
        "unterminated subpattern at position 3. Mend it; in single quotes a backslash stays as it is.", id="bad regex",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "said"), USUAL)
def test_a_usual_breakage_gives_one_clear_line(folder: ContentFolder, file: str, old: str, new: str, said: str) -> None:
    folder.edit(file, old, new)

    errors = [fault for fault in folder.faults() if "warning: " not in fault]

    assert errors == [f"{file}{said}"]


def test_a_text_of_several_lines_is_told_where_its_colon_belongs(folder: ContentFolder) -> None:
    folder.edit(ITEM, "stem: ", "stem >-\n  ")

    assert folder.faults()[0].endswith('"stem >-" has no colon. Write "stem: >-".')


def test_a_missing_rubric_is_reported_at_its_item(folder: ContentFolder) -> None:
    folder.remove(OTHER_RUBRIC)

    assert folder.faults() == [f'{OTHER_ITEM}:1:5: item "warps" has no rubric. Write {OTHER_RUBRIC}.']


def test_a_sound_folder_has_no_faults(folder: ContentFolder) -> None:
    assert folder.faults() == []
    assert set(load(folder.root).items) == {"nvlink", "warps"}


def test_all_faults_of_all_files_come_in_one_run_in_order_of_file_and_line(folder: ContentFolder) -> None:
    folder.edit(ITEM, "minutes: 2", "minutes: two")
    folder.edit(ITEM, "fundamentals", "expert")
    folder.edit(OTHER_ITEM, "tier:", "\ttier:")
    folder.edit(ROLE, "min_items: 1", "min_items: none")
    folder.edit(RUBRIC, "weight:", "wieght:")
    folder.edit(RUBRIC, "'no path'", "'no (path'")

    places = [match.group() for fault in folder.faults() if (match := re.match(r"[^:]+:\d+", fault))]

    assert places == [f"{ITEM}:4", f"{ITEM}:5", f"{OTHER_ITEM}:4", f"{ROLE}:6", f"{RUBRIC}:6", f"{RUBRIC}:34"]


def test_a_bank_with_a_fault_is_not_loaded_and_the_error_holds_every_line(folder: ContentFolder) -> None:
    folder.edit(ITEM, "fundamentals", "expert")
    folder.edit(RUBRIC, "weight: 1", "weight: 0")

    with pytest.raises(BankError) as caught:
        load(folder.root)

    assert str(caught.value).splitlines() == folder.faults()


def test_what_only_follows_from_an_unreadable_file_is_not_reported(folder: ContentFolder) -> None:
    folder.edit(ITEM, "topic:", "\ttopic:")

    faults = folder.faults()

    assert len(faults) == 1, "the rubric and the samples of the item, and the role, are not to blame"


@pytest.mark.parametrize(
    ("file", "old", "new", "meant"),
    [
        (ITEM, "minutes:", "minuts:", "minutes"),
        (ITEM, "stem:", "Stem:", "stem"),
        (ROLE, "max_items:", "maxitems:", "max_items"),
        (ROLE, "timezone:", "time-zone:", "timezone"),
        (RUBRIC, "model_answer:", "modelanswer:", "model_answer"),
        (RUBRIC, "all_of:", "allof:", "all_of"),
    ],
)
def test_the_nearest_known_key_is_named(folder: ContentFolder, file: str, old: str, new: str, meant: str) -> None:
    folder.edit(file, old, new)

    assert [f for f in folder.faults() if f'key "{new.strip(":")}" is unknown. Did you mean "{meant}"?' in f]


def test_a_key_near_none_is_told_which_are_known(folder: ContentFolder) -> None:
    folder.edit(ITEM, "tier:", "zzz: 1\ntier:")

    known = "id, domain, topic, tier, status, minutes, stem, enemies, clarify, sources, parameters, computed, chain"
    assert folder.faults() == [f'{ITEM}:4:1: key "zzz" is unknown. Known here: {known}.']


def test_a_key_of_another_part_is_told_where_it_belongs(folder: ContentFolder) -> None:
    folder.edit(RUBRIC, "    weight: 1\n", "    weight: 1\n    cap: 1\n")

    expected = f'{RUBRIC}:7:5: key "cap" is unknown. It belongs to a wrong claim; look at its indentation.'
    assert folder.faults() == [expected]


def test_a_missing_key_is_told_with_what_it_takes(folder: ContentFolder) -> None:
    folder.edit(RUBRIC, "    weight: 1\n", "")

    remedy = 'Add "weight:" with a number.'
    assert folder.faults() == [f'{RUBRIC}:4:5: key "weight" is missing from entry 1 of criteria. {remedy}']
