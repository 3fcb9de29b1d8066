"""An index for how often items were shown before a time, which is counted for each session that begins."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the time to the index; the item comes first in it, so that it serves what the old one served."""
    op.create_index("ix_administrations_item_id_asked_at", "administrations", ["item_id", "asked_at"])
    op.drop_index("ix_administrations_item_id", "administrations")


def downgrade() -> None:
    """Take the time out of the index."""
    op.create_index("ix_administrations_item_id", "administrations", ["item_id"])
    op.drop_index("ix_administrations_item_id_asked_at", "administrations")
