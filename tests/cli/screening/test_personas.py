"""Six people play the shipped bank: who knows more must come out higher, and every quote must be their own words."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.__main__ import viva

pytestmark = pytest.mark.slow

ANSWERS = Path(__file__).parents[3] / "benchmarks" / "answers" / "held_back.jsonl"
KINDS = ("expert", "nonnative", "half", "buzz", "stuffed", "inject")


@pytest.fixture(scope="module")
def summaries(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """Return the summary of each person's screening, all with the same chances."""
    rows = [json.loads(line) for line in ANSWERS.read_text("utf-8").splitlines()]
    folder = tmp_path_factory.mktemp("personas")
    found = {}
    for kind in KINDS:
        file = folder / f"{kind}.jsonl"
        own = [{"item": row["item"], "answer": row["answer"]} for row in rows if row["kind"] == kind]
        file.write_text("\n".join(map(json.dumps, own)))
        arguments = ["play", "--json", "--seed", "1", "--answers", str(file), "--grader", "keyword"]
        result = CliRunner().invoke(viva, [*arguments, "--db", f"sqlite:///{folder}/{kind}.db"])
        assert result.exit_code == 0, result.output
        found[kind] = json.loads(result.stdout)["summary"]
    return found


def test_abilities_come_out_in_the_order_of_what_people_know(summaries: dict[str, dict[str, Any]]) -> None:
    theta = {kind: summed["theta"] for kind, summed in summaries.items()}

    assert theta["expert"] >= theta["nonnative"] > theta["half"] > theta["buzz"]
    # All three are at the foot of the scale, where a tenth of a logit tells nobody apart.
    assert max(theta["stuffed"], theta["inject"]) <= theta["buzz"] + 0.1
    assert max(theta["stuffed"], theta["inject"], theta["buzz"]) < theta["half"] - 0.5
    assert summaries["expert"]["recommendation"] == "advance"
    assert summaries["inject"]["recommendation"] == "person"


def test_a_file_of_answers_is_asked_only_what_it_can_answer(summaries: dict[str, dict[str, Any]]) -> None:
    assert all(not answer["skipped"] for summed in summaries.values() for answer in summed["answers"])


def test_every_quote_in_the_summary_stands_in_the_answer(summaries: dict[str, dict[str, Any]]) -> None:
    for summed in summaries.values():
        answers = {a["position"]: a["answer"] for a in summed["answers"]}
        quotes = [(a["position"], q) for a in summed["answers"] for c in a["criteria"] for q in c["evidence"]]
        quotes += [(f["position"], f["quote"]) for f in summed["flags"]]
        assert all(quote in answers[position] for position, quote in quotes)
