"""What maintainers look at: coverage, the effect of a change, and the page, in a real browser."""

import json
import re
import shutil
import subprocess
import urllib.parse
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import viva
from bot.content.load import load
from bot.content.publish import html_page as pages
from bot.content.publish.html_page import page
from bot.store.database.opening import bring_up_to_date
from tests.content.folder import ITEM, OTHER_ITEM, RUBRIC, SAMPLES, ContentFolder
from tests.waiting import HANG_S

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
HOSTILE = "stem: 'Is </script><script>document.title=\"taken\"</script> & <b>NVLink</b> safe between GPUs?'"


@pytest.fixture
def folder(tmp_path: Path) -> ContentFolder:
    bring_up_to_date(str(tmp_path / "viva.db"))
    return ContentFolder.made_in(tmp_path / "content")


def run(folder: ContentFolder, *arguments: str) -> Result:
    database = f"sqlite:///{folder.root.parent}/viva.db"
    return CliRunner().invoke(viva, ["bank", *arguments, "--content", str(folder.root), "--db", database])


def test_stats_show_the_grid_twins_and_that_nobody_was_asked_yet(folder: ContentFolder) -> None:
    folder.edit(OTHER_ITEM, "Why do threads of one warp that take different branches cost time?",
                "How does NVLink differ from PCIe between two big GPUs?")  # fmt: skip
    result = run(folder, "stats")

    assert result.exit_code == 0, result.output
    assert re.search(r"gpu-clusters +1 +- +1\n", result.output)
    assert "Nearly the same stem: nvlink, warps" in result.output
    assert "No finished screening" in result.output
    assert json.loads(run(folder, "stats", "--json").output)["coverage"]["gpu-clusters"]["advanced"] == 1


def git(folder: ContentFolder, *arguments: str) -> None:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], cwd=folder.root, check=True, capture_output=True)


def test_diff_shows_which_samples_a_changed_rubric_marks_otherwise(folder: ContentFolder) -> None:
    git(folder, "init", "-q")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "first")
    folder.edit(RUBRIC, "- all_of: [[bandwidth], [gpu, gpus]]", "- all_of: [[latency], [gpu, gpus]]")
    folder.edit(OTHER_ITEM, "minutes: 3", "minutes: 4")
    result = run(folder, "diff", "HEAD")

    assert result.exit_code == 0, result.output
    assert "changed: nvlink, warps" in result.output
    assert re.search(r"nvlink, sample good: 0\.\d+ → 0\.\d+", result.output)
    assert "1 sample and 0 screenings would be marked otherwise" in result.output
    assert "silent" not in result.output
    refused = run(folder, "diff", "no-such-revision")
    assert refused.exit_code == 1
    assert "Name a commit, branch or tag" in refused.output


def seen(file: Path, wanted: str = "") -> str:
    """Return the page as a browser has it after its script ran."""
    if BROWSER is None:
        pytest.skip("no chromium on this machine: the page is NOT tested in a browser")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=5000", "--dump-dom"]
    profile = f"--user-data-dir={file.parent}/profile"
    done = subprocess.run(
        [BROWSER, *options, profile, f"{file.as_uri()}#{wanted}"], capture_output=True, timeout=HANG_S
    )
    return done.stdout.decode()


@pytest.mark.parametrize("packed", [False, True])
def test_the_page_is_searched_and_filtered_in_a_browser_and_nothing_in_it_runs(
    folder: ContentFolder, packed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder.edit(ITEM, "stem: How does NVLink differ from PCIe between two GPUs?", HOSTILE)
    monkeypatch.setattr(pages, "LARGEST_PLAIN", 10 if packed else 10**9)
    file = folder.root.parent / "bank.html"
    assert run_page(folder, file).exit_code == 0

    dom = seen(file, urllib.parse.urlencode({"q": "trains", "tier": "fundamentals"}))

    assert "1 of 2" in dom, "the word stands in a sample only"
    assert 'id="warps" data-topic="execution" data-tier="advanced" hidden' in dom
    assert "<title>Question bank" in dom
    assert "taken" not in dom.split("<title>")[1].split("</title>")[0]
    assert "&lt;b&gt;NVLink&lt;/b&gt;" in dom


def run_page(folder: ContentFolder, file: Path) -> Result:
    return CliRunner().invoke(viva, ["bank", "page", "--out", str(file), "--content", str(folder.root)])


def test_the_page_asks_no_network_and_folds_rubric_and_samples(folder: ContentFolder) -> None:
    text = page(load(folder.root))

    assert not re.search(r"(?:src|href|url\()\s*=?[\"'(]?\s*(?:https?:)?//", text)
    assert text.count("<details>") == 3
    assert "<details open" not in text
    assert "I like trains." in text


def test_a_page_that_would_be_too_large_shows_fewer_samples(
    folder: ContentFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "LARGEST", 1000)
    monkeypatch.setattr(pages, "FEW_SAMPLES", 1)
    text = page(load(folder.root))

    assert "I like trains." not in text
    assert "1 more in the file" in text
    assert SAMPLES
