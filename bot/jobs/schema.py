"""The queue's own tables: made once, migrated with the library that owns them."""

from pathlib import Path

import psycopg
from procrastinate.schema import SchemaManager

NOTED = "CREATE TABLE IF NOT EXISTS procrastinate_applied (migration text PRIMARY KEY)"
"""Which of the library's migrations the tables have; the library leaves it to its user to remember."""
LOCK = 8_472_014
"""Any number: on it, one migration at a time waits for another."""


def migrations() -> dict[str, str]:
    """Return the library's migrations by name, in their order."""
    folder = Path(str(SchemaManager.get_migrations_path()))
    return {file.name: file.read_text() for file in sorted(folder.glob("*.sql"))}


def missing(url: str) -> list[str]:
    """Return the names of migrations that the queue's tables lack; all of them where there are no tables."""
    with psycopg.connect(url) as connection:
        found = connection.execute("SELECT to_regclass('procrastinate_applied')").fetchone()
        if found is None or found[0] is None:
            return list(migrations())
        done = {name for (name,) in connection.execute("SELECT migration FROM procrastinate_applied")}
    return [name for name in migrations() if name not in done]


def bring_up_to_date(url: str) -> None:
    """Make the queue's tables, or migrate them, all the way or not at all."""
    with psycopg.connect(url) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        fresh = connection.execute("SELECT to_regclass('procrastinate_jobs')").fetchone() == (None,)
        connection.execute(NOTED)
        done = {name for (name,) in connection.execute("SELECT migration FROM procrastinate_applied")}
        if fresh:
            connection.execute(SchemaManager.get_schema().encode())
        for name, script in migrations().items():
            if name not in done:
                if not fresh:
                    connection.execute(script.encode())
                connection.execute("INSERT INTO procrastinate_applied VALUES (%s)", (name,))
