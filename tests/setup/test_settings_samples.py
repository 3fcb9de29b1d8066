import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from annotated_types import Ge, Gt, Le, Lt
from pydantic import SecretStr

from bot.settings import Settings
from tests.setup.wheels import ROOT

SAMPLE = (ROOT / ".env.example").read_text()
OPERATING = (ROOT / "docs" / "operating.md").read_text()
LINES = dict(re.findall(r"^#([A-Z][A-Z_]*)=(.*)$", SAMPLE, re.M))
"""What the sample sets, by name."""
NAMES = {name.upper() for name in Settings.model_fields}
OF_COMPOSE = {"POSTGRES_PASSWORD"}


@pytest.fixture
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def comment(name: str) -> str:
    """Return what the sample says above a name; lines that stand together share it."""
    block = next(block for block in SAMPLE.split("\n\n") if re.search(rf"^#{name}=", block, re.M))
    return " ".join(line.removeprefix("# ") for line in block.splitlines() if line.startswith("# "))


def bounds(name: str) -> list[float]:
    """Return the numbers beyond which the code refuses a value."""
    field = Settings.model_fields[name.lower()]
    parts = [*field.metadata, *(m for arg in getattr(field.annotation, "__args__", ()) for m in metadata(arg))]
    known = {Ge: "ge", Gt: "gt", Le: "le", Lt: "lt"}
    return [getattr(part, known[type(part)]) for part in parts if type(part) in known]


def metadata(annotation: object) -> Iterator[object]:
    for part in getattr(annotation, "__metadata__", ()):
        yield from getattr(part, "metadata", (part,))


def choices(annotation: object) -> Iterator[str]:
    """Yield the words that are a value of a setting, where it takes nothing else."""
    for part in get_args(annotation):
        yield from [part] if isinstance(part, str) else choices(part)


def test_the_sample_holds_every_setting_of_the_code_and_no_other() -> None:
    assert set(LINES) - OF_COMPOSE == NAMES


def test_the_operators_page_lists_every_setting_of_the_code_and_no_other() -> None:
    table = OPERATING.partition("## Settings")[2].partition("\n## ")[0]
    first_cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("|")]

    assert {name for cell in first_cells for name in re.findall(r"`([A-Z_]+)`", cell)} == NAMES


@pytest.mark.usefixtures("nothing_set")
def test_what_the_sample_shows_is_taken_and_is_the_default_where_there_is_one(tmp_path: Path) -> None:
    file = tmp_path / "sample"
    file.write_text("".join(f"{name}={value}\n" for name, value in LINES.items()))

    shown, defaults = Settings(_env_file=file), Settings(_env_file=None)

    for name in Settings.model_fields:
        default, value = getattr(defaults, name), getattr(shown, name)
        assert value is not None, f"{name} is not set by its line"
        assert value == default or default is None, f"{name} is {default} unless it is set"


@pytest.mark.parametrize("name", sorted(NAMES))
def test_the_sample_says_the_default_and_the_range_of_each_setting(name: str) -> None:
    said = comment(name)
    default = Settings.model_fields[name.lower()].default

    assert "efault" in said
    assert default is None or re.search(
        rf"\b{re.escape(f'{default:g}' if isinstance(default, float) else str(default))}\b", said
    )
    for choice in choices(Settings.model_fields[name.lower()].annotation):
        assert re.search(rf"Range[^.]*\b{choice}\b", said), f"{name} may be {choice}"
    for bound in bounds(name):
        assert re.search(rf"Range[^.]*\b{bound:g}\b", said), f"{name} ends at {bound:g}"


def test_a_setting_with_a_range_is_known_to_have_one() -> None:
    ranged = {name for name in NAMES if bounds(name)}

    assert {
        "VIVA_MODEL_TIMEOUT",
        "VIVA_MODEL_AT_ONCE",
        "VIVA_OPS_PORT",
        "VIVA_DAY_TOKENS",
        "VIVA_PRICE_CACHED",
    } <= ranged


def test_no_secret_of_the_sample_could_be_taken_for_a_real_one() -> None:
    secrets = [
        n for n, field in Settings.model_fields.items() if SecretStr in getattr(field.annotation, "__args__", ())
    ]

    assert {LINES[name.upper()].split("-")[0] for name in secrets} == {"your"}
