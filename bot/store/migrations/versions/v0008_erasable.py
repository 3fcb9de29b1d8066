"""What names or quotes a person where no erasure found it: names of deliveries, and replies that no mark tells of."""

import hashlib
import hmac
import json
import secrets

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

REPLIES = sa.table("replies", sa.column("request"))
GRADES = sa.table("grades", sa.column("body"))
DELIVERIES = sa.table("deliveries", sa.column("delivery_id"))


def upgrade() -> None:
    """Put keyed digests in the place of the deliveries' names, and drop the replies that no erasure would find."""
    keys = op.create_table(
        "keys",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_keys"),
    )
    key = secrets.token_hex(32)
    op.bulk_insert(keys, [{"name": "deliveries", "value": key}])
    db = op.get_bind()
    named = sa.update(DELIVERIES).where(DELIVERIES.c.delivery_id == sa.bindparam("old"))
    digests = [
        {"old": name, "new": hmac.new(bytes.fromhex(key), name.encode(), hashlib.sha256).hexdigest()}
        for name in db.scalars(sa.select(DELIVERIES.c.delivery_id)).all()
    ]
    if digests:
        db.execute(named.values(delivery_id=sa.bindparam("new")), digests)
    bodies = db.scalars(sa.select(GRADES.c.body))
    known = {call["request"] for body in bodies for call in json.loads(body).get("calls", ())}
    lost = [{"lost": request} for request in db.scalars(sa.select(REPLIES.c.request)).all() if request not in known]
    if lost:
        db.execute(sa.delete(REPLIES).where(REPLIES.c.request == sa.bindparam("lost")), lost)
    op.add_column("replies", sa.Column("answer", sa.String()))
    op.create_index("ix_replies_answer", "replies", ["answer"])


def downgrade() -> None:
    """Forget the deliveries, whose names cannot be had back, and the key."""
    op.drop_index("ix_replies_answer", "replies")
    op.drop_column("replies", "answer")
    op.execute(sa.delete(DELIVERIES))
    op.drop_table("keys")
