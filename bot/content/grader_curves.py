"""Writes what is learnt of models as markers, one file for each model and prompt, beside the rubrics."""

import re
from pathlib import Path

import yaml

from bot.content.schema_errors.file_kinds import ADMISSIONS, CURVES
from bot.core.bank.grader_curve import Admission, Curve

LEARNT = "# Learnt by viva bank calibrate-grader from answers that people have marked. Remove the file to unlearn it.\n"
ADMITTED = "# Written by viva bank test --grader llm --admit. Commit it; remove it to have the model refused.\n"


def write(root: Path, curve: Curve) -> Path:
    """Write the curve, in place of an older one for the same model and prompt, and return its file."""
    return _write(root / CURVES, curve, LEARNT)


def admit(root: Path, admission: Admission) -> Path:
    """Write the admission, in place of an older one of the same model and prompt, and return its file."""
    return _write(root / ADMISSIONS, admission, ADMITTED)


def _write(folder: Path, learnt: Curve | Admission, head: str) -> Path:
    name = re.sub(r"[^a-z0-9]+", "-", learnt.model.casefold()).strip("-") or "model"
    file = folder / f"{name}-{learnt.prompt[:8]}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    body = yaml.safe_dump(learnt.model_dump(mode="json"), sort_keys=False, allow_unicode=True)
    file.write_text(head + body, encoding="utf-8")
    return file
