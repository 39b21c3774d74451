"""Beds: care, quarantine, testing and tracing capacity."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class Capacity(Row):
    """Staffed capacity of a place for the epidemic."""

    place: Name = Field(..., description="City or county.")
    kind: Literal["ward", "intensive", "quarantine_room", "tests_per_day", "tracers", "health_workers"] = Field(
        ...,
        description="What it is.",
    )
    count: float = Field(
        ...,
        description="How many.",
        ge=0,
        json_schema_extra={"unit": "beds, rooms, tests a day or persons"},
    )
    low_count: float | None = Field(None, description="Low end where assumed.", ge=0)
    high_count: float | None = Field(None, description="High end where assumed.", ge=0)
    cost_yuan_per_day: float = Field(
        0.0,
        description="Cost of using one for a day.",
        ge=0,
        json_schema_extra={"unit": "yuan a day"},
    )


TABLE = Table(
    name="beds",
    row=Capacity,
    key=("place", "kind"),
    about="Staffed capacity of a place for the epidemic",
    refs={"place": "places.place"},
)
