"""What people add to a screening: codes, places, adjustments, decisions, requests to read again."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NULLABLE = ("code", "place_platform", "place_id", "unreachable", "adjustments")


def upgrade() -> None:
    """Add to the sessions what people chose, and the tables of what they said afterwards."""
    with op.batch_alter_table("sessions") as table:
        for name in NULLABLE:
            table.add_column(sa.Column(name, sa.String()))
        table.create_unique_constraint("uq_sessions_code", ["code"])
    op.create_table(
        "decisions",
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("ruling", sa.String(), nullable=False),
        sa.Column("author_platform", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("session_id", "number", name="pk_decisions"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_decisions_session_id", ondelete="CASCADE"),
    )
    op.create_table(
        "rereads",
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_platform", sa.String()),
        sa.Column("author_id", sa.String()),
        sa.Column("author_name", sa.String()),
        sa.Column("reply", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("session_id", "number", name="pk_rereads"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_rereads_session_id", ondelete="CASCADE"),
    )


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("rereads")
    op.drop_table("decisions")
    with op.batch_alter_table("sessions") as table:
        table.drop_constraint("uq_sessions_code", type_="unique")
        for name in NULLABLE:
            table.drop_column(name)
