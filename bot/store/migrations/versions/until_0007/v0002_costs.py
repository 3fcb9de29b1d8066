"""What marks cost and when they were given, and the models' replies by request."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add to the grades what budgets are counted by; grades from before cost nothing."""
    op.add_column("grades", sa.Column("tokens", sa.Integer()))
    op.add_column("grades", sa.Column("cost", sa.Float()))
    op.add_column("grades", sa.Column("marked_at", sa.DateTime(timezone=True)))
    op.create_index("ix_grades_marked_at", "grades", ["marked_at"])
    op.create_table(
        "replies",
        sa.Column("request", sa.String(), nullable=False),
        sa.Column("reply", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("request", name="pk_replies"),
    )


def downgrade() -> None:
    """Take it away again; the calls themselves stay in the grades' bodies."""
    op.drop_table("replies")
    op.drop_index("ix_grades_marked_at", "grades")
    op.drop_column("grades", "marked_at")
    op.drop_column("grades", "cost")
    op.drop_column("grades", "tokens")
