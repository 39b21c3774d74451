"""Line rates: what was published about the output of a line, figures that disagree kept apart."""

from __future__ import annotations

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class LineRate(Row):
    """A published output of one line; several of one good compete, none counts until it is chosen."""

    good: Name = Field(..., description="Good made.")
    figure: Name = Field(..., description="Name of the figure, by which it is chosen.")
    units_per_day: float = Field(
        ..., description="Output of one line at full rate.", gt=0, json_schema_extra={"unit": "units a day"}
    )
    ramp_days: float | None = Field(
        None,
        description="Days from first product to full rate that belong to the figure; blank: those of the line.",
        ge=0,
        json_schema_extra={"unit": "days"},
    )


TABLE = Table(
    name="line_rates",
    row=LineRate,
    key=("good", "figure"),
    about="A published output of one line; several of one good compete, none counts until it is chosen",
    refs={"good": "goods.good"},
)
