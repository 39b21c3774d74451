"""Whether the desk answers; without login, and nothing else."""

from __future__ import annotations

from typing import Literal

from pydantic import Field
from sqlalchemy import text

from bothhands import __version__
from bothhands.web.plain import subject
from bothhands.web.security import ServedDesk
from bothhands.web.shapes.base import Told

router = subject("health", "/health")


class Health(Told):
    """That the desk and its database answer."""

    status: Literal["ok"] = Field(description="Always ok; else the answer is 503.")
    version: str = Field(description="Version of bothhands.")


@router.get("", operation_id="health")
def health(desk: ServedDesk) -> Health:
    """Whether the desk and its database answer."""
    with desk.store.engine.connect() as connection:
        connection.execute(text("SELECT 1"))
    return Health(status="ok", version=__version__)
