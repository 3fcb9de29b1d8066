"""`viva bank`: for the people who write questions and rubrics."""

import click

from bot.cli.lazy import Lazy


class _Bank(Lazy):
    modules = {
        "check": ("bot.cli.bank_check", "Find faults in every file; --watch does so after each save."),
        "new": ("bot.cli.bank_new", "Write a new item, its rubric and its samples, by questions and answers."),
        "try": ("bot.cli.bank_try", "Answer an item as a candidate, and see what each criterion saw."),
        "test": ("bot.cli.bank_test", "Compare marks with those of people."),
        "stats": ("bot.cli.bank_stats", "Show coverage, and how items do with candidates."),
        "diff": ("bot.cli.bank_diff", "Show what the changes since a revision do to marks."),
        "page": ("bot.cli.bank_page", "Write the whole bank as one page to read and to search."),
        "schema": ("bot.cli.bank_schema", "Write the schemas for editors."),
        "calibrate-grader": ("bot.cli.bank_test", "Learn what the model's scores mean."),
    }


@click.group(cls=_Bank)
def bank() -> None:
    """Check questions and rubrics, and how they mark."""
