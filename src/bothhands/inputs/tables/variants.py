"""Variants: further strains of the pathogen and how they differ from the first."""

from __future__ import annotations

from datetime import date

from pydantic import Field
from pydantic.config import JsonDict

from bothhands.inputs.table import Name, Row, Table

FACTOR: JsonDict = {"unit": "against the first strain"}
UNIT: JsonDict = {"unit": "share"}
DAYS: JsonDict = {"unit": "days"}


class Variant(Row):
    """A further strain, in the order they came up; a blank figure is that of the first strain."""

    variant: Name = Field(..., description="Name of the strain.")
    transmission_factor: float = Field(
        1.0, description="Chance that a contact infects; blank: 1.", ge=0, le=100, json_schema_extra=FACTOR
    )
    low_transmission_factor: float | None = Field(None, description="Low end.", ge=0, json_schema_extra=FACTOR)
    high_transmission_factor: float | None = Field(None, description="High end.", ge=0, json_schema_extra=FACTOR)
    symptoms_factor: float = Field(
        1.0, description="Share with symptoms, held to 1; blank: 1.", ge=0, le=100, json_schema_extra=FACTOR
    )
    hospital_factor: float = Field(
        1.0, description="Share of the ill admitted; blank: 1.", ge=0, le=100, json_schema_extra=FACTOR
    )
    low_hospital_factor: float | None = Field(None, description="Low end.", ge=0, json_schema_extra=FACTOR)
    high_hospital_factor: float | None = Field(None, description="High end.", ge=0, json_schema_extra=FACTOR)
    intensive_factor: float = Field(
        1.0, description="Share of the admitted in intensive care; blank: 1.", ge=0, le=100, json_schema_extra=FACTOR
    )
    death_factor: float = Field(
        1.0, description="Share of those in intensive care who die; blank: 1.", ge=0, le=100, json_schema_extra=FACTOR
    )
    latent_days: float | None = Field(None, description="Infection to infectiousness.", ge=0.1, json_schema_extra=DAYS)
    presymptomatic_days: float | None = Field(
        None, description="Infectious before symptoms.", ge=0.1, json_schema_extra=DAYS
    )
    asymptomatic_days: float | None = Field(
        None, description="Infectious without symptoms.", ge=0.1, json_schema_extra=DAYS
    )
    symptomatic_days: float | None = Field(
        None, description="Infectious with symptoms.", ge=0.1, json_schema_extra=DAYS
    )
    reinfection_share: float = Field(
        0.0,
        description="Share of those recovered from an earlier strain who can catch this one; blank: 0, fully immune.",
        ge=0,
        le=1,
        json_schema_extra=UNIT,
    )
    low_reinfection_share: float | None = Field(None, description="Low end.", ge=0, le=1, json_schema_extra=UNIT)
    high_reinfection_share: float | None = Field(None, description="High end.", ge=0, le=1, json_schema_extra=UNIT)
    reinfection_after_share: float = Field(
        0.0,
        description="Share of those recovered from this one who can catch an earlier strain; blank: 0.",
        ge=0,
        le=1,
        json_schema_extra=UNIT,
    )
    seed_day: date | None = Field(
        None, description="Day on which it enters from elsewhere in the country; blank: never."
    )
    seed_infections: float = Field(
        0.0, description="Infected who enter on that day; blank: 0.", ge=0, json_schema_extra={"unit": "persons"}
    )
    seed_place: str = Field("", description="City they enter; blank for all, in proportion to residents.")


TABLE = Table(
    name="variants",
    row=Variant,
    key=("variant",),
    about="Further strains of the pathogen and how they differ from the first",
)
