"""`viva regrade`: what a changed rubric would move, listed first and changed only when told to."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.cli.screening.play import play
from bot.cli.screening.regrade import in_bulk, regrade
from bot.core.bank.grader_curve import Calibration
from bot.judge.bulk import BulkMemory
from bot.judge.llm_grader import LlmJudge
from tests.content.folder import SAMPLES, ContentFolder
from tests.core.screenings import finished
from tests.judge.bulk_endpoint import BulkEndpoint, serving_bulk
from tests.judge.endpoint import full_marks, said
from tests.judge.judges import FREE, Memory


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return ContentFolder.made_in(tmp_path / "content").root


@pytest.fixture
def db(tmp_path: Path, content: Path) -> Path:
    """Return a database with one screening that is over."""
    file = tmp_path / "viva.db"
    answers = tmp_path / "answers.jsonl"
    answers.write_text(json.dumps({"item": "*", "answer": "The bandwidth between GPUs is 900 GB/s."}))
    arguments = ["--role", "hiring", "--answers", str(answers), "--content", str(content), "--db", str(file), "--json"]
    result = CliRunner().invoke(play, arguments)
    assert result.exit_code == 0, result.output
    return file


def regraded(content: Path, db: Path, *arguments: str) -> list[dict[str, Any]]:
    result = CliRunner().invoke(regrade, ["--content", str(content), "--db", str(db), "--json", *arguments])
    assert result.exit_code == 0, result.output
    found = json.loads(result.output)
    assert isinstance(found, list)
    return found


def harder(content: Path) -> None:
    """Let every rubric ask for words that nobody says."""
    for file in (content / "rubrics").rglob("*.yaml"):
        file.write_text(re.sub(r"all_of: .*", "all_of: [[zyzzyva]]", file.read_text()))


def test_with_the_same_rubrics_nothing_moves(content: Path, db: Path) -> None:
    [found] = regraded(content, db)

    assert found["moved"] == []
    assert found["theta"][0] == found["theta"][1]


def test_a_changed_rubric_is_listed_and_changes_nothing(content: Path, db: Path) -> None:
    harder(content)

    for _ in range(2):
        [found] = regraded(content, db, "--diff")
        assert found["moved"]
        assert all(m["after"] < m["before"] for m in found["moved"])
        assert found["theta"][1] < found["theta"][0]


def test_a_person_reads_who_would_move(content: Path, db: Path) -> None:
    harder(content)

    result = CliRunner().invoke(regrade, ["--content", str(content), "--db", str(db)])

    assert re.search(r"question \d nvlink: 0\.67 → 0\.50  bandwidth 2 → 1", result.output)
    assert "1 screening: 1 mark, 0 bands, 0 suggestions" in result.output
    assert "would move; nothing was changed." in result.output


def test_applied_marks_stand_beside_the_old_ones(content: Path, db: Path) -> None:
    harder(content)
    [told] = regraded(content, db, "--apply")

    [found] = regraded(content, db)

    assert told["moved"]
    assert found["moved"] == []
    assert found["theta"][0] == told["theta"][1]


def test_a_rubric_with_other_criteria_is_not_applied(content: Path, db: Path) -> None:
    harder(content)
    (content / SAMPLES).unlink()  # they name the criteria that are gone
    for file in (content / "rubrics").rglob("*.yaml"):
        file.write_text(re.sub(r"(criteria:\n\s*- id: )([\w-]+)", r"\1\2-new", file.read_text(), count=1))

    result = CliRunner().invoke(regrade, ["--content", str(content), "--db", str(db), "--apply"])

    assert result.exit_code == 1
    assert "the rubric has other criteria or levels by now" in result.output
    assert regraded(content, db)[0]["theta"][0] > regraded(content, db)[0]["theta"][1]


def test_an_unknown_screening_is_named(content: Path, db: Path) -> None:
    result = CliRunner().invoke(regrade, ["nobody", "--content", str(content), "--db", str(db)])

    assert result.exit_code == 1
    assert "There is no screening nobody" in result.output


def test_diff_and_apply_together_are_refused() -> None:
    assert CliRunner().invoke(regrade, ["--diff", "--apply"]).exit_code == 2


def test_since_a_day_only_what_a_model_has_marked_is_looked_at(content: Path, db: Path) -> None:
    assert regraded(content, db, "--since", "2020-01-01") == []  # the rules marked it


async def test_what_a_bulk_came_to_is_said_in_words() -> None:
    asked = finished().administrations[0]
    all_found = said(full_marks(asked.rubric, "It is faster"))
    async with serving_bulk(BulkEndpoint(lambda _: all_found, ["completed"])) as endpoint:
        ahead = BulkMemory(Memory())
        judge = LlmJudge(endpoint.endpoint(), ahead, FREE, lambda: Calibration())
        first = await in_bulk(judge, ahead, [(asked, asked.rubric)])
        again = await in_bulk(judge, ahead, [(asked, asked.rubric)])
        await judge.close()

    assert first == "In bulk: 1 of 1 answer read, 1100 tokens, $0.00 at the full price."
    assert again == "Nothing to ask in bulk: a reply is kept for every answer."
