"""`viva run`: serve Slack and Discord, and carry out what that leads to, until told to stop."""

from pathlib import Path

import click

from bot.cli.options import content_option, db_option, faults_as_errors, grader_option, settings_of_command


@click.command()
@click.option("--slack", is_flag=True, help="Listen to Slack, and carry out what follows.")
@click.option("--discord", is_flag=True, help="Listen to Discord, and carry out what follows.")
@click.option("--worker", is_flag=True, help="Carry out effects: send, mark, remind, expire.")
@click.option(
    "--bot",
    is_flag=True,
    help="Only listen to every platform that is set up and that we call.",
)
@click.option(
    "--web", is_flag=True, help="Be called: by Slack where it has no app token, and by a host's health check."
)
@content_option
@db_option
@grader_option
@faults_as_errors
def run(
    slack: bool,
    discord: bool,
    worker: bool,
    bot: bool,
    web: bool,
    content: tuple[Path, ...] | None,
    db: str | None,
    grader: str,
) -> None:
    """Serve until told to stop (SIGTERM, Ctrl-C).

    Without a flag one process does everything that is set up; with --slack or --discord, everything for these. With
    --bot, --web and --worker it does only what they name, so that on PostgreSQL several processes share the work; on
    SQLite there is one process, and it always carries out effects.
    """
    import asyncio
    import logging

    from bot import serving
    from bot.ops.logs import set_up
    from bot.settings import unknown_names

    settings = settings_of_command()
    set_up(settings.viva_log_level)
    for strange in unknown_names().values():
        logging.getLogger(__name__).warning("%s", strange)
    named = {name for name, wanted in (("slack", slack), ("discord", discord)) if wanted}
    if sum((bool(named), bot, web)) > 1:
        raise click.UsageError("--bot, --web, and --slack or --discord each name what one process listens to.")
    side = serving.ListenSide.OUT if bot else serving.ListenSide.IN if web else None
    everything = not (named or side or worker)
    asyncio.run(
        serving.serve(
            db or settings.database_url,
            content,
            grader,
            settings,
            listen=None if everything else side or frozenset(named),
            works=everything or worker or bool(named),
        )
    )
