"""`viva bank page`: the bank as one file to open in a browser."""

from pathlib import Path

import click

from bot.cli.options import Failure, content_option, faults_as_errors
from bot.content.files.roots import Roots
from bot.content.load import load


@click.command()
@click.option("--out", type=click.Path(path_type=Path), default="bank.html", show_default=True, help="File to write.")
@content_option
@faults_as_errors
def page(out: Path, content: Roots | None) -> None:
    """Write the whole bank as one page to read and to search.

    The page holds rubrics and marked answers: keep it from candidates.
    """
    from bot.content.publish.html_page import page as made

    text = made(load(content))
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as fault:
        raise Failure(f"{out}: the file cannot be written ({fault.strerror}). Name another with --out.") from fault
    click.echo(f"{out}: {len(text.encode()) / 1e6:.2f} MB. It holds rubrics: keep it from candidates.")
