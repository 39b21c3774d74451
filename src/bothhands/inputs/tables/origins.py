"""Origins: how infected travellers are where they come from."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class Origin(Row):
    """Share of travellers from an origin who are infected, by date."""

    origin: Name = Field(..., description="Origin.")
    date_from: date = Field(..., description="First day.")
    date_to: date = Field(..., description="Last day, inclusive.")
    prevalence_share: float = Field(
        ...,
        description="Infected travellers per traveller.",
        ge=0,
        le=1,
        json_schema_extra={"unit": "share"},
    )
    low_prevalence_share: float = Field(
        ...,
        description="Tenth percentile.",
        ge=0,
        le=1,
        json_schema_extra={"unit": "share"},
    )
    high_prevalence_share: float = Field(
        ...,
        description="Ninetieth percentile.",
        ge=0,
        le=1,
        json_schema_extra={"unit": "share"},
    )


TABLE = Table(
    name="origins",
    row=Origin,
    key=("origin", "date_from"),
    about="Share of travellers from an origin who are infected, by date",
)
