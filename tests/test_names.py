"""One type, one name: whoever reads a class's name in one room need not ask which one is meant."""

import ast
import re
from collections import defaultdict
from pathlib import Path

import bot

ROOMS = Path(next(iter(bot.__path__)))
GLOSSARY = ROOMS.parent / "docs" / "glossary.md"


def classes() -> dict[str, list[str]]:
    """Return the files of each public class, by its name."""
    found = defaultdict(list)
    for file in sorted(ROOMS.rglob("*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(str(file.relative_to(ROOMS)))
    return found


def allowed() -> list[str]:
    """Return the names for which the glossary says why they stand twice."""
    _, _, part = GLOSSARY.read_text(encoding="utf-8").partition("## Names that stand twice")
    return re.findall(r"^- `(\w+)` ", part, flags=re.MULTILINE)


def test_a_public_class_has_its_name_to_itself_unless_the_glossary_says_why_not() -> None:
    twice = {name: files for name, files in classes().items() if len(files) > 1}

    assert sorted(twice) == allowed(), twice
    assert all({file.split("/")[0] for file in files} == {"chat"} for files in twice.values())
