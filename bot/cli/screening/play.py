"""`viva play`: a whole screening in a terminal, with the candidate's side and the hiring channel's."""

import asyncio
import json
import sys
from typing import IO

import click

from bot.cli.options import content_option, db_option, faults_as_errors, grader_option, json_option, settings_of_command
from bot.cli.screening.script import Script, read_script, script_database
from bot.content.files.roots import Roots


@click.command()
@click.option("--role", default=None, help="The role to screen for.  [default: that of VIVA_ROLE]")
@click.option("--seed", type=str, default=None, help="Repeat a screening's chances; any text or number.")
@click.option(
    "--answers",
    type=click.File("r", encoding="utf-8"),
    default=None,
    help='Play this JSONL file of {"item": id or "*", "answer": text} instead of asking a person.',
)
@click.option(
    "--resume/--new", default=None, help="Go on with an unfinished screening, or begin a new one, without asking."
)
@click.option("--name", default="Candidate", show_default=True, help="The candidate's name in the summary.")
@grader_option
@content_option
@db_option
@json_option
@faults_as_errors
def play(
    role: str | None, seed: str | None, answers: IO[str] | None, resume: bool | None, name: str, grader: str,
    content: Roots | None, db: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Play a whole screening in this terminal."""
    from bot.cli.screening.terminal import Play, play_screening

    script: Script | None = None
    settings = settings_of_command()
    role = role or settings.viva_role
    if answers is not None:
        script = read_script(answers)
        db = db or script_database(script, role, seed)
    game = Play(
        role=role,
        seed=seed,
        script=script,
        resume=resume,
        name=name,
        content=content,
        url=db or settings.database_url,
        settings=settings,
        as_json=as_json,
        grader=grader,
    )
    record = asyncio.run(play_screening(game))
    if as_json:
        json.dump(record, sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
