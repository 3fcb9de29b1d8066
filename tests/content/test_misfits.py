from bot.content.load import read
from bot.content.misfits import faults
from bot.core.bank.terms import Terms
from tests.content.folder import ROLE, ContentFolder


def said(folder: ContentFolder, terms: Terms) -> list[str]:
    return [str(fault) for fault in faults(read((folder.root,)), terms)]


def placed(folder: ContentFolder, place: str) -> int:
    """Give the role a place, and return its line."""
    text = (folder.root / ROLE).read_text()
    folder.write(ROLE, text.replace("title:", f"place: {place}\ntitle:"))
    return text[: text.index("title:")].count("\n") + 1


def test_a_floor_that_is_not_kept_is_named_with_file_and_line_of_the_place(folder: ContentFolder) -> None:
    line = placed(folder, "california")
    found = said(folder, Terms({"*": 365}))

    assert f"{ROLE}:{line}:8: 365 days are under the 1461 of california." in found[0]


def test_a_promise_that_nothing_keeps_is_named_with_file_and_line(folder: ContentFolder) -> None:
    text = (folder.root / ROLE).read_text()
    line = text[: text.index("retention:")].count("\n") + 1
    [found] = said(folder, Terms())

    assert found.startswith(f"{ROLE}:{line}:")
    assert "nothing keeps that" in found


def test_what_no_file_is_wrong_by_is_named_by_its_setting(folder: ContentFolder) -> None:
    found = said(folder, Terms({"eu": 365, "*": 365}))

    assert any(line.startswith("VIVA_RETENTION: no role has the place") for line in found)
