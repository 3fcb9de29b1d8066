"""The first tables: contents, sessions and what belongs to them, effects, deliveries."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, those first that others refer to."""
    op.create_table(
        "contents",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_contents"),
    )
    _make_sessions()
    _make_answers()
    _make_marks()
    _make_effects()
    op.create_table(
        "deliveries",
        sa.Column("delivery_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("delivery_id", name="pk_deliveries"),
    )
    op.create_index("ix_deliveries_at", "deliveries", ["at"])


def downgrade() -> None:
    """Drop the tables, and everything in them, those last that others refer to."""
    for table in (
        "deliveries",
        "effects",
        "overrides",
        "grades",
        "parts",
        "administrations",
        "sessions",
        "contents",
    ):
        op.drop_table(table)


def _make_sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("role_id", sa.String(), nullable=False),
        sa.Column("role_digest", sa.String(), nullable=False),
        sa.Column("bank_version", sa.String(), nullable=False),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("candidate_platform", sa.String(), nullable=False),
        sa.Column("candidate_id", sa.String(), nullable=False),
        sa.Column("candidate_name", sa.String(), nullable=False),
        sa.Column("hiring_platform", sa.String(), nullable=False),
        sa.Column("hiring_id", sa.String(), nullable=False),
        sa.Column("inviter_platform", sa.String(), nullable=False),
        sa.Column("inviter_id", sa.String(), nullable=False),
        sa.Column("inviter_name", sa.String(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True)),
        sa.Column("practised_at", sa.DateTime(timezone=True)),
        sa.Column("human_asked_at", sa.DateTime(timezone=True)),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("ended_because", sa.String()),
        sa.Column("reminders", sa.Integer(), nullable=False),
        sa.Column("stop_asked", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sa.ForeignKeyConstraint(["role_digest"], ["contents.digest"], name="fk_sessions_role_digest"),
    )
    op.create_index("ix_sessions_candidate_platform_candidate_id", "sessions", ["candidate_platform", "candidate_id"])
    op.create_index("ix_sessions_role_id_invited_at", "sessions", ["role_id", "invited_at"])


def _make_answers() -> None:
    op.create_table(
        "administrations",
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("item_digest", sa.String(), nullable=False),
        sa.Column("rubric_digest", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("skipped", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("session_id", "position", name="pk_administrations"),
        _of_session("administrations"),
        sa.ForeignKeyConstraint(["item_digest"], ["contents.digest"], name="fk_administrations_item_digest"),
        sa.ForeignKeyConstraint(["rubric_digest"], ["contents.digest"], name="fk_administrations_rubric_digest"),
    )
    op.create_index("ix_administrations_item_id", "administrations", ["item_id"])
    op.create_table(
        "parts",
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("session_id", "place", "number", name="pk_parts"),
        _of_session("parts"),
    )


def _make_marks() -> None:
    op.create_table(
        "grades",
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("score", sa.Float()),
        sa.Column("body", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("session_id", "position", "number", name="pk_grades"),
        _of_administration("grades"),
    )
    op.create_table(
        "overrides",
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(), nullable=False),
        sa.Column("old_level", sa.Integer()),
        sa.Column("new_level", sa.Integer(), nullable=False),
        sa.Column("author_platform", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=False),
        sa.Column("author_name", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("session_id", "position", "number", name="pk_overrides"),
        _of_administration("overrides"),
    )


def _make_effects() -> None:
    op.create_table(
        "effects",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True)),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True)),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.Column("ref", sa.String()),
        sa.Column("fault", sa.String()),
        sa.PrimaryKeyConstraint("id", name="pk_effects"),
        sa.UniqueConstraint("key", name="uq_effects_key"),
        _of_session("effects"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_effects_session_id_state_id", "effects", ["session_id", "state", "id"])
    op.create_index("ix_effects_state_due_at", "effects", ["state", "due_at"])


def _of_session(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=f"fk_{table}_session_id", ondelete="CASCADE")


def _of_administration(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["session_id", "position"],
        ["administrations.session_id", "administrations.position"],
        name=f"fk_{table}_session_id_position",
        ondelete="CASCADE",
    )
