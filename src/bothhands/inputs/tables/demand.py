"""Demand: who needs how much of a good."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class DemandCoefficient(Row):
    """Need of a good per person of a group and day, with its priority."""

    good: Name = Field(..., description="Good.")
    group: Literal["health_workers", "patients", "workers", "public"] = Field(..., description="Who needs it.")
    priority: int = Field(..., description="1 is served first.", ge=1, le=9)
    units_per_person_day: float = Field(
        ...,
        description="Need of one person a day.",
        ge=0,
        json_schema_extra={"unit": "units a person and day"},
    )
    units_per_patient_day: float = Field(
        0.0,
        description="Further need per patient in hospital a day.",
        ge=0,
        json_schema_extra={"unit": "units a patient and day"},
    )


TABLE = Table(
    name="demand",
    row=DemandCoefficient,
    key=("good", "group"),
    about="Need of a good per person of a group and day, with its priority",
    refs={"good": "goods.good"},
)
