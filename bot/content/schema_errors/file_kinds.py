"""The kinds of file, each with its place: a file of one kind in the place of another is one mistake, not ten."""

from collections.abc import Mapping
from typing import Any

from bot.content.schema_errors.expected import Expected
from bot.core.bank.document import Document
from bot.core.bank.item import Item
from bot.core.bank.role import Role
from bot.core.bank.rubric import Rubric
from bot.core.bank.samples import SampleSet

ITEMS, ROLES, RUBRICS, SAMPLES = "questionbank/items", "questionbank/roles", "rubrics", "rubrics/samples"
CURVES = "rubrics/calibration"
ADMISSIONS = "rubrics/admissions"

KINDS: Mapping[type[Document], tuple[str, str]] = {
    Item: ("an item", f"{ITEMS}/<domain>"),
    Role: ("a role", ROLES),
    Rubric: ("a rubric", f"{RUBRICS}/<domain>"),
    SampleSet: ("a set of samples", f"{SAMPLES}/<domain>"),
}
"""What a maintainer calls each document, and where its files belong."""


def other_kind(data: Mapping[str, Any], model: type[Document]) -> tuple[str, str] | None:
    """Return the name and the place of the kind that the keys belong to, or None when it may well be `model`."""
    if model not in KINDS or data.keys() >= set(Expected.of(model).required):
        return None
    return next((said for kind, said in KINDS.items() if data.keys() >= set(Expected.of(kind).required)), None)
