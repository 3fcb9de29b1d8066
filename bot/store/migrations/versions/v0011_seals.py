"""What an audit entry covers of the tables, and whether it was sealed with a key."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Entries from before cover nothing and are sealed without a key."""
    with op.batch_alter_table("audit") as audit:
        audit.add_column(sa.Column("covers", sa.String(), nullable=False, server_default=""))
        audit.add_column(sa.Column("keyed", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("audit") as audit:
        audit.alter_column("covers", server_default=None)
        audit.alter_column("keyed", server_default=None)


def downgrade() -> None:
    """Take it away again; entries that cover something or were sealed with a key do not hold any more."""
    with op.batch_alter_table("audit") as audit:
        audit.drop_column("keyed")
        audit.drop_column("covers")
