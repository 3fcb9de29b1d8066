"""How often a process died over an effect."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column: nothing is known of deaths before it."""
    with op.batch_alter_table("effects") as effects:
        effects.add_column(sa.Column("deaths", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("effects") as effects:
        effects.alter_column("deaths", server_default=None)


def downgrade() -> None:
    """Take the column away."""
    with op.batch_alter_table("effects") as effects:
        effects.drop_column("deaths")
