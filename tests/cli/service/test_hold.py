"""`viva hold`: what is on hold is not erased, by whichever door, and it is said and noted."""

import json
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import viva
from tests.content.folder import ContentFolder

WHY = ("--reason", "A claim is open.", "--by", "Lee of counsel")


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the address of a database with one finished screening of console:you."""
    content = ContentFolder.made_in(tmp_path / "content")
    monkeypatch.setenv("VIVA_CONTENT", str(content.root))
    answers = tmp_path / "answers.jsonl"
    answers.write_text(json.dumps({"item": "*", "answer": "The link is quick."}))
    url = f"sqlite:///{tmp_path}/viva.db"
    monkeypatch.setenv("DATABASE_URL", url)
    assert run("play", "--role", "hiring", "--answers", str(answers), "--json").exit_code == 0
    return url


def run(*arguments: str) -> Result:
    return CliRunner().invoke(viva, arguments)


@pytest.mark.parametrize("about", ["console:you", "role:hiring"])
def test_an_erasure_is_refused_with_the_reason_noted_and_done_once_the_hold_is_released(url: str, about: str) -> None:
    assert run("hold", "add", about, *WHY).exit_code == 0
    refused = run("erase", "console:you", "--yes")
    assert refused.exit_code == 1
    assert "on hold until it is released, for this reason: A claim is open." in refused.output
    assert run("export", "console:you", "--out", url.removeprefix("sqlite:///") + ".zip").exit_code == 0

    listed = run("audit", "list").output
    for noted in ("put on hold", "was refused", "erase: hold 1"):
        assert noted in listed
    assert run("hold", "release", "1", "--by", "Lee of counsel").exit_code == 0
    assert run("erase", "console:you", "--yes").exit_code == 0
    assert "released a hold" in run("audit", "list").output
    assert run("audit", "verify").exit_code == 0


def test_the_persons_copy_tells_of_it(url: str, tmp_path: Path) -> None:
    run("hold", "add", "console:you", *WHY, "--until", "2199-12-31")
    run("export", "console:you", "--out", str(tmp_path / "you.zip"))

    with zipfile.ZipFile(tmp_path / "you.zip") as made:
        (screening,) = json.loads(made.read("my-data.json"))
        assert "A claim is open." in made.read("page.html").decode()
    assert screening["on_hold"][0]["reason"] == "A claim is open."
    assert screening["on_hold"][0]["until"] == "2199-12-31"


def test_a_purge_leaves_what_is_on_hold(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import UTC, datetime

    from bot import app

    monkeypatch.setenv("VIVA_RETENTION", "*=183")
    monkeypatch.setattr(app.SystemClock, "now", lambda _: datetime(2198, 1, 1, tzinfo=UTC))
    run("hold", "add", "role:hiring", *WHY)
    assert "0 screenings would be erased" in run("purge", "--dry-run").output
    assert "0 screenings erased" in run("purge").output
    run("hold", "release", "1", "--by", "Lee")
    assert "1 screening erased" in run("purge").output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("add", "console:nobody", *WHY), "nothing to hold"),
        (("add", "role:no-such", *WHY), "nothing to hold"),
        (("add", "role:", *WHY), "names nobody"),
        (("add", "you", *WHY), "names nobody"),
        (("add", "console:you", "--reason", " ", "--by", "Lee"), "from 1 to"),
        (("add", "console:you", "--reason", "x" * 1001, "--by", "Lee"), "from 1 to"),
        (("add", "console:you", *WHY, "--until", "2020-01-01"), "that day is over"),
        (("release", "7", "--by", "Lee"), "no hold 7"),
    ],
)
def test_what_holds_nothing_is_refused(url: str, arguments: tuple[str, ...], said: str) -> None:
    result = run("hold", *arguments)

    assert result.exit_code == 1
    assert said in result.output
    assert run("hold", "list", "--all").output == ""


def test_holds_are_listed_those_that_are_over_when_asked(url: str) -> None:
    run("hold", "add", "console:you", *WHY)
    run("hold", "add", "role:hiring", *WHY)
    run("hold", "release", "1", "--by", "Kim")

    assert [line.split()[0] for line in run("hold", "list").output.splitlines()] == ["2"]
    assert "released by Kim" in run("hold", "list", "--all").output
