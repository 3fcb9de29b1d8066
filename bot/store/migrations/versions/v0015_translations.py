"""What a machine made of quotes that somebody wanted in their own language."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the translations, each with what was paid for it."""
    op.create_table(
        "translations",
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("texts", sa.String(), nullable=False),
        sa.Column("fault", sa.String(), nullable=False),
        sa.Column("tokens", sa.Integer(), nullable=False),
        sa.Column("cost", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("session_id", "number", name="pk_translations"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_translations_session_id", ondelete="CASCADE"),
    )
    op.create_index("ix_translations_at", "translations", ["at"])


def downgrade() -> None:
    """Take them away again: they can be asked for anew."""
    op.drop_index("ix_translations_at", "translations")
    op.drop_table("translations")
