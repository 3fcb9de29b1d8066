"""A group of commands that imports one when it is asked for: a command line should answer at once."""

import importlib
from collections.abc import Mapping
from keyword import iskeyword

import click


class Lazy(click.Group):
    """A group that knows its commands by name: `modules` maps each to its module and its line in the help.

    A module holds its command under the command's name, with _ for -, or under "try_item" where that is a word of
    the language. Order is that of the help.
    """

    modules: Mapping[str, tuple[str, str]] = {}

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click passes it
        """Return the names, in the order of the help."""
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click passes it
        """Return the command, or None when there is none of this name."""
        if cmd_name not in self.modules:
            return None
        name = f"{cmd_name}_item" if iskeyword(cmd_name) else cmd_name.replace("-", "_")
        command = getattr(importlib.import_module(self.modules[cmd_name][0]), name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click passes it
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in self.modules.items()])
