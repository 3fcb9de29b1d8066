"""Commands with a model set up: a real HTTP endpoint, on loopback, that does what a script says."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import viva
from bot.store.database.opening import bring_up_to_date
from tests.content.folder import SAMPLES, ContentFolder
from tests.judge.endpoint import Asked, Scripted, Served, refused, said, serving_beside, verdict

ANSWER = "The bandwidth between the GPUs is 900 GB/s."


def marks(body: Asked, _: int) -> Served:
    """Find the first fact of every criterion, which is level 1, in the answer's first words."""
    shape = body["response_format"]["json_schema"]["schema"]["properties"]["found"]["items"]["properties"]
    fence = body["messages"][1]["content"].splitlines()[2]
    quote = " ".join(body["messages"][1]["content"].split(fence)[2].split()[:4])
    return said(verdict(dict.fromkeys(shape["id"]["enum"][::2], quote)))


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return ContentFolder.made_in(tmp_path / "content").root


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Scripted]:
    with serving_beside(marks) as scripted:
        set_up(monkeypatch, tmp_path, scripted)
        yield scripted


def set_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, scripted: Scripted) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("OPENAI_BASE_URL", scripted.url)
    monkeypatch.setenv("VIVA_MODEL", "scripted")
    monkeypatch.setenv("VIVA_MODEL_UNPROVEN", "allow")
    monkeypatch.setenv("VIVA_MODEL_RETRIES", "0")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/viva.db")
    bring_up_to_date(str(tmp_path / "viva.db"))


def run(*arguments: str | Path, typed: str | None = None) -> Result:
    return CliRunner().invoke(viva, [str(a) for a in arguments], input=typed)


def graded(content: Path, *answers: str, grader: str = "llm") -> list[dict[str, Any]]:
    rows = "\n".join(json.dumps({"id": n, "item": "nvlink", "answer": a}) for n, a in enumerate(answers))
    result = run("grade", "--grader", grader, "--in", "-", "--content", content, typed=rows)
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_answers_are_marked_by_the_model_in_their_order(content: Path, endpoint: Scripted) -> None:
    found = graded(content, *(f"{ANSWER} ({n})" for n in range(12)))

    assert [row["id"] for row in found] == list(range(12))
    assert {row["grader"] for row in found} == {"llm"}
    assert found[0]["score"] == 0.5
    assert found[0]["criteria"][0]["evidence"] == ["The bandwidth between the"]
    assert found[0]["criteria"][0]["level"] == 1
    assert len(endpoint.requests) == 12


def test_the_same_answer_gets_the_same_mark_in_another_run_without_asking(content: Path, endpoint: Scripted) -> None:
    first, second = graded(content, ANSWER), graded(content, ANSWER)

    assert first == second
    assert len(endpoint.requests) == 1


def test_auto_takes_the_model_where_one_is_set_up_and_the_rules_where_none_is(
    content: Path, endpoint: Scripted, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert graded(content, ANSWER, grader="auto")[0]["grader"] == "llm"
    assert graded(content, ANSWER, grader="keyword")[0]["grader"] == "keyword"
    monkeypatch.delenv("VIVA_MODEL")
    assert graded(content, ANSWER, grader="auto")[0]["grader"] == "keyword"
    result = run("grade", "--grader", "llm", "--in", "-", "--content", content, typed="")
    assert result.exit_code == 1
    assert "No model is set up. Set VIVA_MODEL" in result.output


def test_a_dead_endpoint_leaves_the_rules_and_asks_for_a_person(
    content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving_beside(lambda _, __: refused("down", status=503)) as scripted:
        set_up(monkeypatch, tmp_path, scripted)
        [row] = graded(content, ANSWER)

    assert (row["grader"], row["needs_person"]) == ("keyword", True)
    assert row["reasons"][0] == "marked by the rules only: the endpoint is too busy"


def test_a_screening_is_marked_by_the_model(content: Path, endpoint: Scripted, tmp_path: Path) -> None:
    script = tmp_path / "answers.jsonl"
    script.write_text(json.dumps({"item": "*", "answer": ANSWER}))

    result = run("play", "--role", "hiring", "--answers", script, "--content", content, "--json")

    summary = json.loads(result.stdout)["summary"]
    assert {a["grader"] for a in summary["answers"]} == {"llm"}
    assert summary["rules_only"] == 0
    assert summary["answers"][0]["criteria"][0]["points"] != []
    assert summary["answers"][0]["recipe"]["model"] == "scripted"


def test_a_curve_is_learnt_from_samples_and_used_from_then_on(content: Path, endpoint: Scripted) -> None:
    more = [
        f"  - id: more-{n}\n    kind: middling\n    answer: {ANSWER} And more ({n}).\n"
        "    levels: {bandwidth: 2, path: 2, limits: 1}\n"
        for n in range(40)
    ]
    ContentFolder(content).write(SAMPLES, "item: nvlink\nsamples:\n" + "".join(more))
    assert graded(content, f"{ANSWER} Before.")[0]["score"] == 0.5

    result = run("bank", "calibrate-grader", "--content", content)

    assert result.exit_code == 0, result.output
    found = re.search(r"40 answers: RMSE (0\.\d+) before, (0\.\d+) after", result.output)
    assert found
    assert float(found[2]) < float(found[1])
    assert run("bank", "check", "--content", content).exit_code == 0
    assert graded(content, f"{ANSWER} After.")[0]["score"] > 0.6


def by_first_fact(right: bool) -> Callable[[Asked, int], Served]:
    """Return a script that finds everything, or nothing, in the bank's model answers and first samples."""

    def script(body: Asked, _: int) -> Served:
        shape = body["response_format"]["json_schema"]["schema"]["properties"]["found"]["items"]["properties"]
        fence = body["messages"][1]["content"].splitlines()[2]
        quote = " ".join(body["messages"][1]["content"].split(fence)[2].split()[:3])
        return said(verdict(dict.fromkeys(shape["id"]["enum"], quote) if right else {}))

    return script


@pytest.mark.parametrize("right", [True, False])
def test_a_model_is_admitted_by_the_frozen_set_and_refused_until_then(
    content: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, right: bool
) -> None:
    full = "item: nvlink\nsamples:\n  - id: good\n    kind: strong\n    answer: NVLink has 900 GB/s.\n"
    ContentFolder(content).write(SAMPLES, full + "    levels: {bandwidth: 2, path: 2, limits: 2}\n")
    with serving_beside(by_first_fact(right)) as scripted:
        set_up(monkeypatch, tmp_path, scripted)
        monkeypatch.delenv("VIVA_MODEL_UNPROVEN")
        before = graded(content, ANSWER)[0]
        result = run("bank", "test", "--grader", "llm", "--admit", "--content", content)
        after = graded(content, f"{ANSWER} Again.")[0]

    assert before["grader"] == "keyword"
    assert result.exit_code == (0 if right else 1)
    assert ("scripted is admitted: 1 answer" if right else "scripted is not admitted") in result.output
    assert after["grader"] == ("llm" if right else "keyword")
    assert run("bank", "check", "--content", content).exit_code == 0


def test_too_few_samples_teach_nothing(content: Path, endpoint: Scripted) -> None:
    result = run("bank", "calibrate-grader", "--content", content)

    assert result.exit_code == 1
    assert "at least 30 answers" in result.output
    assert not (content / "rubrics/calibration").exists()


def test_regrading_with_a_model_shows_what_it_would_move(content: Path, endpoint: Scripted, tmp_path: Path) -> None:
    script = tmp_path / "answers.jsonl"
    script.write_text(json.dumps({"item": "*", "answer": ANSWER}))
    played = ("play", "--role", "hiring", "--answers", script, "--content", content, "--grader", "keyword", "--json")
    assert run(*played, "--db", tmp_path / "viva.db").exit_code == 0

    result = run("regrade", "--diff", "--content", content)

    assert result.exit_code == 0, result.output
    assert "would move; nothing was changed" in result.output


def test_the_doctor_asks_the_model(content: Path, endpoint: Scripted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIVA_RETENTION", "*=365")
    result = run("doctor", "--content", content)
    assert result.exit_code == 1
    assert "scripted gave the model answer of nvlink 50 % of full marks. It cannot mark this bank" in result.output

    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    result = run("doctor", "--content", content)
    assert result.exit_code == 1
    assert "the model could not be reached. Check OPENAI_BASE_URL (with its /v1) and the network" in result.output

    monkeypatch.delenv("VIVA_MODEL")
    assert "none is set up, the rules mark alone" in run("doctor", "--content", content).output

    ContentFolder(content).edit("questionbank/roles/hiring.yaml", "wording:", "languages: [en, fr, de]\nwording:")
    unread = "They read English: answers in de, fr, which roles take, wait for a person"
    assert unread in run("doctor", "--content", content).output


def finds_everything(body: Asked, _: int) -> Served:
    shape = body["response_format"]["json_schema"]["schema"]["properties"]["found"]["items"]["properties"]
    return said(verdict(dict.fromkeys(shape["id"]["enum"], "NVLink gives 900 GB/s")))


@pytest.mark.parametrize(
    ("served", "told"),
    [
        (finds_everything, "scripted gave the model answer of nvlink 100 % of full marks"),
        (refused("no", status=401), "the endpoint refused the key. Check OPENAI_API_KEY"),
        (refused("You exceeded your current quota", status=429), "the provider's quota is used up. Pay"),
        (refused("The model `scripted` does not exist", status=404), "knows no such model. Check VIVA_MODEL"),
        (refused("Not Found", status=404), "there is no such route at the endpoint. Check OPENAI_BASE_URL"),
        (Served("<html>Welcome</html>"), "something else than a completion. Check OPENAI_BASE_URL"),
        (said(verdict({})), "0 % of full marks. It cannot mark this bank"),
    ],
)
def test_the_doctor_says_what_is_wrong(
    served: Any, told: str, content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIVA_RETENTION", "*=365")
    with serving_beside(served if callable(served) else lambda _, __: served) as scripted:
        set_up(monkeypatch, tmp_path, scripted)
        result = run("doctor", "--content", content)

    assert told in result.output
    assert result.exit_code == (0 if served is finds_everything else 1)


def test_a_model_can_be_asked_in_bulk_and_one_that_takes_none_is_asked_singly(
    content: Path, endpoint: Scripted, tmp_path: Path
) -> None:
    answers = tmp_path / "answers.jsonl"
    answers.write_text(json.dumps({"item": "*", "answer": ANSWER}))
    played = run(
        "play", "--role", "hiring", "--answers", answers, "--content", content, "--grader", "keyword", "--json"
    )
    assert played.exit_code == 0, played.output

    singly = run("regrade", "--grader", "llm", "--content", content, "--json")
    in_bulk = run("regrade", "--grader", "llm", "--fresh", "--bulk", "--content", content, "--json")

    assert in_bulk.exit_code == 0, in_bulk.output
    assert json.loads(in_bulk.stdout) == json.loads(singly.stdout)
    assert "No bulk: the endpoint takes no requests in bulk (status 404). The answers are asked about one by one." in (
        in_bulk.stderr
    )


def test_in_bulk_needs_a_model(content: Path, endpoint: Scripted) -> None:
    result = run("regrade", "--grader", "keyword", "--bulk", "--content", content)

    assert result.exit_code != 0
    assert "--bulk asks a model" in result.output
