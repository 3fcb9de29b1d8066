"""Who saw, changed or decided what, in a chain; and where the chain ends."""

import hashlib
import json
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Begin the chain with the screenings that there are: nothing else tells later that they are older than it."""
    audit = op.create_table(
        "audit",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
    )
    op.create_index("ix_audit_subject", "audit", ["subject"])
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )
    sessions = sa.table("sessions", sa.column("id", sa.String()))
    number, seal, now = 0, "0" * 64, datetime.now(UTC)  # noqa: TID251 - nobody hands it a clock
    for session_id in op.get_bind().scalars(sa.select(sessions.c.id).order_by(sessions.c.id)).all():
        number += 1
        entry = ["viva", "migration", "was here before the seals", session_id, ""]
        sealed = json.dumps([seal, number, now.isoformat(), *entry], ensure_ascii=False, separators=(",", ":"))
        seal = hashlib.sha256(sealed.encode()).hexdigest()
        row = dict(zip(("platform", "actor", "act", "subject", "detail"), entry, strict=True))
        op.bulk_insert(audit, [row | {"number": number, "at": now, "seal": seal}])
    op.bulk_insert(head, [{"id": 1, "number": number, "seal": seal}])


def downgrade() -> None:
    """Take the chain away."""
    op.drop_table("audit_head")
    op.drop_index("ix_audit_subject", "audit")
    op.drop_table("audit")
