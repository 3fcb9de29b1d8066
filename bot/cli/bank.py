"""`viva bank`: for the people who write questions and rubrics."""

import click

from bot.cli.lazy import Lazy


class _Bank(Lazy):
    modules = {
        "check": ("bot.cli.bank_check", "Find faults in every file; --watch does so after each save."),
        "test": ("bot.cli.bank_test", "Compare marks with those of people."),
        "schema": ("bot.cli.bank_schema", "Write the schemas for editors."),
        "calibrate-grader": ("bot.cli.bank_test", "Learn what the model's scores mean."),
    }


@click.group(cls=_Bank)
def bank() -> None:
    """Check questions and rubrics, and how they mark."""
