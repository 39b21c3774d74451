"""Field work."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    op.create_table(
        "holders",
        sa.Column("post", sa.String(length=120), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_holders_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holders")),
    )
    op.create_index(op.f("ix_holders_place"), "holders", ["place"], unique=False)
    op.create_index(op.f("ix_holders_post"), "holders", ["post"], unique=False)
    op.create_index(op.f("ix_holders_user_id"), "holders", ["user_id"], unique=False)

    op.create_table(
        "leaves",
        sa.Column("post", sa.String(length=120), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_leaves_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leaves")),
    )
    op.create_index(op.f("ix_leaves_first"), "leaves", ["first"], unique=False)
    op.create_index(op.f("ix_leaves_last"), "leaves", ["last"], unique=False)
    op.create_index(op.f("ix_leaves_place"), "leaves", ["place"], unique=False)
    op.create_index(op.f("ix_leaves_post"), "leaves", ["post"], unique=False)
    op.create_index(op.f("ix_leaves_user_id"), "leaves", ["user_id"], unique=False)

    op.create_table(
        "recognitions",
        sa.Column("post", sa.String(length=120), nullable=False),
        sa.Column("rule", sa.String(length=60), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["given_by"], ["users.id"], name=op.f("fk_recognitions_given_by")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_recognitions_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognitions")),
    )
    op.create_index(op.f("ix_recognitions_place"), "recognitions", ["place"], unique=False)
    op.create_index(op.f("ix_recognitions_post"), "recognitions", ["post"], unique=False)
    op.create_index(op.f("ix_recognitions_user_id"), "recognitions", ["user_id"], unique=False)

    op.create_table(
        "amendments",
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("table_name", sa.String(length=60), nullable=False),
        sa.Column("row_key", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("edition_before", sa.String(length=64), nullable=False),
        sa.Column("edition_after", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name=op.f("fk_amendments_decided_by")),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.id"], name=op.f("fk_amendments_finding_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["users.id"], name=op.f("fk_amendments_proposed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendments")),
    )
    op.create_index(op.f("ix_amendments_finding_id"), "amendments", ["finding_id"], unique=False)
    op.create_index(op.f("ix_amendments_place"), "amendments", ["place"], unique=False)
    op.create_index(op.f("ix_amendments_status"), "amendments", ["status"], unique=False)

    op.create_table(
        "field_days",
        sa.Column("post", sa.String(length=120), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("start", sa.String(length=120), nullable=False),
        sa.Column("leaves", sa.Integer(), nullable=False),
        sa.Column("returns", sa.Integer(), nullable=False),
        sa.Column("lunch", sa.Integer(), nullable=False),
        sa.Column("end", sa.String(length=120), nullable=False),
        sa.Column("hours", sa.Double(), nullable=False),
        sa.Column("travel_hours", sa.Double(), nullable=False),
        sa.Column("exposure", sa.Double(), nullable=False),
        sa.Column("stops", sa.JSON(), nullable=False),
        sa.Column("told_hours", sa.Double(), nullable=True),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_field_days_job_id")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_field_days_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_days")),
        sa.UniqueConstraint("post", "day", name=op.f("uq_field_days_post")),
    )
    op.create_index(op.f("ix_field_days_day"), "field_days", ["day"], unique=False)
    op.create_index(op.f("ix_field_days_place"), "field_days", ["place"], unique=False)
    op.create_index(op.f("ix_field_days_post"), "field_days", ["post"], unique=False)
    op.create_index(op.f("ix_field_days_user_id"), "field_days", ["user_id"], unique=False)

    op.create_table(
        "field_visits",
        sa.Column("visit", sa.String(length=300), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("firm", sa.String(length=120), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.Column("job_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_field_visits_job_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_visits")),
    )
    op.create_index(op.f("ix_field_visits_day"), "field_visits", ["day"], unique=False)
    op.create_index(op.f("ix_field_visits_firm"), "field_visits", ["firm"], unique=False)
    op.create_index(op.f("ix_field_visits_kind"), "field_visits", ["kind"], unique=False)
    op.create_index(op.f("ix_field_visits_place"), "field_visits", ["place"], unique=False)
    op.create_index(op.f("ix_field_visits_status"), "field_visits", ["status"], unique=False)
    op.create_index(op.f("ix_field_visits_visit"), "field_visits", ["visit"], unique=False)

    op.create_table(
        "field_findings",
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("device_key", sa.String(length=64), nullable=False),
        sa.Column("place", sa.String(length=120), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["finding_id"], ["findings.id"], name=op.f("fk_field_findings_finding_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["field_visits.id"], name=op.f("fk_field_findings_visit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field_findings")),
        sa.UniqueConstraint("device_key", name=op.f("uq_field_findings_device_key")),
        sa.UniqueConstraint("finding_id", name=op.f("uq_field_findings_finding_id")),
    )
    op.create_index(op.f("ix_field_findings_place"), "field_findings", ["place"], unique=False)
    op.create_index(op.f("ix_field_findings_visit_id"), "field_findings", ["visit_id"], unique=False)
