"""What was learnt of items and graders, and which of it a session began with."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Begin with nothing learnt: sessions from before ran on the items' labels."""
    op.create_table(
        "fits",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(), sa.ForeignKey("contents.digest", name="fk_fits_digest_contents")),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_fits"),
    )
    with op.batch_alter_table("sessions") as sessions:
        sessions.add_column(sa.Column("fits_digest", sa.String()))
        sessions.create_foreign_key("fk_sessions_fits_digest_contents", "contents", ["fits_digest"], ["digest"])


def downgrade() -> None:
    """Forget what was learnt; the documents stay among the contents."""
    with op.batch_alter_table("sessions") as sessions:
        sessions.drop_constraint("fk_sessions_fits_digest_contents", type_="foreignkey")
        sessions.drop_column("fits_digest")
    op.drop_table("fits")
