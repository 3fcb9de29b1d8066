"""What is stored as JSON text: grades, reasons for a choice, and effects, each by its type."""

import json
from collections.abc import Mapping
from typing import Any, get_args

from pydantic import TypeAdapter

from bot.core.grading.grade import Grade
from bot.core.screening.effects import Effect
from bot.core.screening.session import Why

WHY: TypeAdapter[Why] = TypeAdapter(Why)
GRADE: TypeAdapter[Grade] = TypeAdapter(Grade)
EFFECTS: Mapping[str, TypeAdapter[Any]] = {kind.__name__: TypeAdapter(kind) for kind in get_args(Effect)}
"""By the name of the class. Stored rows hold the name, so a new name needs a migration."""


def why_text(why: Why) -> str:
    """Return the JSON of why an item was chosen."""
    return WHY.dump_json(why).decode()


def why_from(body: str) -> Why:
    """Return why an item was chosen."""
    return WHY.validate_json(body)


def grade_text(grade: Grade) -> str:
    """Return the JSON of a grade."""
    return GRADE.dump_json(grade).decode()


def grade_from(body: str) -> Grade:
    """Return a grade, also one that was stored before facts had quotes of their own."""
    return GRADE.validate_python(_with_facts(json.loads(body))) if '"made":' in body else GRADE.validate_json(body)


def _with_facts(grade: dict[str, Any]) -> dict[str, Any]:
    """Return an old grade with its points and false claims, kept as bare words then, as facts without quotes."""
    for rating in grade["ratings"]:
        rating["found"] = [{"number": 0, "says": says} for says in rating.pop("made", ())]
        rating["mistakes"] = [{"number": 0, "says": says} for says in rating.pop("wrong", ())]
    return grade


def effect_text(effect: Effect) -> tuple[str, str]:
    """Return an effect's kind and its JSON."""
    kind = type(effect).__name__
    return kind, EFFECTS[kind].dump_json(effect).decode()


def effect_from(kind: str, body: str) -> Effect:
    """Return an effect."""
    effect: Effect = EFFECTS[kind].validate_json(body)
    return effect
