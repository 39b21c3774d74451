"""Arrivals: travellers by port and origin."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class Arrival(Row):
    """Travellers a day by port and origin between two dates."""

    port: Name = Field(..., description="Port.")
    origin: Name = Field(..., description="Where they stayed in the last 14 days.")
    date_from: date = Field(..., description="First day.")
    date_to: date = Field(..., description="Last day, inclusive.")
    persons_per_day: float = Field(
        ...,
        description="Travellers a day.",
        ge=0,
        json_schema_extra={"unit": "persons a day"},
    )
    low_persons_per_day: float = Field(
        ...,
        description="Tenth percentile.",
        ge=0,
        json_schema_extra={"unit": "persons a day"},
    )
    high_persons_per_day: float = Field(
        ...,
        description="Ninetieth percentile.",
        ge=0,
        json_schema_extra={"unit": "persons a day"},
    )


TABLE = Table(
    name="arrivals",
    row=Arrival,
    key=("port", "origin", "date_from"),
    about="Travellers a day by port and origin between two dates",
    refs={"port": "ports.port"},
)
