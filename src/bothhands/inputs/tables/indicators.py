"""Indicators: statistics with their release date."""

from __future__ import annotations

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class Indicator(Row):
    """Statistics of a place and period; known_from is the day of release."""

    place: Name = Field(..., description="Place.")
    indicator: Name = Field(..., description="Name of the indicator.")
    value: float | None = Field(None, description="Value; blank unknown.")
    unit: Name = Field(..., description="Unit.")


TABLE = Table(
    name="indicators",
    row=Indicator,
    key=("place", "indicator", "period"),
    about="Statistics of a place and period; known_from is the day of release",
)
