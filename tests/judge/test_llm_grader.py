"""The LLM grader whole: the model reads, the rules keep watch, and every doubt asks for a person."""

import re
from datetime import date

import pytest

from bot.core.bank.grader_curve import Admission, Calibration
from bot.core.bank.samples import Sample, SampleKind
from bot.core.calibration.grader import learn
from bot.core.grading.grade import UNPROVEN, Grade, ModelReading, Source, Spent
from bot.core.grading.keywords import grade as by_rules
from bot.judge.llm_grader import NO_BUDGET, NO_SECOND, NOT_ADMITTED, ReadingPlan
from bot.judge.prompt import recipe
from bot.judge.replies.faults import ReplyFault
from bot.judge.spend_limit import SpendLimit
from tests.judge.endpoint import Asked, Served, full_marks, refused, said, serving, verdict
from tests.judge.examples import ALL_FOUND, FAST, ITEM, RUBRIC, SLOW, SPLIT, STRONG
from tests.judge.judges import Memory, a_judge, graded

FULL = verdict(ALL_FOUND, flags={"figures": SLOW})
MOST = verdict({"f1": FAST, "f2": SLOW, "f3": SPLIT})
"""A score of .75, which is near no boundary."""
BARE = verdict({"f1": FAST, "f2": SLOW, "f3": "words that nobody wrote"})
NEAR = verdict({"f1": FAST, "f2": SLOW, "f3": SPLIT}, partly=["f3"])
"""A score of .625: a boundary."""


async def test_the_models_marks_count_where_both_graders_agree() -> None:
    async with serving(lambda _, __: said(FULL)) as scripted:
        grade = await graded(a_judge(scripted))

    assert (grade.score, grade.source, grade.reasons) == (1.0, Source.LLM, ())
    assert not grade.needs_person
    assert [f.id for f in grade.flags] == ["figures"]
    assert grade.ratings[0].made == ("NVLink is faster", "PCIe has about 64 GB/s")
    assert all(e.quote in STRONG for r in grade.ratings for e in r.evidence)


async def test_a_grade_holds_all_that_it_was_made_with() -> None:
    async with serving(lambda _, __: said(FULL)) as scripted:
        grade = await graded(a_judge(scripted))

    kept = dict(grade.recipe)
    assert kept["model"] == "scripted"
    assert kept["prompt"] == recipe()
    assert kept["rubric"] == RUBRIC.digest
    assert "temperature 0" in kept["parameters"]
    [call] = grade.calls
    assert (call.reply, call.outcome, call.tokens) == (FULL, "ok", 1100)


async def test_graders_far_apart_ask_for_a_person() -> None:
    answer = "Both are ways to move bytes, and I would look at the topology of the machine."
    async with serving(lambda _, __: said(full_marks(RUBRIC, "ways to move bytes"))) as scripted:
        grade = await graded(a_judge(scripted), answer)

    assert grade.reasons == ("the graders are far apart: 1.00 by the model, 0.00 by the rules",)
    assert grade.score == 0.5


async def test_a_false_claim_that_the_model_missed_asks_for_a_person() -> None:
    answer = f"{STRONG} PCIe is faster."
    async with serving(lambda _, __: said(FULL)) as scripted:
        grade = await graded(a_judge(scripted), answer)

    assert any("false claim" in reason for reason in grade.reasons)
    assert "reversed" in [f.id for f in grade.flags]


@pytest.mark.parametrize("same", [True, False])
async def test_near_a_boundary_the_model_reads_twice(same: bool) -> None:
    again = NEAR if same else MOST

    async with serving(lambda _, number: said(NEAR if number == 0 else again)) as scripted:
        grade = await graded(a_judge(scripted))

    assert len(scripted.requests) == 2
    assert [r["seed"] for r in scripted.requests] == [1, 2]
    assert grade.score == 0.625
    unstable = [r for r in grade.reasons if "two readings" in r]
    assert unstable == ([] if same else ["two readings by the model differ: 0.62 and 0.75"])


async def test_a_second_reading_that_does_not_come_asks_for_a_person() -> None:
    async with serving(lambda _, number: said(NEAR) if number == 0 else refused("down", status=500)) as scripted:
        grade = await graded(a_judge(scripted))

    assert NO_SECOND in grade.reasons


async def test_most_criteria_without_proof_ask_for_a_person() -> None:
    async with serving(lambda _, __: said(BARE)) as scripted:
        grade = await graded(a_judge(scripted))

    assert "the model could not prove its mark on when" in grade.reasons
    assert [r.level for r in grade.ratings] == [2, None]


async def test_when_nothing_is_proven_the_rules_mark_and_a_person_is_asked_for() -> None:
    async with serving(lambda _, __: said(full_marks(RUBRIC, "words that nobody wrote"))) as scripted:
        grade = await graded(a_judge(scripted))

    assert grade.score == by_rules(STRONG, ITEM, RUBRIC).score
    assert grade.source is Source.KEYWORD
    assert grade.needs_person


ANY_FAULT = [
    (refused("down", status=500), ReplyFault.BROKEN),
    (said(None, refusal="no"), ReplyFault.REFUSED),
    (said("{", finish="length"), ReplyFault.CUT),
    (said("8/10"), ReplyFault.NOT_JSON),
    (said('{"score": 1}'), ReplyFault.WRONG_SHAPE),
    (Served("<html>"), ReplyFault.NO_COMPLETION),
]


@pytest.mark.parametrize(("served", "fault"), ANY_FAULT)
async def test_when_the_model_is_not_there_the_rules_stand_in_and_say_so(served: Served, fault: ReplyFault) -> None:
    async with serving(lambda _, __: served) as scripted:
        grade = await graded(a_judge(scripted))

    assert grade.score == by_rules(STRONG, ITEM, RUBRIC).score
    assert (grade.source, grade.stand_in) == (Source.KEYWORD, True)
    assert grade.reasons[0] == f"marked by the rules only: {fault.value}"
    assert grade.calls[-1].outcome == fault.value


async def test_a_reply_that_broke_off_is_asked_for_once_more() -> None:
    def script(_: Asked, number: int) -> Served:
        return said(FULL[:40]) if number == 0 else said(FULL)

    async with serving(script) as scripted:
        grade = await graded(a_judge(scripted))

    assert grade.source is Source.LLM
    assert [c.outcome for c in grade.calls] == [ReplyFault.NOT_JSON.value, "ok"]


async def test_an_empty_answer_costs_nothing() -> None:
    async with serving(lambda _, __: said(FULL)) as scripted:
        grade = await graded(a_judge(scripted), " \n ")

    assert (grade.score, scripted.requests) == (0.0, [])


async def test_a_used_up_budget_leaves_the_rules() -> None:
    async with serving(lambda _, __: said(FULL)) as scripted:
        for budget in (
            SpendLimit(session_tokens=100),
            SpendLimit(session_cost=0.5),
            SpendLimit(day_tokens=100),
            SpendLimit(day_cost=0.5),
            SpendLimit(day_cost=0.0),
        ):
            grade = await graded(a_judge(scripted, budget=budget), spent=Spent(100, 0.5))
            assert (grade.stand_in, grade.reasons) == (True, (f"marked by the rules only: {NO_BUDGET}",))
        assert scripted.requests == []
        grade = await graded(a_judge(scripted, budget=SpendLimit(session_tokens=101)), spent=Spent(100, 0.5))
        assert grade.source is Source.LLM


async def test_the_same_answer_gets_the_same_mark_though_the_model_changes_its_mind() -> None:
    memory = Memory()
    async with serving(lambda _, number: said(FULL if number == 0 else MOST)) as scripted:
        first = await graded(a_judge(scripted, memory=memory))
        second = await graded(a_judge(scripted, memory=memory))

    assert first.score == second.score
    assert len(scripted.requests) == 1
    assert second.calls[0].recalled
    assert Spent().plus(second.calls) == Spent()


async def test_another_model_is_asked_anew() -> None:
    memory = Memory()
    async with serving(lambda _, __: said(FULL)) as scripted:
        await graded(a_judge(scripted, memory=memory))
        await graded(a_judge(scripted, memory=memory, model="another"))

    assert len(scripted.requests) == 2


async def test_scores_are_recalibrated_for_this_model_and_prompt_and_the_raw_one_is_kept() -> None:
    marks = [k / 30 for k in range(31)]
    curve = learn([m / 2 for m in marks], marks, model="scripted", prompt=recipe(), today=date(2026, 11, 24))
    half = verdict({"f1": FAST, "f3": SPLIT})

    async with serving(lambda _, __: said(half)) as scripted:
        grade = await graded(a_judge(scripted, calibration=Calibration(curves=(curve,))), f"{FAST} {SPLIT}")
        other = await graded(
            a_judge(scripted, calibration=Calibration(curves=(curve,)), model="another"), f"{FAST} {SPLIT}"
        )

    assert grade.raw_score == 0.5
    assert grade.score is not None
    assert grade.score > 0.6
    assert dict(grade.recipe)["recalibration"] == curve.digest
    assert other.score == 0.5


async def test_json_mode_is_said_so() -> None:
    def script(body: Asked, _: int) -> Served:
        strict = body.get("response_format", {}).get("type") == "json_schema"
        return refused("no schemas here", param="response_format") if strict else said(FULL)

    async with serving(script) as scripted:
        grade = await graded(a_judge(scripted))

    assert "the model was held to its shape by JSON mode only" in grade.notes


async def test_the_beginning_of_a_request_is_the_same_for_all_answers_to_an_item() -> None:
    async with serving(lambda _, __: said(FULL)) as scripted:
        judge = a_judge(scripted)
        await graded(judge, STRONG)
        await graded(judge, FAST)

    systems = {r["messages"][0]["content"] for r in scripted.requests}
    assert len(systems) == 1
    [system] = systems
    for text in (
        ITEM.stem,
        RUBRIC.model_answer,
        "says when it matters",
        "f4: as every layer waits",
        "m1, a mistake: PCIe is faster",
        "figures (green)",
    ):
        assert text in system
    assert not re.search(r"\$\w", system)


def a_sample(kind: SampleKind, answer: str) -> Sample:
    return Sample(id=kind.value, kind=kind, answer=answer, levels={"bandwidth": 1, "when": 0})


async def test_a_middling_and_a_wrong_answer_stand_before_the_one_to_mark_and_never_that_one() -> None:
    kinds = {SampleKind.STRONG: STRONG, SampleKind.MIDDLING: FAST, SampleKind.WRONG: "PCIe is the faster one."}
    samples = [a_sample(kind, answer) for kind, answer in kinds.items()]

    async with serving(lambda _, __: said(FULL)) as scripted:
        judge = a_judge(scripted, plan=ReadingPlan(lambda item: samples if item == ITEM.id else ()))
        await graded(judge, STRONG)
        await graded(judge, FAST)

    both, one = [r["messages"][0]["content"] for r in scripted.requests]
    assert FAST in both
    assert "PCIe is the faster one." in both
    assert "compares the bandwidth: 1 of 2 parts; says when it matters: nothing" in both
    assert STRONG not in both
    assert FAST not in one
    assert "PCIe is the faster one." in one


async def test_another_model_reads_a_doubtful_answer_again() -> None:
    async with serving(lambda body, _: said(NEAR if body["model"] == "scripted" else MOST)) as scripted:
        plan = ReadingPlan(second=scripted.endpoint(model="another"))
        grade = await graded(a_judge(scripted, plan=plan))

    assert [r["model"] for r in scripted.requests] == ["scripted", "another"]
    assert [c.model for c in grade.calls] == ["scripted", "another"]
    assert "two readings by the model differ: 0.62 and 0.75" in grade.reasons


async def test_nobody_reads_again_where_the_suggestion_does_not_hang_on_the_mark() -> None:
    async with serving(lambda _, __: said(NEAR)) as scripted:
        grade = await graded(a_judge(scripted), near=(0.2, 0.9))

    assert len(scripted.requests) == 1
    assert grade.readings == ()


async def test_the_same_model_reads_again_at_a_temperature() -> None:
    async with serving(lambda _, __: said(NEAR)) as scripted:
        grade = await graded(a_judge(scripted))

    assert [(r["temperature"], r["seed"]) for r in scripted.requests] == [(0, 1), (0.7, 2)]
    assert grade.readings == (ModelReading("scripted", 0.625), ModelReading("scripted", 0.625))


async def _by_panel(*verdicts: str) -> Grade:
    """Return the grade of three models that say these verdicts."""
    names = ("scripted", "b", "c")
    by_model = dict(zip(names, verdicts, strict=True))
    async with serving(lambda body, _: said(by_model[body["model"]])) as scripted:
        panel = tuple(scripted.endpoint(model=name) for name in names[1:])
        return await graded(a_judge(scripted, plan=ReadingPlan(panel=panel)), near=())


async def test_the_middle_score_of_a_panel_counts_with_its_facts() -> None:
    grade = await _by_panel(FULL, MOST, NEAR)

    assert grade.score == 0.75
    assert dict(grade.recipe)["model"] == "b"
    assert {(r.model, r.score) for r in grade.readings} == {("scripted", 1.0), ("b", 0.75), ("c", 0.625)}
    assert "three readings by the model differ: 0.75, 1.00 and 0.62" in grade.reasons


async def test_a_panel_that_agrees_asks_nobody() -> None:
    assert not (await _by_panel(MOST, MOST, NEAR)).needs_person


async def test_a_panel_of_which_one_is_silent_is_noted_and_of_which_two_are_asks_for_a_person() -> None:
    one = await _by_panel(MOST, "no verdict", MOST)
    two = await _by_panel(MOST, "no verdict", "nor here")

    assert "2 of 3 models of the panel read this answer" in one.notes
    assert not one.needs_person
    assert NO_SECOND in two.reasons


async def test_reasons_are_asked_for_in_the_screeners_language() -> None:
    async with serving(lambda _, __: said(FULL)) as scripted:
        await graded(a_judge(scripted, plan=ReadingPlan(language="Deutsch")))

    assert "Write `reason` and `says` in Deutsch" in scripted.requests[0]["messages"][0]["content"]


def admitted(model: str) -> Admission:
    return Admission(
        model=model,
        prompt=recipe(),
        frozen="f",
        answers=30,
        rmse=0.1,
        far_off=0.0,
        lowest_model_answer=0.9,
        scores={},
        admitted_on=date(2026, 11, 24),
    )


ADMITTED = Calibration(admissions=(admitted("scripted"),))


async def test_a_model_that_was_not_admitted_is_called_unproven_where_it_may_mark() -> None:
    async with serving(lambda _, __: said(FULL)) as scripted:
        bare = await graded(a_judge(scripted))
        tried = await graded(a_judge(scripted, calibration=ADMITTED))

    assert UNPROVEN in bare.notes
    assert UNPROVEN not in tried.notes
    assert not bare.needs_person


async def test_a_model_that_was_not_admitted_is_not_asked_unless_the_operator_says_so() -> None:
    plan = ReadingPlan(unproven=False)
    async with serving(lambda _, __: said(FULL)) as scripted:
        not_asked = await graded(a_judge(scripted, plan=plan))
        asked = len(scripted.requests)
        tried = await graded(a_judge(scripted, plan=plan, calibration=ADMITTED))

    assert asked == 0
    assert not_asked.stand_in
    assert not_asked.reasons[0] == f"marked by the rules only: {NOT_ADMITTED}"
    assert tried.source is Source.LLM


async def test_a_second_reader_that_was_not_admitted_is_not_asked() -> None:
    async with serving(lambda _, __: said(NEAR)) as scripted:
        plan = ReadingPlan(second=scripted.endpoint(model="another"), unproven=False)
        await graded(a_judge(scripted, plan=plan, calibration=ADMITTED))

    assert [r["model"] for r in scripted.requests] == ["scripted", "scripted"]
