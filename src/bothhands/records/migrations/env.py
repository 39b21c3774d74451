"""What Alembic runs for each upgrade: the steps, on the connection it was given."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from bothhands.records import everything
from bothhands.records.base import Moment


def written(kind: str, item: Any, written_by: AutogenContext) -> str | Literal[False]:
    """Steps name no type of ours: a type may change, a step may not."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=everything.METADATA,
    render_as_batch=True,
    render_item=written,
    transactional_ddl=False,
)
context.run_migrations()
