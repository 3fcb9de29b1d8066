"""`viva slack`: what an admin needs to make the Slack app."""

import json

import click

from bot.cli.options import faults_as_errors


@click.group()
def slack() -> None:
    """Make the Slack app."""


@slack.command()
@click.option("--url", metavar="URL", help="The bot's own address, for HTTP mode; without it, Socket Mode.")
@faults_as_errors
def manifest(url: str | None) -> None:
    """Print the app's manifest, to paste into api.slack.com/apps."""
    from bot.chat.slack.manifest import manifest as made
    from bot.core.errors import ScreeningError

    if url is not None and not url.startswith("https://"):
        raise ScreeningError("--url: Slack calls only addresses that begin with https://. Use the public one.")
    click.echo(json.dumps(made(url), indent=2))
