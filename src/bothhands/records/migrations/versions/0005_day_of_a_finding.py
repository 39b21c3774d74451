"""The day a finding was told, as the desk counts days; of findings made before, the day they were written down."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    op.add_column("findings", sa.Column("told_on", sa.Date(), nullable=False, server_default="1970-01-01"))
    written = "date(created_at)" if op.get_bind().dialect.name == "sqlite" else "(created_at AT TIME ZONE 'UTC')::date"
    op.execute(f"UPDATE findings SET told_on = {written}")
    op.create_index(op.f("ix_findings_told_on"), "findings", ["told_on"], unique=False)
