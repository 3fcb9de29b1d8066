"""`viva bank schema`: what an editor needs to complete and check while one types."""

from pathlib import Path

import click

from bot.cli.options import Failure, content_option, faults_as_errors
from bot.content.files.roots import Roots, content_root
from bot.content.publish import readme
from bot.content.publish import schema as schemas


@click.command()
@click.option("--check", "only_check", is_flag=True, help="Write nothing; exit with 1 when a file is not up to date.")
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Folder to write to.")
@content_option
@faults_as_errors
def schema(only_check: bool, out: Path | None, content: Roots | None) -> None:
    """Write the schemas for editors, and the READMEs that explain every key.

    A README that somebody wrote by hand is left alone.
    """
    folder = out or content_root(content)
    if not only_check:
        for path in (*schemas.write(folder), *readme.write(folder)):
            click.echo(path)
        return
    outdated = [*schemas.outdated_schemas(folder), *readme.outdated_readmes(folder)]
    if outdated:
        lines = [f"{name}: this is not as the models make it. Run viva bank schema." for name in outdated]
        raise Failure("\n".join(lines))
    click.echo(f"{len(schemas.SCHEMAS)} schemas: up to date")
