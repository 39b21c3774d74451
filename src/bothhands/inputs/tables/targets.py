"""Targets: what the year is to reach."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class Target(Row):
    """What is to be reached, where and by when; a target without a year stays undated."""

    target: Name = Field(..., description="Identifier.")
    place: Name = Field(..., description="Place.")
    indicator: Name = Field(..., description="Indicator: gdp, budget_revenue, firms_above_break_even, ....")
    value: float = Field(..., description="Level to reach.")
    unit: str = Field(..., description="Unit.")
    due: date | None = Field(None, description="Day it is due; blank where the source gives none.")


TABLE = Table(
    name="targets",
    row=Target,
    key=("target",),
    about="What is to be reached, where and by when; a target without a year stays undated",
    refs={"place": "places.place"},
)
