"""Legal holds: what keeps a person's or a role's screenings from being erased."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing is on hold at first."""
    op.create_table(
        "holds",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("role_id", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("placed_by", sa.String(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("released_by", sa.String(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("number", name="pk_holds"),
    )


def downgrade() -> None:
    """Take it away again: nothing is on hold any more."""
    op.drop_table("holds")
