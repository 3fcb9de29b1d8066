"""The notice as it was shown, and what whoever decided had before them."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Begin with nothing kept: what stood before earlier decisions and consents cannot be made up."""
    op.create_table(
        "notices",
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("session_id", "number", name="pk_notices"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_notices_session_id", ondelete="CASCADE"),
    )
    op.add_column("decisions", sa.Column("stood", sa.String()))
    op.add_column("decisions", sa.Column("looked", sa.String()))


def downgrade() -> None:
    """Take it away again."""
    op.drop_column("decisions", "looked")
    op.drop_column("decisions", "stood")
    op.drop_table("notices")
