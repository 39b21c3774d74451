"""Arcs: how goods move."""

from __future__ import annotations

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class Arc(Row):
    """Transport of goods between places."""

    origin: Name = Field(..., description="Place of departure.")
    destination: Name = Field(..., description="Place of arrival.")
    lag_days: int = Field(..., description="Days on the way.", ge=0, le=60, json_schema_extra={"unit": "days"})
    cost_yuan_per_unit: float = Field(
        0.0,
        description="Cost of moving one unit.",
        ge=0,
        json_schema_extra={"unit": "yuan a unit"},
    )


TABLE = Table(
    name="arcs",
    row=Arc,
    key=("origin", "destination"),
    about="Transport of goods between places",
    refs={"origin": "places.place", "destination": "places.place"},
)
