"""The command line `viva`. It starts fast: a command's code is loaded when that command runs, and no sooner."""

import click

from bot.cli.lazy import Lazy

COMMANDS = {
    "play": ("bot.cli.screening.play", "Be screened in this terminal."),
    "grade": ("bot.cli.screening.grade", "Mark answers from a JSONL file."),
    "regrade": ("bot.cli.screening.regrade", "List what today's rubrics and model would mark otherwise."),
    "bank": ("bot.cli.bank.group", "Check questions and rubrics, and how they mark."),
    "simulate": ("bot.cli.screening.simulate", "Put simulated candidates through the bank."),
    "run": ("bot.cli.service.run", "Serve Slack and Discord."),
    "jobs": ("bot.cli.service.jobs", "List what failed, and have it tried again."),
    "db": ("bot.cli.service.db", "Bring the database up to date, or move it."),
    "export": ("bot.cli.service.person", "Hand over one person's data."),
    "erase": ("bot.cli.service.person", "Take one person's data out."),
    "purge": ("bot.cli.service.person", "Erase what was kept long enough."),
    "hold": ("bot.cli.service.hold", "Keep a person's or a role's screenings from being erased."),
    "audit": ("bot.cli.service.audit", "Show who saw, changed or decided what, and prove it."),
    "backup": ("bot.cli.service.backup", "Copy an SQLite database while it is in use."),
    "restore": ("bot.cli.service.backup", "Put a copy in the database's place."),
    "slack": ("bot.cli.service.slack", "Make the Slack app."),
    "calibrate": ("bot.cli.screening.calibrate", "Learn from past screenings how hard the items are."),
    "doctor": ("bot.cli.service.doctor", "Check the set-up and say what to mend."),
}
"""Each command's module, which holds it under its own name, and its line in the help."""


class _Viva(Lazy):
    modules = COMMANDS


def _version(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import PackageNotFoundError, version

        try:
            click.echo(f"viva {version('viva')}")
        except PackageNotFoundError:
            click.echo("viva, not installed but run from its source")
        ctx.exit()


@click.group(cls=_Viva, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
def viva() -> None:
    """Screen engineers by asking: adaptive questions, marked by rubrics, decided by people."""


def main() -> None:
    """Run the command line."""
    viva(prog_name="viva")


if __name__ == "__main__":
    main()
