"""Vaccination: doses given, by date, place and age."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class Doses(Row):
    """Doses a day of a layer between two dates, given or planned; within the ages in proportion to the residents."""

    layer: Name = Field(..., description="Layer the dose leads to.")
    place: str = Field("", description="City; blank for all, in proportion to the residents of these ages.")
    age_from: int = Field(
        0, description="Youngest age; where a band begins; blank: 0.", ge=0, le=120, json_schema_extra={"unit": "years"}
    )
    age_to: int = Field(
        120,
        description="Oldest age, inclusive; where a band ends; blank: 120.",
        ge=0,
        le=120,
        json_schema_extra={"unit": "years"},
    )
    date_from: date = Field(..., description="First day of the doses; protection begins `onset_days` later.")
    date_to: date = Field(..., description="Last day, inclusive.")
    doses_per_day: float = Field(
        ...,
        description="Doses a day, of all ages of the row together.",
        ge=0,
        json_schema_extra={"unit": "doses a day"},
    )


TABLE = Table(
    name="vaccination",
    row=Doses,
    key=("layer", "place", "age_from", "date_from"),
    about="Doses a day by layer, place, ages and dates",
    refs={"layer": "vaccines.layer"},
)
