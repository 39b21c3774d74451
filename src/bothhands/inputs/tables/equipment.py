"""Equipment: what a new line is."""

from __future__ import annotations

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class Equipment(Row):
    """A new line a plan may order: rate, lead time by class, cost, ramp."""

    line_class: Name = Field(..., description="Name of the class, e.g. convert, rush, import, normal.")
    good: Name = Field(..., description="Good it makes.")
    units_per_day: float = Field(
        ...,
        description="Output at full rate.",
        gt=0,
        json_schema_extra={"unit": "units a day"},
    )
    lead_days: float = Field(
        ...,
        description="Days from order to first product, most likely.",
        ge=0,
        json_schema_extra={"unit": "days"},
    )
    lead_days_low: float = Field(..., description="Tenth percentile.", ge=0, json_schema_extra={"unit": "days"})
    lead_days_high: float = Field(..., description="Ninetieth percentile.", ge=0, json_schema_extra={"unit": "days"})
    ramp_days: float = Field(
        ...,
        description="Days from first product to full rate.",
        ge=0,
        json_schema_extra={"unit": "days"},
    )
    cost_yuan: float = Field(..., description="Cost of one line.", ge=0, json_schema_extra={"unit": "yuan"})
    orders_per_week: float = Field(
        1000.0,
        description="Lines the makers can take a week for the region.",
        ge=0,
        json_schema_extra={"unit": "lines a week"},
    )
    takes_line_of: str = Field(
        "",
        description="Good whose standing line in the same place is converted and makes it no more; blank where none is used up.",
    )
    workers_per_line: float = Field(
        0.0,
        description="Workers a line needs.",
        ge=0,
        json_schema_extra={"unit": "persons"},
    )


TABLE = Table(
    name="equipment",
    row=Equipment,
    key=("line_class", "good"),
    about="A new line a plan may order: rate, lead time by class, cost, ramp",
    refs={"good": "goods.good"},
)
