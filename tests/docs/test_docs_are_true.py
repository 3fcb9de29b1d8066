"""Every path, command, setting, make target and test that a page names is there; links lead on; tables are whole."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.docs.names import ROOT, unknown
from tests.docs.pages import Page

PAGES = sorted(
    path.relative_to(ROOT)
    for path in (
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "benchmarks").rglob("*.md"),
        *(ROOT / name / "README.md" for name in ("questionbank", "rubrics")),
    )
)
THE_PAST = Path("CHANGELOG.md")
"""It tells of what was, so only its links and tables are looked at."""
DECISIONS = "decisions"
"""They weigh other programs, and name their options."""


def faults(page: Page) -> Iterator[str]:
    """Yield what is wrong with a page, each with the line where it stands."""
    if page.path.name != THE_PAST.name:
        for line, code in page.codes():
            yield from (f"{line}: {said}" for said in unknown(code, tools=page.path.parent.name == DECISIONS))
    for line, target in page.links():
        yield from (f"{line}: {said}" for said in _leads_nowhere(page, target))
    for line, said in page.broken_tables():
        yield f"{line}: the line {said}"


def _leads_nowhere(page: Page, target: str) -> Iterator[str]:
    if ":" in target:
        return
    name, _, anchor = target.partition("#")
    file = (page.path.parent / name).resolve() if name else page.path
    if name and not file.exists():
        yield f"there is no {target}"
    elif anchor and anchor not in (Page(file, file.read_text()) if name else page).anchors():
        yield f"{name or 'the page'} has no heading #{anchor}"


@pytest.mark.parametrize("path", PAGES, ids=str)
def test_whatever_a_page_names_is_there(path: Path) -> None:
    assert list(faults(Page(ROOT / path, (ROOT / path).read_text()))) == []


PLANTED = {
    "a path": ("See `bot/core/budget.py`.", "1: there is no path bot/core/budget.py"),
    "a room": ("\nSee `core/budget`.", "2: there is no path core/budget"),
    "a path with a placeholder": ("`rubrics/<domain>/<item>.yml`", "1: there is no path rubrics/<domain>/<item>.yml"),
    "a file": ("`budget.py`", "1: there is no file budget.py"),
    "a module": ("`bot.core.budget`", "1: there is no module bot.core.budget"),
    "a name in a module": ("`bot.core.seeded.luck`", "1: there is no module bot.core.seeded.luck"),
    "a command": ("`viva bank bake`", "1: there is no command bank bake"),
    "a command in a block": ("    viva grow --fast\n", "1: there is no command viva grow"),
    "an option": ("```sh\nviva play --loud\n```", "2: there is no command play --loud"),
    "an option by itself": ("`--loudly`", "1: there is no option --loudly"),
    "a make target": ("`make tea`", "1: there is no make target tea"),
    "a benchmark": ("`make bench ARGS=luck`", "1: there is no make target bench luck"),
    "a test": ("`test_that_is_not_there`", "1: there is no test test_that_is_not_there"),
    "a figure": ("`viva_luck_total`", "1: there is no figure viva_luck_total"),
    "a setting": ("`VIVA_LUCK=3`", "1: there is no setting VIVA_LUCK"),
    "a link": ("[on](luck.md)", "1: there is no luck.md"),
    "an anchor": ("# Here\n\n[on](#there)", "3: the page has no heading #there"),
    "a table cut in two": (
        "| a | b |\n| --- | --- |\n| 1 | 2 |\n\n| 3 | 4 |\n",
        "5: the line is a row outside of a table",
    ),
    "a row too long": (
        "| a | b |\n| --- | --- |\n| 1 | 2 | 3 |\n",
        "3: the line has 3 cells, the head of its table 2",
    ),
}


@pytest.mark.parametrize("kind", PLANTED)
def test_what_is_not_there_is_found(kind: str) -> None:
    text, fault = PLANTED[kind]

    assert list(faults(Page(ROOT / "docs" / "page.md", text))) == [fault]


def test_what_is_there_passes() -> None:
    text = (
        "# Here and there\n\n[on](#here-and-there) `viva run --slack` `make test` `VIVA_MODEL=m` `seeded.py` "
        "`core/screening/advance` `bot.core.seeded` `rubrics/<domain>/<item>.yaml` `https://example.org/docs/x`\n\n"
        "| a | b |\n| --- | --- |\n| `x \\| y` | 2 |\n"
    )

    assert list(faults(Page(ROOT / "docs" / "page.md", text))) == []
