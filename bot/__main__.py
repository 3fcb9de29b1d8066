"""The command line `viva`. It starts fast: a command's code is loaded when that command runs, and no sooner."""

import importlib

import click

COMMANDS = {
    "play": ("bot.cli.play", "Be screened in this terminal."),
    "grade": ("bot.cli.grade", "Mark answers from a JSONL file."),
    "regrade": ("bot.cli.regrade", "List what today's rubrics and model would mark otherwise."),
    "bank": ("bot.cli.bank", "Check questions and rubrics, and how they mark."),
    "simulate": ("bot.cli.simulate", "Put simulated candidates through the bank."),
    "db": ("bot.cli.db", "Bring the database up to date."),
    "export": ("bot.cli.person", "Hand over one person's data."),
    "erase": ("bot.cli.person", "Take one person's data out."),
    "purge": ("bot.cli.person", "Erase what was kept long enough."),
    "audit": ("bot.cli.audit", "Show who saw, changed or decided what, and prove it."),
    "backup": ("bot.cli.backup", "Copy an SQLite database while it is in use."),
    "restore": ("bot.cli.backup", "Put a copy in the database's place."),
    "doctor": ("bot.cli.doctor", "Check the set-up and say what to mend."),
}
"""Each command's module, which holds it under its own name, and its line in the help."""


class Lazy(click.Group):
    """A group that knows its commands by name, and imports one when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click passes it
        """Return the names, in the order of the help."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click passes it
        """Return the command, or None when there is none of this name."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(importlib.import_module(COMMANDS[cmd_name][0]), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click passes it
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


def _version(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from importlib.metadata import PackageNotFoundError, version

        try:
            click.echo(f"viva {version('viva')}")
        except PackageNotFoundError:
            click.echo("viva, not installed but run from its source")
        ctx.exit()


@click.group(cls=Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
def viva() -> None:
    """Screen engineers by asking: adaptive questions, marked by rubrics, decided by people."""


def main() -> None:
    """Run the command line."""
    viva(prog_name="viva")


if __name__ == "__main__":
    main()
