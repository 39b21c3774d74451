"""Seasons: which part of a year's value added a sector makes in each quarter."""

from __future__ import annotations

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class Season(Row):
    """Part of the year's value added in a quarter; a sector without rows makes the same on every working day."""

    sector: Name = Field(..., description="Sector code or group.")
    quarter: int = Field(..., description="Quarter of the calendar year, 1 to 4.", ge=1, le=4)
    share: float = Field(
        ..., description="Part of the year's value added.", ge=0, le=1, json_schema_extra={"unit": "share"}
    )


TABLE = Table(
    name="seasons",
    row=Season,
    key=("sector", "quarter"),
    about="Which part of a year's value added a sector makes in each quarter",
    slow=True,
)
