"""`viva bank`: for the people who write questions and rubrics."""

import click

from bot.cli.lazy import Lazy


class _Bank(Lazy):
    modules = {
        "check": ("bot.cli.bank.check", "Find faults in every file; --watch does so after each save."),
        "new": ("bot.cli.bank.new", "Write a new item, its rubric and its samples, by questions and answers."),
        "try": ("bot.cli.bank.try_item", "Answer an item as a candidate, and see what each criterion saw."),
        "test": ("bot.cli.bank.test", "Compare marks with those of people."),
        "stats": ("bot.cli.bank.stats", "Show coverage, and how items do with candidates."),
        "diff": ("bot.cli.bank.diff", "Show what the changes since a revision do to marks."),
        "page": ("bot.cli.bank.page", "Write the whole bank as one page to read and to search."),
        "schema": ("bot.cli.bank.schema", "Write the schemas for editors."),
        "calibrate-grader": ("bot.cli.bank.test", "Learn what the model's scores mean."),
    }


@click.group(cls=_Bank)
def bank() -> None:
    """Check questions and rubrics, and how they mark."""
