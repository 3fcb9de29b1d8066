"""Who is behind the names in the audit chain, apart from it, so that an erasure can take them out."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Entries from before keep the names under their seals; an erasure strikes those."""
    op.create_table(
        "actors",
        sa.Column("alias", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("own", sa.Boolean(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("salt", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("alias", name="pk_actors"),
    )
    op.create_index("ix_actors_platform_person_id", "actors", ["platform", "person_id"])


def downgrade() -> None:
    """Take it away again: entries since then name aliases of whom nobody knows any more."""
    op.drop_index("ix_actors_platform_person_id", "actors")
    op.drop_table("actors")
