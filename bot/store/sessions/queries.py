"""Reading rows and putting rows in, on a plain connection: nothing is tracked, so that it costs little."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Select, Table, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.store.sessions.tables import (
    AdministrationRow,
    DecisionRow,
    GradeRow,
    NoticeRow,
    OverrideRow,
    PartRow,
    RereadRow,
    Row,
    TranslationRow,
)

T = TypeVar("T")
R = TypeVar("R", AdministrationRow, DecisionRow, GradeRow, NoticeRow, OverrideRow, PartRow, RereadRow, TranslationRow)

Values = Mapping[str, Any]
"""A row to put in or to change: values by column."""


def table_of(row: type[Row]) -> Table:
    """Return the table of a row, for statements that run often: they skip the mapping to objects."""
    return Row.metadata.tables[str(row.__tablename__)]


def rows(db: Connection, query: Select[Any], _like: type[T], **parameters: object) -> Sequence[T]:
    """Return what was found; each has the columns as attributes, as its table's class has them."""
    return cast("Sequence[T]", db.execute(query, parameters).all())


def by_session(db: Connection, table: type[R], session_ids: Sequence[str]) -> dict[str, list[R]]:
    """Return these sessions' rows of a table, in order, by session; a session without rows is left out."""
    found: dict[str, list[R]] = {}
    for row in rows(db, _of(table), table, of=session_ids):
        found.setdefault(row.session_id, []).append(row)
    return found


@cache
def _of(row: type[Row]) -> Select[Any]:
    table = table_of(row)
    return select(table).where(table.c.session_id.in_(bindparam("of", expanding=True))).order_by(*table.primary_key)


def insert(db: Connection, table: type[Row], new: Sequence[Values]) -> None:
    """Put in new rows."""
    if new:
        db.execute(_insert(table_of(table)), list(new))


def insert_new(db: Connection, table: type[Row]) -> sqlite.Insert | postgresql.Insert:
    """Return an INSERT that leaves alone what is stored already."""
    return _insert_new(db.dialect.name, table_of(table))


@cache
def _insert(table: Table) -> Any:
    return table.insert()


@cache
def _insert_new(dialect: str, table: Table) -> sqlite.Insert | postgresql.Insert:
    if dialect == "sqlite":
        return sqlite.insert(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    return postgresql.insert(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
