"""Reads and writes learnt grader curves: one file for each model and prompt, beside the rubrics."""

import re
from pathlib import Path

import yaml

from bot.content.schema_errors.file_kinds import CURVES
from bot.core.bank.grader_curve import Curve


def write(root: Path, curve: Curve) -> Path:
    """Write the curve, in place of an older one for the same model and prompt, and return its file."""
    name = re.sub(r"[^a-z0-9]+", "-", curve.model.casefold()).strip("-") or "model"
    file = root / CURVES / f"{name}-{curve.prompt[:8]}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    body = curve.model_dump(mode="json")
    head = (
        "# Learnt by viva bank calibrate-grader from answers that people have marked. Remove the file to unlearn it.\n"
    )
    file.write_text(head + yaml.safe_dump(body, sort_keys=False, allow_unicode=True), encoding="utf-8")
    return file
