"""Vaccines: what each layer of protection prevents, from when and for how long."""

from __future__ import annotations

from pydantic import Field
from pydantic.config import JsonDict

from bothhands.inputs.table import Name, Row, Table

UNIT: JsonDict = {"unit": "share"}
DAYS: JsonDict = {"unit": "days"}


class Vaccine(Row):
    """Efficacies of a layer against a variant, each as a whole against the unvaccinated; of a blank one, as of the stage before."""

    layer: Name = Field(..., description="Layer of protection: a vaccine, or a dose of one.")
    variant: str = Field(
        "", description="Variant the row holds against; blank for the first strain and every variant without a row."
    )
    after: str = Field(
        "",
        description="Layer whose members are given this dose; blank: the unvaccinated. Read from the row without a variant.",
    )
    efficacy_infection: float = Field(
        ..., description="Infections prevented among the equally exposed.", ge=0, le=1, json_schema_extra=UNIT
    )
    low_efficacy_infection: float | None = Field(None, description="Low end.", ge=0, le=1, json_schema_extra=UNIT)
    high_efficacy_infection: float | None = Field(None, description="High end.", ge=0, le=1, json_schema_extra=UNIT)
    efficacy_onward: float = Field(
        0.0,
        description="Infectiousness prevented in those infected in spite of it; blank: 0.",
        ge=0,
        le=1,
        json_schema_extra=UNIT,
    )
    low_efficacy_onward: float | None = Field(None, description="Low end.", ge=0, le=1, json_schema_extra=UNIT)
    high_efficacy_onward: float | None = Field(None, description="High end.", ge=0, le=1, json_schema_extra=UNIT)
    efficacy_symptoms: float | None = Field(
        None, description="Illness prevented; blank: as infection.", ge=0, le=1, json_schema_extra=UNIT
    )
    low_efficacy_symptoms: float | None = Field(None, description="Low end.", ge=0, le=1, json_schema_extra=UNIT)
    high_efficacy_symptoms: float | None = Field(None, description="High end.", ge=0, le=1, json_schema_extra=UNIT)
    efficacy_hospital: float | None = Field(
        None, description="Admissions prevented; blank: as illness.", ge=0, le=1, json_schema_extra=UNIT
    )
    low_efficacy_hospital: float | None = Field(None, description="Low end.", ge=0, le=1, json_schema_extra=UNIT)
    high_efficacy_hospital: float | None = Field(None, description="High end.", ge=0, le=1, json_schema_extra=UNIT)
    efficacy_intensive: float | None = Field(
        None, description="Intensive care prevented; blank: as admissions.", ge=0, le=1, json_schema_extra=UNIT
    )
    efficacy_death: float | None = Field(
        None, description="Deaths prevented; blank: as intensive care.", ge=0, le=1, json_schema_extra=UNIT
    )
    low_efficacy_death: float | None = Field(None, description="Low end.", ge=0, le=1, json_schema_extra=UNIT)
    high_efficacy_death: float | None = Field(None, description="High end.", ge=0, le=1, json_schema_extra=UNIT)
    onset_days: int = Field(
        0,
        description="Days from the dose to protection; read from the row without a variant; blank: 0.",
        ge=0,
        le=365,
        json_schema_extra=DAYS,
    )
    waning_days: float | None = Field(
        None,
        description="Mean days until protection is lost as a whole; read from the row without a variant; blank: never.",
        ge=1,
        json_schema_extra=DAYS,
    )
    low_waning_days: float | None = Field(None, description="Low end.", ge=1, json_schema_extra=DAYS)
    high_waning_days: float | None = Field(None, description="High end.", ge=1, json_schema_extra=DAYS)


def stages_of(row: Vaccine) -> tuple[float, ...]:
    """Efficacy against infection, symptoms, hospital, intensive care and death, blanks filled from the stage before."""
    found = [row.efficacy_infection]
    for one in (row.efficacy_symptoms, row.efficacy_hospital, row.efficacy_intensive, row.efficacy_death):
        found.append(found[-1] if one is None else one)
    return tuple(found)


TABLE = Table(
    name="vaccines",
    row=Vaccine,
    key=("layer", "variant"),
    about="What each layer of protection prevents, from when and for how long",
    slow=True,
)
