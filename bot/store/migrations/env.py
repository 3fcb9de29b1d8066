"""Run by Alembic for each upgrade and downgrade, on the connection and in the transaction of the caller."""

from alembic import context
from sqlalchemy import Connection, text

from bot.store.sessions.tables import Row

ADVISORY_LOCK = 8_472_013
"""Any number, the same in all processes: on PostgreSQL it lets one migration run at a time."""


def run(connection: Connection) -> None:
    """Carry out the migrations that Alembic has chosen."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": ADVISORY_LOCK})
    context.configure(connection=connection, target_metadata=Row.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            raise RuntimeError(f"the migration left {len(broken)} rows without what they refer to")


run(context.config.attributes["connection"])
