import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import viva
from bot.settings import SettingError, Settings
from tests.content.folder import ROLE, ContentFolder

HOSTILE = "<script>alert(1)</script> the bandwidth of the GPUs is 900 GB/s & more"


@pytest.fixture
def content(tmp_path: Path) -> ContentFolder:
    return ContentFolder.made_in(tmp_path / "content")


@pytest.fixture
def db(content: ContentFolder, tmp_path: Path) -> str:
    """Return the address of a database with one finished screening of console:you."""
    answers = tmp_path / "answers.jsonl"
    answers.write_text(json.dumps({"item": "*", "answer": HOSTILE}))
    url = f"sqlite:///{tmp_path}/viva.db"
    result = run("play", "--role", "hiring", "--answers", answers, "--content", content.root, "--db", url, "--json")
    assert result.exit_code == 0, result.output
    return url


def run(*arguments: str | Path, typed: str | None = None) -> Result:
    return CliRunner().invoke(viva, [str(a) for a in arguments], input=typed)


def test_a_person_gets_a_page_and_everything_that_is_kept(db: str, tmp_path: Path) -> None:
    out = tmp_path / "you.zip"
    result = run("export", "console:you", "--out", out, "--db", db)

    assert result.exit_code == 0, result.output
    with zipfile.ZipFile(out) as made:
        page = made.read("page.html").decode()
        (screening,) = json.loads(made.read("my-data.json"))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert screening["questions"][0]["messages"][0]["text"] == HOSTILE
    assert screening["questions"][0]["score"] is not None
    assert out.stat().st_mode & 0o777 == 0o600
    assert "exported" in run("audit", "list", "--db", db).output


def test_an_erased_person_is_gone_and_it_says_so_once(db: str) -> None:
    assert run("erase", "console:you", "--db", db).exit_code == 1
    assert run("erase", "console:you", "--yes", "--db", db).exit_code == 0
    again = run("erase", "console:you", "--yes", "--db", db)

    assert again.exit_code == 1
    assert "no screening of this person" in again.output
    assert run("export", "console:you", "--db", db).exit_code == 1


@pytest.mark.parametrize("name", ["you", ":you", "console:"])
def test_a_name_that_names_nobody_is_refused_with_how_to_write_it(db: str, name: str) -> None:
    result = run("export", name, "--db", db)

    assert result.exit_code == 1
    assert "PLATFORM:ID" in result.output


def test_purging_goes_by_the_place_of_the_role(
    db: str, content: ContentFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    arguments = ("purge", "--dry-run", "--content", content.root, "--db", db)
    assert "VIVA_RETENTION is not set" in run(*arguments).output
    monkeypatch.setenv("VIVA_RETENTION", "eu=365,*=730")
    assert "0 screenings would be erased" in run(*arguments).output


def test_days_are_chosen_by_place_and_a_place_without_a_rule_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIVA_RETENTION", "eu=365, california=1461")
    places = {"a": "eu", "b": "california", "c": None, "d": "mars"}

    assert Settings().retention_days(places) == {"a": 365, "b": 1461}
    monkeypatch.setenv("VIVA_RETENTION", "eu=365,*=730")
    assert Settings().retention_days(places) == {"a": 365, "b": 730, "c": 730, "d": 730}
    monkeypatch.setenv("VIVA_RETENTION", "eu=a year")
    with pytest.raises(SettingError, match="VIVA_RETENTION"):
        Settings()


def test_a_role_names_its_place(content: ContentFolder) -> None:
    content.edit(ROLE, "title: GPU engineer", "title: GPU engineer\nplace: eu")

    assert content.faults() == []
