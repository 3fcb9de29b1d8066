import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bot.cli.screening.calibrate import calibrate
from bot.content.load import load
from bot.core.screening.session import Session, State
from bot.store.database.opening import bring_up_to_date
from bot.store.store import SqlStore
from tests.content.folder import ContentFolder
from tests.sessions import NOW, a_grade, a_session, an_administration


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return ContentFolder.made_in(tmp_path / "content").root


@pytest.fixture
def db(tmp_path: Path, content: Path) -> str:
    """Return a database with twelve finished screenings, and one that was broken off."""
    bank = load(content)
    item = next(iter(bank.items.values()))
    role = next(iter(bank.roles.values()))

    def screening(n: int, state: State = State.CLOSED) -> Session:
        asked = an_administration(
            1,
            item=item,
            rubric=bank.rubrics[item.id],
            answered_at=NOW,
            grades=(a_grade(score=0.0, reasons=()),),
        )
        return a_session(f"s{n}", role=role, state=state, administrations=(asked,), code=f"code{n}")

    async def fill(url: str) -> None:
        async with SqlStore.open(url) as store:
            for n in range(13):
                async with store.unit() as unit:
                    await unit.add(screening(n, State.CLOSED if n < 12 else State.WITHDRAWN))

    url = str(tmp_path / "viva.db")
    asyncio.run(fill(url))
    return url


def run(*arguments: str | Path) -> tuple[int, str]:
    result = CliRunner().invoke(calibrate, [str(a) for a in arguments])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


def learnt(*arguments: str | Path) -> dict[str, Any]:
    code, output = run("--json", *arguments)
    assert code == 0, output
    document = json.loads(output)
    assert isinstance(document, dict)
    return document


def test_what_was_learnt_is_in_force_for_new_screenings_and_old_versions_stay(db: str, content: Path) -> None:
    first = learnt("--db", db, "--content", content)
    assert (first["number"], first["sessions"], first["left_out"]) == (1, 12, 1)
    assert first["items"][0]["answers"] == 12
    assert first["items"][0]["location"] > 0  # nobody could answer it: it is harder than it was taken to be

    assert run("--labels", "--db", db, "--content", content)[0] == 0
    code, output = run("--use", "1", "--db", db, "--content", content)
    assert code == 0
    assert first["digest"] in output
    rows = json.loads(run("--list", "--json", "--db", db, "--content", content)[1])
    assert [row["digest"] for row in rows] == [first["digest"], None, first["digest"]]


def test_a_dry_run_changes_nothing(db: str, content: Path) -> None:
    assert learnt("--dry-run", "--db", db, "--content", content)["number"] is None

    assert "Nothing was learnt yet" in run("--list", "--db", db, "--content", content)[1]


def test_an_item_can_be_held_at_its_label(db: str, content: Path) -> None:
    item = learnt("--dry-run", "--db", db, "--content", content)["items"][0]["item"]

    assert learnt("--hold", item, "--db", db, "--content", content)["held"] == [item]
    code, output = run("--hold", "no-such-item", "--db", db, "--content", content)
    assert code == 1
    assert "'no-such-item'" in output


def test_people_are_told_what_to_look_at(db: str, content: Path) -> None:
    code, output = run("--db", db, "--content", content)

    assert code == 0
    assert "Learnt from 12 screenings; 1 were left out" in output
    assert "In force for new screenings, as version 1." in output


def test_without_a_finished_screening_it_is_said_so(tmp_path: Path, content: Path) -> None:
    bring_up_to_date(str(tmp_path / "empty.db"))
    code, output = run("--db", tmp_path / "empty.db", "--content", content)

    assert code == 1
    assert "no finished screening" in output


def test_an_unknown_version_is_refused(db: str, content: Path) -> None:
    assert "There is no version 9" in run("--use", "9", "--db", db, "--content", content)[1]
    assert run("--use", "1", "--labels", "--db", db, "--content", content)[0] == 2
