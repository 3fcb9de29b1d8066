"""Numbers of a candidate's own: the same item, other figures, and a rubric that goes by them."""

import json

import pytest

from bot.core.bank.candidate_copy import fill_item, given_for
from bot.core.bank.item import Item
from bot.core.bank.rubric import Rubric
from bot.core.bank.template import TemplateError, fill_template, format_number
from bot.core.grading.keywords import grade

ITEM = Item.model_validate_json(
    json.dumps(
        {
            "id": "gradients",
            "domain": "training",
            "topic": "zero",
            "tier": "intermediate",
            "minutes": 4,
            "stem": "A model of $params billion parameters trains on ${gpus} GPUs for $$5 each. How much is sent?",
            "parameters": {"params": {"choices": [7, 13, 70]}, "gpus": {"from": 256, "to": 1024, "step": 256}},
            "computed": {"gradient_gb": "params * 2", "ring_gb": "2 * gradient_gb * (gpus - 1) / gpus"},
        }
    )
)
NUMBER = {"near": "gradient_gb", "within": 0.1, "units": {"GB": 1, "TB": 1000}}
RUBRIC = Rubric.model_validate_json(
    json.dumps(
        {
            "item": "gradients",
            "model_answer": "In bf16 the gradients have $gradient_gb GB, and a ring sends ${ring_gb} GB from each GPU.",
            "criteria": [
                {
                    "id": "size",
                    "asks": "That $params billion gradients have $gradient_gb GB",
                    "weight": 1,
                    "levels": ["nothing", "one", "both"],
                    "points": [
                        {"says": "$gradient_gb GB", "ways": [{"all_of": [["gradients"]], "number": NUMBER}]},
                        {"says": "names the GPUs", "ways": [{"pattern": "\\b${gpus} gpus\\b"}]},
                    ],
                }
            ],
        }
    )
)


def test_the_same_seed_gives_the_same_numbers_and_seeds_differ() -> None:
    drawn = [given_for(ITEM, str(seed)) for seed in range(60)]

    assert given_for(ITEM, "0") == drawn[0]
    assert {d["params"] for d in drawn} == {7, 13, 70}
    assert {d["gpus"] for d in drawn} == {256, 512, 768, 1024}


def test_the_copy_says_the_numbers_everywhere_and_keeps_them() -> None:
    item, rubric = fill_item(ITEM, RUBRIC, {"params": 70, "gpus": 1024})

    assert item.stem == "A model of 70 billion parameters trains on 1,024 GPUs for $5 each. How much is sent?"
    assert item.given == {"params": 70, "gpus": 1024, "gradient_gb": 140, "ring_gb": 279.7265625}
    assert item.id == ITEM.id
    assert rubric.model_answer == "In bf16 the gradients have 140 GB, and a ring sends 280 GB from each GPU."
    assert rubric.criteria[0].asks == "That 70 billion gradients have 140 GB"
    assert not item.is_template
    assert Item.model_validate_json(item.model_dump_json()) == item
    assert Rubric.model_validate_json(rubric.model_dump_json()) == rubric
    assert Item.model_validate_json(ITEM.model_dump_json()) == ITEM


def test_what_has_no_numbers_of_its_own_is_put_as_it_is() -> None:
    plain = Item.model_validate(
        ITEM.model_dump() | {"parameters": {}, "computed": {}, "stem": "What costs $5 a month?"}
    )

    assert fill_item(plain, RUBRIC, {})[0] is plain


def test_a_rubric_goes_by_the_candidates_numbers_in_any_unit_and_way_of_writing() -> None:
    item, rubric = fill_item(ITEM, RUBRIC, {"params": 70, "gpus": 1024})

    for answer in (
        "The gradients take 140 GB on 1,024 GPUs.",
        "The gradients take 0.14 TB, on 1024 GPUs.",
    ):
        assert grade(answer, item, rubric).score == 1, answer


@pytest.mark.parametrize(
    ("value", "text"),
    [(512.0, "512"), (4096, "4,096"), (0.12345, "0.123"), (1234.5, "1,234"), (2.50, "2.5"), (1e-6, "0.000001"),
     (-3.0, "-3"), (99.96, "100")],
)  # fmt: skip
def test_numbers_look_the_same_everywhere(value: float, text: str) -> None:
    assert format_number(value) == text


def test_a_text_with_a_stray_dollar_or_an_unknown_name_is_refused() -> None:
    with pytest.raises(TemplateError, match="stands alone"):
        fill_template("costs $5", {})
    with pytest.raises(TemplateError, match=r"\$gpu\b"):
        fill_template("has $gpu", {"gpus": 1})


FRIEND = "With 13 billion parameters in bf16 the gradients take 26 GB, on 512 gpus."


def test_an_answer_with_a_friends_numbers_earns_nothing_for_them_and_asks_for_a_person() -> None:
    theirs = grade(FRIEND, *fill_item(ITEM, RUBRIC, {"params": 13, "gpus": 512}))
    mine = grade(FRIEND, *fill_item(ITEM, RUBRIC, {"params": 70, "gpus": 1024}))

    assert (theirs.score, theirs.reasons) == (1, ())
    assert mine.score == 0
    assert mine.reasons == ("the figures are those of another candidate's numbers",)
    assert mine.needs_person


@pytest.mark.parametrize(
    "honest",
    [
        "70 billion parameters on 1,024 GPUs: the gradients take 140 GB. With 13 billion they would take 26 GB.",
        "The gradients take 26 GB, I think.",
        "I would profile it first.",
    ],
)
def test_a_comparison_or_a_slip_is_not_taken_for_a_borrowed_answer(honest: str) -> None:
    assert grade(honest, *fill_item(ITEM, RUBRIC, {"params": 70, "gpus": 1024})).reasons == ()


@pytest.mark.parametrize("seed", [str(n) for n in range(12)])
def test_everybodys_own_model_answer_is_nobodys_borrowed_one(seed: str) -> None:
    item, rubric = fill_item(ITEM, RUBRIC, given_for(ITEM, seed))

    assert grade(rubric.model_answer, item, rubric).reasons == ()
