"""Lines: capacity that stands or is ordered."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class Line(Row):
    """Production lines that stand or are on order at a site."""

    site: Name = Field(..., description="Site.")
    good: Name = Field(..., description="Good made.")
    lines: float = Field(..., description="Number of lines.", ge=0, json_schema_extra={"unit": "lines"})
    units_per_day: float = Field(
        ...,
        description="Output of one line at full rate.",
        ge=0,
        json_schema_extra={"unit": "units a day"},
    )
    ready_on: date = Field(..., description="Day of the first product; earlier than the start for lines that stand.")
    ramp_days: float = Field(
        0.0,
        description="Days from first product to full rate.",
        ge=0,
        json_schema_extra={"unit": "days"},
    )
    workers_per_line: float = Field(
        0.0,
        description="Workers a line needs.",
        ge=0,
        json_schema_extra={"unit": "persons"},
    )


TABLE = Table(
    name="lines",
    row=Line,
    key=("site", "good", "ready_on"),
    about="Production lines that stand or are on order at a site",
    refs={"site": "sites.site", "good": "goods.good"},
)
