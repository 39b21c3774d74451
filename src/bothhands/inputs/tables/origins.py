"""Origins: how infected travellers are where they stayed during the last 14 days; never who they are."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class Origin(Row):
    """Share of travellers from an origin who are infected, and growth of infections there, by date."""

    origin: Name = Field(..., description="Where travellers stayed in the last 14 days.")
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
    growth_per_day: float = Field(
        0.0,
        description="Growth of infections at the origin: the faster, the more recently travellers were infected and the "
        "less a check finds; blank: 0, stable.",
        ge=-1,
        le=1,
        json_schema_extra={"unit": "per day"},
    )
    low_growth_per_day: float | None = Field(
        None,
        description="Tenth percentile.",
        ge=-1,
        le=1,
        json_schema_extra={"unit": "per day"},
    )
    high_growth_per_day: float | None = Field(
        None,
        description="Ninetieth percentile.",
        ge=-1,
        le=1,
        json_schema_extra={"unit": "per day"},
    )


TABLE = Table(
    name="origins",
    row=Origin,
    key=("origin", "date_from"),
    about="Share of travellers from an origin who are infected, and growth there, by date",
)
