"""The READMEs of the content explain every key, and cannot drift from the models."""

from pathlib import Path

import pytest
import yaml

from bot.content.publish import readme
from bot.content.publish.schema import SCHEMAS, schema_of
from tests.content.folder import RUBRIC, ContentFolder

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_every_key_is_explained(name: str) -> None:
    schema = schema_of(SCHEMAS[name])
    parts = {schema["title"]: schema, **schema.get("$defs", {})}

    assert [
        f"{title}.{key}"
        for title, part in parts.items()
        for key, node in part.get("properties", {}).items()
        if not node.get("description")
    ] == []


@pytest.mark.parametrize("name", sorted(readme.READMES))
def test_the_committed_text_is_what_the_models_make(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8") == readme.readme(name)


def test_a_text_that_a_team_wrote_is_left_alone(tmp_path: Path) -> None:
    for folder in ("questionbank", "rubrics"):
        (tmp_path / folder).mkdir()
    (tmp_path / "rubrics/README.md").write_text("Ours.")
    written = readme.write(tmp_path)

    assert written == [tmp_path / "questionbank/README.md"]
    assert (tmp_path / "rubrics/README.md").read_text() == "Ours."
    (tmp_path / "questionbank/README.md").write_text(f"{readme.MARK}\nold")
    assert readme.outdated_readmes(tmp_path) == ["questionbank/README.md"]


@pytest.mark.parametrize("text", ["TODO", "the ring, TBD", "<your answer here>", "..."])
def test_a_placeholder_is_no_text(folder: ContentFolder, text: str) -> None:
    folder.edit(RUBRIC, "says: denies it", f"says: '{text}'")

    assert any("stands where a text belongs. Write it." in fault for fault in folder.faults())


@pytest.mark.parametrize("name", ["bank-workflow.yml", "pre-commit-config.yaml"])
def test_the_examples_for_a_bank_of_ones_own_call_commands_that_exist(name: str) -> None:
    from bot.cli.bank.group import bank

    text = (ROOT / "docs/examples" / name).read_text(encoding="utf-8")
    assert isinstance(yaml.safe_load(text), dict)
    called = {part.split()[0] for part in text.split("viva bank ")[1:]}

    assert called
    assert called <= set(bank.commands) | set(getattr(bank, "modules", {}))
