"""Copies a database, every row or none, between SQLite and PostgreSQL."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass

from sqlalchemy import URL, Connection, Table, func, insert, inspect, select, text

from bot.core.audit import Break, Head, first_break
from bot.core.errors import ScreeningError
from bot.store import audit
from bot.store.database.engine import address, safe_url
from bot.store.database.lock import sole_owner
from bot.store.database.opening import bring_up_to_date, must_exist
from bot.store.migrations import HEAD, connected, current
from bot.store.sessions.queries import table_of
from bot.store.sessions.tables import AuditHeadRow, KeyRow, Row

AT_A_TIME = 500
"""Rows read and written in one go."""


@dataclass(frozen=True)
class Copied:
    """What arrived: rows by table, where the audit chain ends, and where it was broken before it was copied."""

    rows: Mapping[str, int]
    end: Head
    broken: Break | None


def copy(source: str, target: str, told: Callable[[str, int], None], key: bytes = b"") -> Copied:
    """Copy every row, and return what arrived; `told` hears of each table, with its number of rows, as it is done.

    Both databases must be out of use. The target gets its tables, and must hold nothing. Raises ScreeningError, and
    leaves the target without rows, if a count differs, the audit chain is not what it was, or a database fails.
    """
    here, there = address(source), address(target)
    if here == there:
        raise ScreeningError("Both addresses name the same database. Name another one to copy to.")
    must_exist(source)
    if current(here) != HEAD:
        raise ScreeningError(
            f"{safe_url(here)}: its tables are not up to date. Run: viva db upgrade --db {safe_url(here)}"
        )
    with ExitStack() as stack:
        stack.enter_context(sole_owner(source))
        stack.enter_context(sole_owner(target))
        bring_up_to_date(target)
        reader = stack.enter_context(connected(here))
        writer = stack.enter_context(connected(there))
        _must_be_empty(there, writer)
        copied = {}
        for table in Row.metadata.sorted_tables:
            copied[table.name] = _copy(reader, writer, table)
            told(table.name, copied[table.name])
        if there.get_backend_name() == "postgresql":
            _continue_numbers(writer)
        _must_agree(there, writer, copied)
        seen = _chain(writer, key)
        if seen != _chain(reader, key):
            raise ScreeningError(
                f"{safe_url(there)}: the audit chain did not arrive as it was. Nothing was kept; compare the "
                "versions of both servers, then try again."
            )
        writer.commit()
    return Copied(copied, *seen)


def _must_be_empty(where: URL, connection: Connection) -> None:
    # The end of an empty chain and a key stand there from the start; those copied take their place.
    made = [table_of(AuditHeadRow), table_of(KeyRow)]
    for table in Row.metadata.sorted_tables:
        if table not in made and connection.execute(select(table).limit(1)).first() is not None:
            raise ScreeningError(f"{safe_url(where)} holds data already. Name an empty database to copy to.")
    for table in made:
        connection.execute(table.delete())


def _chain(connection: Connection, key: bytes) -> tuple[Head, Break | None]:
    end = audit.head(connection)
    return end, first_break(audit.chain(connection), end, key)


def _copy(reader: Connection, writer: Connection, table: Table) -> int:
    number = 0
    rows = reader.execution_options(yield_per=AT_A_TIME).execute(select(table).order_by(*table.primary_key))
    for some in rows.mappings().partitions(AT_A_TIME):
        writer.execute(insert(table), [dict(row) for row in some])
        number += len(some)
    return number


def _continue_numbers(connection: Connection) -> None:
    """Let the next row of a table with numbered rows come after those copied."""
    for table in Row.metadata.sorted_tables:
        for column in table.primary_key:
            has = text("SELECT pg_get_serial_sequence(:table, :column)")
            sequence = connection.execute(has, {"table": table.name, "column": column.name}).scalar()
            if sequence is not None:
                last = connection.execute(select(func.max(column))).scalar()
                move = text("SELECT setval(:sequence, :last, :used)")
                connection.execute(move, {"sequence": sequence, "last": last or 1, "used": last is not None})


def _must_agree(where: URL, connection: Connection, copied: Mapping[str, int]) -> None:
    there = set(inspect(connection).get_table_names())
    for table in Row.metadata.sorted_tables:
        found = connection.execute(select(func.count()).select_from(table)).scalar() if table.name in there else None
        if found != copied[table.name]:
            raise ScreeningError(
                f"{safe_url(where)}: {found} rows of {table.name} arrived, and {copied[table.name]} were sent. "
                "Nothing was kept; try again with both databases out of use."
            )
