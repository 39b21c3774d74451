"""Who said what is found at a table of several."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Take the step."""
    op.add_column("findings", sa.Column("party", sa.String(length=120), nullable=False, server_default=""))
