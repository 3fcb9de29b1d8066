"""Failed tries of an effect, and since when it is unknown whether its message is out."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; the outcome of what was begun and not settled is unknown since its last try."""
    with op.batch_alter_table("effects") as effects:
        effects.add_column(sa.Column("faults", sa.Integer(), nullable=False, server_default="0"))
        effects.add_column(sa.Column("unsure_since", sa.DateTime(timezone=True)))
    op.execute("UPDATE effects SET unsure_since = claimed_at WHERE attempts > 0 AND state <> 'done'")
    with op.batch_alter_table("effects") as effects:
        effects.alter_column("faults", server_default=None)


def downgrade() -> None:
    """Take the columns away."""
    with op.batch_alter_table("effects") as effects:
        effects.drop_column("unsure_since")
        effects.drop_column("faults")
