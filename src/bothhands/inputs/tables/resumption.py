"""Resumption: who was back at work, as reported."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class Resumption(Row):
    """Reported share of firms or staff back at work."""

    day: date = Field(..., description="Day it describes.")
    place: Name = Field(..., description="Place or wider area.")
    indicator: Name = Field(..., description="What was counted.")
    share: float = Field(..., description="Share back.", ge=0, le=1, json_schema_extra={"unit": "share"})


TABLE = Table(
    name="resumption",
    row=Resumption,
    key=("day", "place", "indicator"),
    about="Reported share of firms or staff back at work",
)
