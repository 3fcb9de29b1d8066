"""One person's data as a file for them: a page to read, and the same as JSON."""

import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from io import BytesIO

from jinja2 import Environment, PackageLoader, StrictUndefined

from bot.core.audit import Link
from bot.core.bank.terms import Terms
from bot.core.hold import Hold
from bot.core.report.own_record import Record, own_record
from bot.core.screening.session import Session

PAGE, DATA, SIGNATURE = "page.html", "my-data.json", "signature.json"


Sign = Callable[[Mapping[str, bytes]], bytes]
"""What makes the signature of files that are handed out."""


def archive(
    screenings: Sequence[tuple[Session, Sequence[Link], Sequence[Hold]]],
    now: datetime,
    terms: Terms,
    sign: Sign | None = None,
) -> bytes:
    """Return a zip of a page and a JSON file, which hold what a person may be given of their screenings.

    screenings: each with what the audit chain says of it, and the holds on it. terms: what is in force. All that
    people wrote is escaped on the page. sign: signs both, in a third file; None leaves them unsigned.
    """
    records = [
        own_record(replace(session, role=terms.in_force(session.role)), links, holds)
        for session, links, holds in screenings
    ]
    data = json.dumps(records, ensure_ascii=False, indent=2)
    files = {PAGE: page(records, now).encode(), DATA: data.encode()}
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in (files | ({SIGNATURE: sign(files)} if sign else {})).items():
            made.writestr(name, content)
    return file.getvalue()


def page(records: Sequence[Record], now: datetime) -> str:
    """Return the page: for each screening what was asked, answered, credited and decided."""
    environment = Environment(loader=PackageLoader("bot.ops"), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("person.html").render(screenings=records, now=now)
