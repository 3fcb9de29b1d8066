"""One person's data as a file for them: a page to read, and everything that is kept as JSON."""

import json
import zipfile
from collections.abc import Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.core.report.summary import Summary, summarise
from bot.core.screening.session import Session
from bot.flow.render.json_records import screening_record

PAGE, DATA, RECORDS = "page.html", "everything.json", "screenings.json"


def archive(screenings: Sequence[tuple[Session, Mapping[str, Any]]], now: datetime) -> bytes:
    """Return a zip of a page, the screenings with their summaries, and every stored row.

    screenings: each with its rows by table. All that people wrote is escaped on the page.
    """
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(PAGE, page([session for session, _ in screenings], now))
        made.writestr(RECORDS, _json([screening_record(session) for session, _ in screenings]))
        made.writestr(DATA, _json({session.id: rows for session, rows in screenings}))
    return file.getvalue()


def page(sessions: Sequence[Session], now: datetime) -> str:
    """Return the page: for each screening what was asked, answered and marked, and what is kept beside it."""
    environment = Environment(loader=PackageLoader("bot.ops"), autoescape=True, undefined=StrictUndefined)
    pairs: list[tuple[Session, Summary]] = [(session, summarise(session)) for session in sessions]
    return environment.get_template("person.html").render(screenings=pairs, now=now)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, default=str)
