"""Pathogen: severity by age."""

from __future__ import annotations

from pydantic import Field

from bothhands.inputs.table import Row, Table


class AgeRisk(Row):
    """Severity of the infection by age."""

    age_from: int = Field(
        ...,
        description="Youngest age of the band.",
        ge=0,
        le=120,
        json_schema_extra={"unit": "years"},
    )
    symptomatic_share: float = Field(
        ...,
        description="Share of infections with symptoms.",
        ge=0,
        le=1,
        json_schema_extra={"unit": "share"},
    )
    hospital_share: float = Field(
        ...,
        description="Share of symptomatic infections that need a bed.",
        ge=0,
        le=1,
        json_schema_extra={"unit": "share"},
    )
    intensive_share: float = Field(
        ...,
        description="Share of those in hospital who need intensive care.",
        ge=0,
        le=1,
        json_schema_extra={"unit": "share"},
    )
    fatality_share: float = Field(
        ...,
        description="Share of those in hospital who die with a bed at hand.",
        ge=0,
        le=1,
        json_schema_extra={"unit": "share"},
    )
    life_years_left: float = Field(
        ...,
        description="Remaining life expectancy.",
        ge=0,
        json_schema_extra={"unit": "years"},
    )


TABLE = Table(
    name="pathogen",
    row=AgeRisk,
    key=("age_from",),
    about="Severity of the infection by age",
    required=True,
    slow=True,
)
