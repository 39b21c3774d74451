"""Flows: trips between places."""

from __future__ import annotations

from pydantic import Field

from bothhands.inputs.table import Name, Row, Table


class Trip(Row):
    """Trips a day between places in a mobility period; the hub is a destination like any other."""

    period_name: Name = Field(..., description="Mobility period, e.g. normal, restricted, resuming.")
    origin: Name = Field(..., description="Place of departure.")
    destination: Name = Field(..., description="Place of arrival.")
    trips_per_day: float = Field(..., description="Trips a day.", ge=0, json_schema_extra={"unit": "trips a day"})


TABLE = Table(
    name="flows",
    row=Trip,
    key=("period_name", "origin", "destination"),
    about="Trips a day between places in a mobility period; the hub is a destination like any other",
    refs={"origin": "places.place", "destination": "places.place"},
)
