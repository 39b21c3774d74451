"""Cases: cumulative reports as they were published."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class CaseCount(Row):
    """Cumulative counts as reported on a day; a fall is a revision and stays one; blank is not zero."""

    place: Name = Field(..., description="City; the province for what is not assigned.")
    kind: Literal["confirmed", "recovered", "dead"] = Field(..., description="What is counted.")
    origin: Literal["local", "imported", "unassigned"] = Field(
        "local",
        description="Whether the cases were found among arrivals, or could not be assigned to a city.",
    )
    day: date = Field(..., description="Day of the report.")
    cumulative: int = Field(..., description="Cumulative count.", ge=0, json_schema_extra={"unit": "persons"})


TABLE = Table(
    name="cases",
    row=CaseCount,
    key=("place", "kind", "origin", "day"),
    about="Cumulative counts as reported on a day; a fall is a revision and stays one; blank is not zero",
    refs={"place": "places.place"},
)
