"""`viva slack`: what an admin needs to make the Slack app; and the set-up that the settings come to."""

import json
from typing import TYPE_CHECKING

import click

from bot.cli.options import faults_as_errors

if TYPE_CHECKING:
    from bot.chat.slack.front import SlackSetup
    from bot.settings import Settings

PORT = 3000


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


def setup_of(settings: "Settings", groups: frozenset[str] = frozenset()) -> "SlackSetup | None":
    """Return how Slack is set up, None if it is not; raise ScreeningError if a part is missing.

    groups: the user groups that rights may rest on.
    """
    from bot.chat.slack.front import SlackSetup

    if settings.slack_bot_token is None:
        return None
    app_token, secret = settings.slack_app_token, settings.slack_signing_secret
    hiring = settings.hiring_channel("slack")
    return SlackSetup(
        bot_token=settings.slack_bot_token.get_secret_value(),
        app_token=app_token.get_secret_value() if app_token else None,
        signing_secret=secret.get_secret_value() if secret else None,
        url=settings.slack_api_url,
        port=settings.viva_port or settings.port or PORT,
        channels=frozenset({hiring} if hiring else ()),
        groups=groups,
    )
