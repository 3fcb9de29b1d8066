"""What `bank check` says of an item's own numbers: the place, the candidate it goes wrong for, and what to write."""

import pytest

from bot.content.load import load
from tests.content.folder import ITEM, RUBRIC, SAMPLES, ContentFolder

STEM = "stem: How does NVLink differ from PCIe between two GPUs?"
OWN = """stem: How does NVLink at $rate GB/s differ from PCIe between ${gpus} GPUs?
parameters:
  gpus: {choices: [2, 4, 8]}
  rate: {from: 450, to: 900, step: 450}
computed:
  total: gpus * rate
"""
NUMBER = "number: {min: 800, max: 1000, units: {GB/s: 1}}"
OWN_NUMBER = "number: {near: total, within: 0.1, units: {GB/s: 1}}"


@pytest.fixture
def own(folder: ContentFolder) -> ContentFolder:
    folder.edit(ITEM, STEM, OWN)
    folder.edit(RUBRIC, NUMBER, OWN_NUMBER)
    folder.edit(SAMPLES, "is 900 GB/s", "is ${total} GB/s")
    return folder


def test_own_numbers_that_work_out_have_no_faults(own: ContentFolder) -> None:
    own.edit(SAMPLES, "    answer: The", "    with: {gpus: 8, rate: 900}\n    answer: The")

    assert own.faults() == []
    assert load(own.root).items["nvlink"].parameters["rate"].values == (450, 900)


NEAR = "near: total, within: 0.1"
ANSWER = "    answer: The"
BROKEN = [
    (ITEM, "gpus * rate", "gpu * rate", ':11:10: "gpu" is no parameter and not computed above. Did you mean "gpus"?'),
    (ITEM, "gpus * rate", "gpus ** ", ':11:10: "gpus **" is no calculation. Write arithmetic with the names of '
     "parameters."),
    (ITEM, "gpus * rate", "gpus / (rate - 450)", ':11:10: with gpus 2, rate 450, "gpus / (rate - 450)" divides by '
     "zero. Change it, or the parameters."),
    (ITEM, "$rate", "$rat", ':6:7: "$rat" is no parameter and not computed. Did you mean "rate"?'),
    (ITEM, "$rate GB/s", "$rate GB/s for $5", ':6:7: a "$" stands alone. Write "$$" for a dollar sign.'),
    (ITEM, "[2, 4, 8]", "[2, 4, 4]", ":8:19: a value stands twice among the choices. Keep one of them."),
    (ITEM, ", step: 450", "", ":9:16: a parameter needs choices, or from, to and step. Write choices: [1, 2], or "
     "from, to and step."),
    (ITEM, "total: gpus", "max: gpus", ':11:8: "max" has a meaning of its own. Choose another name.'),
    (RUBRIC, "near: total", "near: totals", ':14:21: with gpus 2, rate 450, "totals" names totals, which has no '
     "value. Change it, or the parameters."),
    (RUBRIC, NEAR, "min: gpus, max: rate / 200", ":14:21: with gpus 4, rate 450, min 4 is above max 2.25. "
     "Change it, or the parameters."),
    (RUBRIC, NEAR, "near: total, min: 3", ":14:28: a number has near, or min and max, not both. Keep one of them."),
    (SAMPLES, "is ${total}", "is ${sum}", ':5:13: "$sum" is no parameter and not computed. Known: gpus, rate, total.'),
    (SAMPLES, ANSWER, f"    with: {{gpus: 3}}\n{ANSWER}", ':5:18: "gpus" is never 3. Use one of 2, 4, 8.'),
    (SAMPLES, ANSWER, f"    with: {{gpu: 2}}\n{ANSWER}", ':5:17: "gpu" is no parameter of item "nvlink". '
     'Did you mean "gpus"?'),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "said"), BROKEN)
def test_a_mistake_is_named_where_it_stands(own: ContentFolder, file: str, old: str, new: str, said: str) -> None:
    own.edit(file, old, new)

    assert f"{file}{said}" in own.faults()


def test_a_parameter_that_nobody_needs_or_reads_is_named(own: ContentFolder) -> None:
    own.edit(ITEM, "computed:", "  hosts: {choices: [1, 2]}\ncomputed:")
    own.edit(ITEM, "$rate GB/s", "its rate")

    assert own.faults() == [
        f'{ITEM}:9:9: warning: the stem does not say "rate". Write ${{rate}} where the candidate reads it.',
        f'{ITEM}:10:10: "hosts" is never used. Use it in the stem or the rubric, or remove it.',
    ]


def test_what_the_program_sets_is_refused_in_a_file(own: ContentFolder) -> None:
    own.edit(ITEM, "parameters:", "given: {gpus: 2}\nparameters:")

    assert f"{ITEM}:7:8: given is set by the program. Remove it; parameters says what is drawn." in own.faults()


def test_a_calculation_in_an_item_without_parameters_is_refused(folder: ContentFolder) -> None:
    folder.edit(RUBRIC, "min: 800, max: 1000", "near: 9oo")

    said = '"9oo" is to be calculated, and the item has no parameters. Write a number, or give the item parameters.'
    assert folder.faults() == [f"{RUBRIC}:14:28: {said}"]
