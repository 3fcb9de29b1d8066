"""In which language a candidate is spoken to; English for those from before."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the language that the candidate chose."""
    with op.batch_alter_table("sessions") as table:
        table.add_column(sa.Column("language", sa.String(), nullable=False, server_default="en"))


def downgrade() -> None:
    """Take it away again: everybody is spoken to in English."""
    with op.batch_alter_table("sessions") as table:
        table.drop_column("language")
